import type { Principal } from './account.ts';
import type { Guarded } from './guarded.ts';
import { type Access, type Verdict, verdictOf } from './policy.ts';

/** What a principal can read outside Vitrine, and how. */
export interface Exposure {
  principal: Principal;
  reaches: { what: string; verdict: Exclude<Verdict, 'none'>; actions: string[] }[];
}

/** Everybody who can read something that is guarded, those with the most first. */
export function exposures(principals: readonly Principal[], guarded: readonly Guarded[]): Exposure[] {
  return principals
    .map((principal) => ({ principal, reaches: guarded.flatMap((each) => reach(principal, each)) }))
    .filter(({ reaches }) => reaches.length > 0)
    .sort((a, b) => b.reaches.length - a.reaches.length || (a.principal.arn < b.principal.arn ? -1 : 1));
}

function reach(principal: Principal, { what, ways }: Guarded): Exposure['reaches'] {
  const open = ways
    .map((access) => ({ action: access.action, verdict: verdictFor(principal, access) }))
    .filter(({ verdict }) => verdict !== 'none');
  if (open.length === 0) return [];
  const verdict = open.some((each) => each.verdict === 'allowed') ? 'allowed' : 'conditional';
  return [{ what, verdict, actions: open.map(({ action }) => action) }];
}

/** A boundary allows nothing; it has to allow as well. */
function verdictFor({ statements, boundary }: Principal, access: Access): Verdict {
  const own = verdictOf(statements, access);
  const most = boundary ? verdictOf(boundary, access) : 'allowed';
  if (own === 'none' || most === 'none') return 'none';
  return own === 'allowed' && most === 'allowed' ? 'allowed' : 'conditional';
}
