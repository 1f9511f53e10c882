import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import { type Compaction, compact } from '../../core/audit/history/compact.ts';
import { type Integrated, integrate, type Ledger } from '../../core/audit/log/ledger.ts';
import { logger, publishMetrics } from '../observability.ts';

interface Work {
  ledger: Ledger;
  compaction: Compaction;
}

/** Runs every minute. Two at once, or one that is cut off, do no harm. */
export function ledgerHandler(open: () => Promise<Work>) {
  return middy<unknown, Integrated & { compacted: number }>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(publishMetrics)
    .handler(async () => {
      const { ledger, compaction } = await open();
      // The proof first: the copy for SQL can wait, and derives from it.
      const integrated = await integrate(ledger);
      return { ...integrated, compacted: await compact(compaction) };
    });
}
