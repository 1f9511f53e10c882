import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import { catchUp } from '../../core/audit/log/catch-up.ts';
import { integrate, type Ledger } from '../../core/audit/log/ledger.ts';
import { describeError, logger, metrics, publishMetrics } from '../observability.ts';

/** What the daily run is told, which catches up; the one of every minute is told nothing of the kind. */
interface Told {
  task?: unknown;
}

/** Two at once, or one that is cut off, do no harm. */
export function ledgerHandler(open: () => Promise<Ledger>) {
  return middy<Told, void>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(publishMetrics)
    .handler(async ({ task }) => {
      const ledger = await open();
      const { unmirrored, ...done } = task === 'catch-up' ? await catchUp(ledger) : await integrate(ledger);
      logger.info('The log is up to date.', done);
      for (const { mirror, error } of unmirrored) {
        metrics.addMetric('HeadsNotMirrored', 'Count', 1);
        logger.error('A mirror did not take the head.', { mirror, ...describeError(error) });
      }
    });
}
