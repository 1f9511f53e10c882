import * as z from 'zod';
import type { Closing } from '../../core/access/close.ts';
import type { AccessRequest } from '../../core/access/request.ts';
import { expire, fail, lapse } from '../../core/access/settle.ts';
import { taskFields, taskHandler } from '../task.ts';

const schema = z.object({ ...taskFields, task: z.enum(['lapse', 'close', 'fail']) });

/** Ends what is over: undecided requests lapse, open grants expire, and what a failed workflow left behind is closed. */
export function closeHandler(base: Closing) {
  return taskHandler(schema, async ({ task, requestId }) => {
    switch (task) {
      case 'lapse':
        return { state: (await lapse(base, requestId)).state };
      case 'close':
        return reviewOf(base, await expire(base, requestId));
      case 'fail':
        return reviewOf(base, await fail(base, requestId));
    }
  });
}

/** Whether the workflow has a review to wait for, and how long. */
function reviewOf(base: Closing, request: AccessRequest): Record<string, string | number> {
  if (request.state !== 'closed' || request.review?.state !== 'due') {
    return { state: request.state, review: 'none', reviewSeconds: 1 };
  }
  const leftMs = request.review.dueAt - base.clock.now();
  return { state: request.state, review: 'due', reviewSeconds: Math.max(1, Math.ceil(leftMs / 1000)) };
}
