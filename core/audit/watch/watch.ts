import { type Remembering, readHistory } from './history.ts';
import { type Raising, raise } from './raise.ts';
import { findAll } from './rules.ts';

export type Watching = Remembering & Raising;

export interface Watched {
  found: number;
  raised: number;
  failures: { rule: string; error: unknown }[];
}

/** Looks at what has happened and raises what people should look at. One alert that fails does not keep the others waiting. */
export async function watch(base: Watching): Promise<Watched> {
  const findings = findAll(await readHistory(base));
  const watched: Watched = { found: findings.length, raised: 0, failures: [] };
  for (const finding of findings) {
    try {
      if (await raise(base, finding)) watched.raised += 1;
    } catch (error) {
      watched.failures.push({ rule: finding.rule, error });
    }
  }
  return watched;
}
