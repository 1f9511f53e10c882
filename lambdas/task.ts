import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import * as z from 'zod';
import { describeError, logger, publishMetrics } from './observability.ts';

/**
 * The Lambda of a workflow task. What the state machine sends is checked like any input; ids alone are in it. An error
 * goes back to the state machine by its name only, as executions are readable to operators.
 */
export function taskHandler<S extends z.ZodType<{ requestId: string; correlationId: string }>>(
  schema: S,
  run: (task: z.output<S>) => Promise<Record<string, string | number>>,
) {
  return middy<unknown, Record<string, string | number>>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(publishMetrics)
    .handler(async (event) => {
      const task = schema.parse(event);
      logger.appendKeys({ requestId: task.requestId, correlationId: task.correlationId });
      try {
        const result = await run(task);
        logger.info('The task is done.');
        return result;
      } catch (error) {
        logger.error('The task failed.', describeError(error));
        const named = new Error('The task failed; the function’s log has the details.');
        named.name = error instanceof Error ? error.name : 'Error';
        throw named;
      }
    });
}

/** What every task carries. */
export const taskFields = { requestId: z.string().min(1).max(80), correlationId: z.string().min(1).max(200) };
/** A waiting task's own secret. */
export const taskToken = z.string().min(1).max(2_048);
