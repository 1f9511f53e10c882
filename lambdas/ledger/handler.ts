import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import { type Integrated, integrate, type Ledger } from '../../core/audit/log/ledger.ts';
import { logger, publishMetrics } from '../observability.ts';

/** Runs every minute. Two at once, or one that is cut off, do no harm. */
export function ledgerHandler(open: () => Promise<Ledger>) {
  return middy<unknown, Integrated>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(publishMetrics)
    .handler(async () => integrate(await open()));
}
