import type { Config } from '../../policy/config.ts';
import type { RuleName } from '../../policy/watch.ts';
import type { AuditEvent } from '../event.ts';
import type { DayTally } from './tally.ts';

/** What the rules look at. */
export interface Seen {
  config: Config;
  /** Every event of the last hours, oldest first. */
  recent: readonly AuditEvent[];
  /** What there was on each day, oldest first; the last one is today so far. */
  days: readonly DayTally[];
}

/** Something that people should look at. */
export interface Finding {
  rule: RuleName;
  /** What it is about: what is found again under the same rule and thing is not raised again. */
  thing: string;
  person: string;
  requestId?: string;
  scope?: string;
  /** Ids of events, oldest first. */
  evidence: readonly string[];
  /** Whole numbers in the unit that `detail` names. */
  measured: number;
  threshold: number;
  detail: string;
}

/** As many events as an alert names. */
const maxEvidence = 20;

/** The ids to name: the first ones and, of many, the last ones. */
export function evidenceOf(ids: readonly string[]): string[] {
  const unique = [...new Set(ids)];
  if (unique.length <= maxEvidence) return unique;
  return [...unique.slice(0, maxEvidence / 2), ...unique.slice(-maxEvidence / 2)];
}

/** Values under a common key, in their order; unlike by `Map.groupBy`, those without a key are left out. */
export function groupBy<T>(items: Iterable<T>, key: (item: T) => string | undefined): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = key(item);
    if (name === undefined) continue;
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return groups;
}
