import type { Cause } from '../audit/cause.ts';
import type { Person } from '../policy/directory.ts';
import type { TokenStore, WaitingTasks } from '../ports.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { type ForPeople, loadFor } from './load.ts';
import type { AccessRequest } from './request.ts';
import { transition } from './transition.ts';
import { wake } from './workflow.ts';

/** Takes back a request that is not open yet. */
export async function cancel(
  base: ForPeople & { tokens: TokenStore; waiting: WaitingTasks },
  person: Person,
  cause: Cause,
  id: string,
  note?: string,
): Promise<Outcome<AccessRequest>> {
  const loaded = await loadFor(base, person, 'cancelRequest', id);
  if (!loaded.ok) return loaded;
  const request = loaded.value;
  if (request.state !== 'pending' && request.state !== 'approved') {
    return refuse('wrong-state', `It is ${request.state}; only a request that waits can be cancelled.`, {
      requestId: id,
    });
  }
  const cancelled = await transition(
    base,
    request,
    { state: 'cancelled', closedAt: base.clock.now() },
    { cause, event: 'request.cancelled', note },
  );
  if (!cancelled)
    return refuse('wrong-state', 'It changed at the same moment; look at it again.', { requestId: id });
  await wake(base, cancelled, 'decision');
  return done(cancelled);
}
