import { type Cause, workflowCause } from '../audit/cause.ts';
import type { Person } from '../policy/directory.ts';
import type { Base, TokenStore, WaitingTasks } from '../ports.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { type ForPeople, loadFor } from './load.ts';
import type { AccessRequest, InState, RequestStatus, Review } from './request.ts';
import { transition } from './transition.ts';
import { wake } from './workflow.ts';

export interface ReviewInput {
  outcome: 'justified' | 'not-justified';
  note: string;
}

/** Records what somebody else than the breaker found when looking at a broken glass. Late is still welcome. */
export async function review(
  base: ForPeople & { tokens: TokenStore; waiting: WaitingTasks },
  person: Person,
  cause: Cause,
  id: string,
  input: ReviewInput,
): Promise<Outcome<AccessRequest>> {
  const loaded = await loadFor(base, person, 'reviewBreakGlass', id);
  if (!loaded.ok) return loaded;
  const request = loaded.value;
  if (request.state !== 'closed' || !request.review) {
    return refuse('wrong-state', 'Only a broken glass that has been closed is reviewed.', { requestId: id });
  }
  if (request.review.state === 'done')
    return refuse('wrong-state', 'It has been reviewed already.', { requestId: id });
  const finding: Review = {
    state: 'done',
    dueAt: request.review.dueAt,
    by: person.key,
    at: base.clock.now(),
    outcome: input.outcome,
    note: input.note,
  };
  const reviewed = await transition(base, request, withReview(request, finding), {
    cause,
    event: 'review.done',
    note: input.note,
    details: { code: input.outcome },
  });
  if (!reviewed)
    return refuse('wrong-state', 'It changed at the same moment; look at it again.', { requestId: id });
  await wake(base, reviewed, 'review');
  return done(reviewed);
}

/** Marks a review nobody did in time. Returns the request when it is overdue now, undefined when it is done. */
export async function markOverdue(base: Base, id: string): Promise<AccessRequest | undefined> {
  const request = await base.requests.get(id);
  if (request?.state !== 'closed' || request.review?.state !== 'due') return undefined;
  const overdue: Review = { state: 'overdue', dueAt: request.review.dueAt };
  return transition(base, request, withReview(request, overdue), {
    cause: workflowCause(request.correlationId),
    event: 'review.overdue',
    details: { review_due_at: new Date(overdue.dueAt).toISOString() },
  });
}

function withReview(request: InState<'closed'>, finding: Review): RequestStatus {
  const { closedAt, closedReason, grantedAt, expiresAt, decision, assessed } = request;
  return {
    state: 'closed',
    closedAt,
    closedReason,
    review: finding,
    ...(grantedAt !== undefined && { grantedAt }),
    ...(expiresAt !== undefined && { expiresAt }),
    ...(decision && { decision }),
    ...(assessed && { assessed }),
  };
}
