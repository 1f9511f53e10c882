import { formatDuration } from '../../duration.ts';
import { admit } from '../../insights/firewall.ts';
import type { RuleSettings } from '../../policy/watch.ts';
import type { AuditEvent } from '../event.ts';
import { evidenceOf, type Finding, groupBy, type Seen } from './rule.ts';

/** Codes of calls that somebody was not entitled to; all others are what happens to people who work. */
const denials: ReadonlySet<string> = new Set([
  'not-signed-in',
  'unknown-person',
  'wrong-door',
  'not-allowed',
  'own-request',
  'not-found',
  'unknown-scope',
  'log-group-outside-scope',
  'link-invalid',
]);

/** Many denied calls in a short time, raised once per person and day for denials and once for slips. */
export function deniedCalls(
  { recent }: Seen,
  { window, denied, slips }: RuleSettings<'deniedCalls'>,
): Finding[] {
  const refusals = recent.filter(({ type }) => type === 'access.refused');
  return [...groupBy(refusals, callerOf)].flatMap(([person, theirs]) => {
    const kinds = groupBy(theirs, (event) => (isDenial(event) ? 'denied' : 'slips'));
    return (['denied', 'slips'] as const).flatMap((kind): Finding[] => {
      const limit = kind === 'denied' ? denied : slips;
      const burst = densest(kinds.get(kind) ?? [], window * 1000);
      const reaching = burst[limit - 1];
      if (!reaching) return [];
      const scopes = new Set(burst.map(({ scope }) => scope));
      const [scope] = scopes;
      return [
        {
          rule: 'deniedCalls',
          thing: `${person}/${kind}/${reaching.time.slice(0, 10)}`,
          person,
          ...(scopes.size === 1 && scope !== undefined && { scope }),
          evidence: evidenceOf(burst.map(({ id }) => id)),
          measured: burst.length,
          threshold: limit,
          detail: `${burst.length} ${kind === 'denied' ? 'denied calls' : 'refused calls'} within ${formatDuration(window)}: ${codesOf(burst)}.`,
        },
      ];
    });
  });
}

function callerOf({ actor, ip }: AuditEvent): string {
  return actor === 'unknown' && ip !== undefined ? `unknown at ${ip}` : actor;
}

/** A query is a denial if what it asks for is forbidden, and a slip if it is only wrong. */
function isDenial({ code, query }: AuditEvent): boolean {
  if (code === undefined) return false;
  if (code !== 'query-refused' || query === undefined) return denials.has(code);
  const admitted = admit(query);
  return !admitted.ok && admitted.errors.some((error) => error.code === 'refused');
}

/** The most events that lie within a window, of several the first. */
function densest(events: readonly AuditEvent[], windowMs: number): AuditEvent[] {
  const times = events.map(({ time }) => Date.parse(time));
  let best = { from: 0, to: 0 };
  let from = 0;
  for (const [index, time] of times.entries()) {
    while (time - (times[from] ?? time) > windowMs) from += 1;
    if (index + 1 - from > best.to - best.from) best = { from, to: index + 1 };
  }
  return events.slice(best.from, best.to);
}

function codesOf(events: readonly AuditEvent[]): string {
  return [...groupBy(events, ({ code }) => code ?? 'no code')]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([code, { length }]) => `${length} ${code}`)
    .join(', ');
}
