import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import { type Watching, watch } from '../../core/audit/watch/watch.ts';
import { describeError, logger, publishMetrics } from '../observability.ts';

/** Runs every minute. Fails at the end when an alert could not be raised, so that the alarm on errors sees it. */
export function watchHandler(base: Watching) {
  return middy<unknown, { found: number; raised: number }>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(publishMetrics)
    .handler(async () => {
      const { found, raised, failures } = await watch(base);
      for (const { rule, error } of failures) {
        logger.error('An alert could not be raised.', { rule, ...describeError(error) });
      }
      if (failures.length > 0) throw new Error(`${failures.length} alerts could not be raised.`);
      return { found, raised };
    });
}
