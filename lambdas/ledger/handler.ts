import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import { type Compaction, compact } from '../../core/audit/history/compact.ts';
import { historyLag } from '../../core/audit/history/lag.ts';
import { catchUp } from '../../core/audit/log/catch-up.ts';
import { integrate, type Ledger } from '../../core/audit/log/ledger.ts';
import { describeError, logger, metrics, publishMetrics } from '../observability.ts';

/** What the daily run is told, which catches up; the one of every minute is told nothing of the kind. */
interface Told {
  task?: unknown;
}

interface Work {
  ledger: Ledger;
  compaction: Compaction;
  /** Puts the rules that events name beside them. */
  keepRules: () => Promise<void>;
}

/** Two at once, or one that is cut off, do no harm. */
export function ledgerHandler(open: () => Promise<Work>) {
  return middy<Told, void>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(publishMetrics)
    .handler(async ({ task }) => {
      const { ledger, compaction, keepRules } = await open();
      const { unmirrored, ...done } = task === 'catch-up' ? await catchUp(ledger) : await integrate(ledger);
      for (const { mirror, error } of unmirrored) {
        metrics.addMetric('HeadsNotMirrored', 'Count', 1);
        logger.error('A mirror did not take the head.', { mirror, ...describeError(error) });
      }
      await keepRules();
      // The proof first: the copy for SQL can wait, and derives from it.
      // Before it is tried, so that it is known of a copy that fails as well.
      const lagMs = await historyLag(compaction);
      metrics.addMetric('HistoryLag', 'Seconds', Math.round(lagMs / 1000));
      const compacted = await compact(compaction);
      logger.info('The log is up to date.', { ...done, compacted });
    });
}
