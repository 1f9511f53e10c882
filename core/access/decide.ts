import type { Cause } from '../audit/cause.ts';
import type { Person } from '../policy/directory.ts';
import type { TokenStore, WaitingTasks } from '../ports.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { type ForPeople, loadFor } from './load.ts';
import type { AccessRequest, Decision } from './request.ts';
import { transition } from './transition.ts';
import { wake } from './workflow.ts';

export interface DecisionInput {
  approve: boolean;
  /** Digest of the terms the decider looked at. */
  termsDigest: string;
  note?: string | undefined;
}

/** Records an approver's yes or no, then wakes the workflow. The write decides; the wake-up only tells. */
export async function decide(
  base: ForPeople & { tokens: TokenStore; waiting: WaitingTasks },
  person: Person,
  cause: Cause,
  id: string,
  input: DecisionInput,
): Promise<Outcome<AccessRequest>> {
  const loaded = await loadFor(base, person, 'decideRequest', id, { termsDigest: input.termsDigest });
  if (!loaded.ok) return loaded;
  const request = loaded.value;
  const now = base.clock.now();
  if (request.state !== 'pending') return alreadyDecided(request);
  if (now >= request.decideBy) {
    return refuse('wrong-state', 'The time to decide is over; it has to be asked for anew.', {
      requestId: id,
    });
  }
  const decision: Decision = {
    approved: input.approve,
    by: person.key,
    at: now,
    ...(input.note && { note: input.note }),
  };
  const decided = await transition(
    base,
    request,
    { state: input.approve ? 'approved' : 'denied', decision },
    { cause, event: input.approve ? 'request.approved' : 'request.denied', note: input.note },
  );
  if (!decided) return alreadyDecided((await base.requests.get(id)) ?? request);
  await wake(base, decided, 'decision');
  return done(decided);
}

function alreadyDecided(request: AccessRequest): Outcome<never> {
  return refuse('already-decided', `It is ${request.state} already; there is nothing to decide.`, {
    requestId: request.id,
  });
}
