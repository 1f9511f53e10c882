import * as z from 'zod';
import { waitFor } from '../../core/access/wait.ts';
import { taskFields, taskHandler, taskToken } from '../task.ts';

const schema = z.object({ ...taskFields, task: z.literal('hold'), taskToken });

/** Holds an open grant: stores the token by which an early end wakes the workflow. */
export function holdHandler(base: Parameters<typeof waitFor>[0]) {
  return taskHandler(schema, async (task) => {
    await waitFor(base, task.requestId, 'hold', task.taskToken);
    return {};
  });
}
