import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { workflowCause } from '../../core/audit/cause.ts';
import { reconciledEvent } from '../../core/audit/log/reconciled-event.ts';
import { type Reconciled, type Reconciliation, reconcile } from '../../core/audit/log/reconciler.ts';
import { record } from '../../core/audit/record.ts';
import { logger, metrics, publishMetrics } from '../observability.ts';

/** Runs once a day. What it finds it tells in the evidence, in its log, and by the metric on which there is an alarm. */
export function reconcileHandler(base: Parameters<typeof record>[0], open: () => Promise<Reconciliation>) {
  return middy<unknown, Reconciled>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(publishMetrics)
    .handler(async (_, { awsRequestId }: Context) => {
      const reconciled = await reconcile(await open());
      metrics.addMetric('EvidenceDifferences', 'Count', reconciled.found);
      for (const difference of reconciled.differences) {
        logger.error('Bucket, log and copy differ.', { difference });
      }
      const { type, details } = reconciledEvent(reconciled);
      await record(base, workflowCause(awsRequestId), type, details);
      return reconciled;
    });
}
