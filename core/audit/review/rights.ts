import { dayMs } from '../../day.ts';
import type { Config } from '../../policy/config.ts';
import type { AuditEvent } from '../event.ts';

/** A group that may ask for a scope and has not used it for long. */
export interface UnusedRight {
  scope: string;
  group: string;
  as: 'requester' | 'glass breaker';
  days: number;
  proposal: string;
}

/** By scope and group, whether its members have queried it, standing or by a broken glass. */
export type UsedRights = Set<string>;

/** So many days without use make a right one to take away. */
export const unusedAfterDays = 90;

/** Notes what an event shows to be in use. A person's groups all count: which of them was needed cannot be told. */
export function noteUse(used: UsedRights, event: AuditEvent): void {
  if (event.type !== 'query.started' || event.scope === undefined) return;
  for (const group of event.actor_groups ?? []) {
    used.add(keyOf(event.scope, group, event.kind === 'break-glass' ? 'glass breaker' : 'requester'));
  }
}

/** Rights of the configuration that nobody has used, unless the evidence is younger than the time that counts. */
export function unusedRights(config: Config, used: UsedRights, toMs: number): UnusedRight[] {
  if (toMs - Date.parse(config.audit.installedOn) < unusedAfterDays * dayMs) return [];
  return Object.entries(config.scopes).flatMap(([scope, { requesters, breakGlass }]) => [
    ...requesters.flatMap((group) => rightOf(used, { scope, group, as: 'requester' })),
    ...(breakGlass?.eligible ?? []).flatMap((group) => rightOf(used, { scope, group, as: 'glass breaker' })),
  ]);
}

function rightOf(used: UsedRights, right: Pick<UnusedRight, 'scope' | 'group' | 'as'>): UnusedRight[] {
  const { scope, group, as } = right;
  if (used.has(keyOf(scope, group, as))) return [];
  const list = as === 'requester' ? 'requesters' : 'breakGlass.eligible';
  return [{ ...right, days: unusedAfterDays, proposal: `remove '${group}' from scopes.${scope}.${list}` }];
}

const keyOf = (scope: string, group: string, as: UnusedRight['as']): string => `${scope}/${group}/${as}`;
