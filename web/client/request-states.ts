import type { AccessRequest } from './api.ts';
import { moment, timeLeft } from './times.ts';

/** Whether the access is open at that moment: expiry is data, whatever the state still says. */
export function isOpen(request: AccessRequest, nowMs: number): boolean {
  return request.state === 'active' && nowMs < Date.parse(request.expiresAt ?? '');
}

/** The state as it is shown: the API's word, but `expired` as soon as the time is up. */
export function shownState(request: AccessRequest, nowMs: number): AccessRequest['state'] | 'expired' {
  return request.state === 'active' && !isOpen(request, nowMs) ? 'expired' : request.state;
}

/** Whether something may happen to it soon by itself or by others. */
export function isMoving({ state }: AccessRequest): boolean {
  return state === 'pending' || state === 'approved' || state === 'active';
}

/** What a person wants to know about the state, in half a sentence. */
export function describeState(request: AccessRequest, nowMs: number): string {
  const { decision } = request;
  const note = decision?.note ? `: “${decision.note}”` : '';
  switch (request.state) {
    case 'pending':
      return request.decideBy
        ? `waits for an approver, lapses in ${timeLeft(request.decideBy, nowMs)}`
        : 'waits for an approver';
    case 'approved':
      return `approved by ${decision?.by ?? 'an approver'}, opens in a moment${note}`;
    case 'active':
      if (!isOpen(request, nowMs)) return 'the time is up';
      return `${timeLeft(request.expiresAt ?? '', nowMs)} left, until ${moment(request.expiresAt ?? '', nowMs)}`;
    case 'closed':
      return `${request.closedReason ?? 'ended'}${request.closedAt ? ` at ${moment(request.closedAt, nowMs)}` : ''}`;
    case 'denied':
      return `by ${decision?.by ?? 'an approver'}${note}`;
    case 'cancelled':
      return 'taken back before it opened';
    case 'lapsed':
      return 'nobody decided in time; ask again';
  }
}

/** What to say aloud about one's requests when a new list has come: changes of state only. */
export function announceChanges(
  before: readonly AccessRequest[] | undefined,
  after: readonly AccessRequest[],
  nowMs: number,
): string[] {
  if (!before) return [];
  const known = new Map(before.map(({ id, state }) => [id, state]));
  return after
    .filter(({ id, state }) => known.has(id) && known.get(id) !== state)
    .map((request) => `${request.scope} is ${request.state}: ${describeState(request, nowMs)}.`);
}

/** What to say aloud about requests of others: those that wait anew. */
export function announceArrivals(
  before: readonly AccessRequest[] | undefined,
  after: readonly AccessRequest[],
): string[] {
  if (!before) return [];
  const known = new Set(before.map(({ id }) => id));
  return after
    .filter(({ id }) => !known.has(id))
    .map(({ requesterName, scope }) => `${requesterName} asks for ${scope}.`);
}
