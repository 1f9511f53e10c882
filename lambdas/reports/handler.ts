import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import * as z from 'zod';
import { escalateOverdue } from '../../core/audit/review/escalate.ts';
import { type Reviewing, writeReport } from '../../core/audit/review/write.ts';
import { logger, publishMetrics } from '../observability.ts';

const schema = z.object({ task: z.enum(['weekly', 'monthly', 'overdue']) });

/** Runs by schedule: writes the periodic reviews, and escalates those that nobody signed off. */
export function reportsHandler(base: Reviewing) {
  return middy<unknown, Record<string, string | number>>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(publishMetrics)
    .handler(async (event) => {
      const { task } = schema.parse(event);
      if (task === 'overdue') return escalateOverdue(base);
      const { id, items } = await writeReport(base, task);
      return { report: id, items: items.length };
    });
}
