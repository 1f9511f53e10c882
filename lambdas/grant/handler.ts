import * as z from 'zod';
import { activate } from '../../core/access/activate.ts';
import type { Base, SessionProbe } from '../../core/ports.ts';
import { taskFields, taskHandler } from '../task.ts';

const schema = z.object({ ...taskFields, task: z.literal('activate') });

/** Opens approved requests. */
export function grantHandler(base: Base & { sessions: SessionProbe }) {
  return taskHandler(schema, async ({ requestId }) => ({ ...(await activate(base, requestId)) }));
}
