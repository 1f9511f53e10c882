import { dayMs } from '../day.ts';
import type { Base, TokenStore, WaitingTasks, WaitStage } from '../ports.ts';
import type { AccessRequest } from './request.ts';

/** How long a task token is kept; the longest wait of the workflow is the review window, well below this. */
const keptMs = 400 * dayMs;

/**
 * Lets the workflow wait without losing a wake-up:
 *
 *     this side                         the deciding side
 *     1. store the task token           1. write the new state
 *     2. re-read the state              2. look for the task token
 *
 * Whichever comes second sees the other, so the task is completed by one of them, or by both, which does no harm.
 * Returns the request when it is still to be waited for, undefined when the wait is over.
 */
export async function waitFor(
  base: Pick<Base, 'clock' | 'requests'> & { tokens: TokenStore; waiting: WaitingTasks },
  id: string,
  stage: WaitStage,
  taskToken: string,
): Promise<AccessRequest | undefined> {
  await base.tokens.putTask(id, stage, taskToken, base.clock.now() + keptMs);
  const request = await base.requests.get(id);
  if (!request) throw new Error(`There is no request ${id} to wait for.`);
  if (isWaiting[stage](request)) return request;
  await base.waiting.complete(taskToken, { state: request.state });
  return undefined;
}

const isWaiting: Record<WaitStage, (request: AccessRequest) => boolean> = {
  decision: (request) => request.state === 'pending',
  hold: (request) => request.state === 'active',
  review: (request) => request.state === 'closed' && request.review?.state === 'due',
};
