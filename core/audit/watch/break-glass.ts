import { formatDuration } from '../../duration.ts';
import type { RuleSettings } from '../../policy/watch.ts';
import { type Finding, groupBy, type Seen } from './rule.ts';
import type { Breakage } from './tally.ts';

/** What goes on for longer is more than one incident, whatever its ticket. */
const longestIncidentMs = 24 * 60 * 60_000;

/**
 * Breaking the glass again and again, raised for every occasion that is one too many. A long incident outlasts one access,
 * so breakages under its ticket, or soon after each other in one scope, are one occasion.
 */
export function repeatedBreakGlass(
  { days }: Seen,
  { window, occasions: limit, sameIncident }: RuleSettings<'repeatedBreakGlass'>,
): Finding[] {
  const breakages = days.flatMap((day) => day.breakages).sort((a, b) => a.atMs - b.atMs);
  return [...groupBy(breakages, ({ person }) => person)].flatMap(([person, theirs]) => {
    const occasions = occasionsOf(theirs, sameIncident * 1000);
    return occasions.flatMap(([start], index): Finding[] => {
      if (!start) return [];
      const within = occasions
        .slice(0, index + 1)
        .filter(([first]) => first !== undefined && start.atMs - first.atMs <= window * 1000);
      if (within.length < limit) return [];
      return [
        {
          rule: 'repeatedBreakGlass',
          thing: `${person}/${start.id}`,
          person,
          scope: start.scope,
          evidence: within.flatMap((occasion) => occasion.slice(0, 1)).map(({ id }) => id),
          measured: within.length,
          threshold: limit,
          detail: `Broke the glass on ${within.length} occasions within ${formatDuration(window)}.`,
        },
      ];
    });
  });
}

function occasionsOf(breakages: readonly Breakage[], sameIncidentMs: number): Breakage[][] {
  const occasions: Breakage[][] = [];
  for (const breakage of breakages) {
    const same = occasions.find((occasion) => belongs(breakage, occasion, sameIncidentMs));
    if (same) same.push(breakage);
    else occasions.push([breakage]);
  }
  return occasions;
}

function belongs(breakage: Breakage, occasion: readonly Breakage[], sameIncidentMs: number): boolean {
  const [first] = occasion;
  if (!first || breakage.atMs - first.atMs > longestIncidentMs) return false;
  return occasion.some(
    ({ ticket, scope, atMs }) =>
      (ticket !== undefined && ticket === breakage.ticket) ||
      (scope === breakage.scope && breakage.atMs - atMs <= sameIncidentMs),
  );
}
