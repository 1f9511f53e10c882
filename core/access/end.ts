import type { Cause } from '../audit/cause.ts';
import type { RequestAction } from '../policy/authorize.ts';
import type { Person } from '../policy/directory.ts';
import type { TokenStore, WaitingTasks } from '../ports.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { type Closing, closeGrant } from './close.ts';
import { type ForPeople, loadFor } from './load.ts';
import { type AccessRequest, type ClosedReason, openAt } from './request.ts';
import { wake } from './workflow.ts';

interface Ending {
  id: string;
  note: string | undefined;
  action: RequestAction;
  reason: ClosedReason;
}

/** Somebody ends open access before its time; the workflow is woken to tidy up. */
export async function endAccess(
  base: ForPeople & Closing & { tokens: TokenStore; waiting: WaitingTasks },
  person: Person,
  cause: Cause,
  { id, note, action, reason }: Ending,
): Promise<Outcome<AccessRequest>> {
  const loaded = await loadFor(base, person, action, id);
  if (!loaded.ok) return loaded;
  const request = loaded.value;
  const grant = openAt(request, base.clock.now());
  if (!grant) {
    const state = request.state === 'active' ? 'expired' : request.state;
    return refuse('wrong-state', `It is ${state}; only open access can be ended.`, { requestId: id });
  }
  const closed = await closeGrant(base, grant, cause, reason, note);
  if (!closed)
    return refuse('wrong-state', 'It changed at the same moment; look at it again.', { requestId: id });
  await wake(base, closed, 'hold');
  return done(closed);
}
