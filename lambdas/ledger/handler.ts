import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import { catchUp } from '../../core/audit/log/catch-up.ts';
import { type Integrated, integrate, type Ledger } from '../../core/audit/log/ledger.ts';
import { logger, publishMetrics } from '../observability.ts';

/** What the daily run is told, which catches up; the one of every minute is told nothing of the kind. */
interface Told {
  task?: unknown;
}

/** Two at once, or one that is cut off, do no harm. */
export function ledgerHandler(open: () => Promise<Ledger>) {
  return middy<Told, Integrated>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(publishMetrics)
    .handler(async ({ task }) => {
      const ledger = await open();
      if (task !== 'catch-up') return integrate(ledger);
      const { late, mended, ...integrated } = await catchUp(ledger);
      if (late > 0) logger.warn('Events came too late for the ledger’s window.', { late });
      if (mended > 0) logger.warn('Served files were wrong and were written anew.', { mended });
      return integrated;
    });
}
