import * as z from 'zod';
import { measure } from '../../core/access/activate.ts';
import {
  askApprovers,
  askForReview,
  type Telling,
  tellGlassBroken,
  type Undelivered,
} from '../../core/access/notify.ts';
import { flushOutbox } from '../../core/access/outbox.ts';
import type { AccessRequest } from '../../core/access/request.ts';
import { markOverdue } from '../../core/access/review.ts';
import { waitFor } from '../../core/access/wait.ts';
import type { WaitingTasks } from '../../core/ports.ts';
import { describeError, logger } from '../observability.ts';
import { taskFields, taskHandler, taskToken } from '../task.ts';

const schema = z.discriminatedUnion('task', [
  z.object({ ...taskFields, task: z.literal('await-decision'), taskToken }),
  z.object({ ...taskFields, task: z.literal('await-review'), taskToken }),
  z.object({ ...taskFields, task: z.literal('alert') }),
  z.object({ ...taskFields, task: z.literal('overdue') }),
]);

/** Tells people: asks approvers, alerts about a broken glass, asks for its review, escalates when nobody did it. */
export function notifyHandler(base: Telling & { waiting: WaitingTasks }) {
  return taskHandler(schema, async (task) => {
    const id = task.requestId;
    switch (task.task) {
      case 'await-decision': {
        const waiting = await waitFor(base, id, 'decision', task.taskToken);
        if (waiting?.state === 'pending') log(await askApprovers(base, waiting));
        return {};
      }
      case 'await-review': {
        const waiting = await waitFor(base, id, 'review', task.taskToken);
        if (waiting) log(await askForReview(base, waiting, false));
        return {};
      }
      case 'alert': {
        const request = await flushOutbox(base, await existing(base, id));
        log(await tellGlassBroken(base, request));
        return { ...measure(base, request) };
      }
      case 'overdue': {
        const overdue = await markOverdue(base, id);
        if (overdue) log(await askForReview(base, overdue, true));
        return {};
      }
    }
  });
}

async function existing(base: Telling, id: string): Promise<AccessRequest> {
  const request = await base.requests.get(id);
  if (!request) throw new Error(`There is no request ${id}.`);
  return request;
}

function log(undelivered: Undelivered): void {
  for (const { to, error } of undelivered)
    logger.warn('A message was not delivered.', { to, ...describeError(error) });
}
