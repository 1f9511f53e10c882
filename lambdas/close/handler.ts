import * as z from 'zod';
import { assessGrant } from '../../core/access/assess.ts';
import type { Closing } from '../../core/access/close.ts';
import type { AccessRequest } from '../../core/access/request.ts';
import { expire, fail, lapse } from '../../core/access/settle.ts';
import { describeError, logger } from '../observability.ts';
import { taskFields, taskHandler } from '../task.ts';

const schema = z.object({ ...taskFields, task: z.enum(['lapse', 'close', 'fail', 'assess']) });

/**
 * Ends what is over: undecided requests lapse, open grants expire, and what a failed workflow left behind is closed. Then the use of
 * the grant is judged, and judged again when its review is done.
 */
export function closeHandler(base: Closing) {
  return taskHandler(schema, async ({ task, requestId }) => {
    switch (task) {
      case 'lapse':
        return { state: (await lapse(base, requestId)).state };
      case 'close':
        return reviewOf(base, await assessed(base, await expire(base, requestId)));
      case 'fail':
        return reviewOf(base, await assessed(base, await fail(base, requestId)));
      case 'assess':
        await assessGrant(base, requestId);
        return {};
    }
  });
}

/** Judges the use of what has just been closed. That this fails must not keep anything open, nor a review from being asked for. */
async function assessed(base: Closing, request: AccessRequest): Promise<AccessRequest> {
  try {
    await assessGrant(base, request.id);
  } catch (error) {
    logger.error('The use of a grant could not be assessed.', describeError(error));
  }
  return request;
}

/** Whether the workflow has a review to wait for, and how long. */
function reviewOf(base: Closing, request: AccessRequest): Record<string, string | number> {
  if (request.state !== 'closed' || request.review?.state !== 'due') {
    return { state: request.state, review: 'none', reviewSeconds: 1 };
  }
  const leftMs = request.review.dueAt - base.clock.now();
  return { state: request.state, review: 'due', reviewSeconds: Math.max(1, Math.ceil(leftMs / 1000)) };
}
