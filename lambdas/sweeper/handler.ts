import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import { sweep } from '../../core/access/sweep.ts';
import { describeError, logger, publishMetrics } from '../observability.ts';

/** Runs every minute. Fails at the end when anything did, so that the alarm on errors sees it. */
export function sweeperHandler(base: Parameters<typeof sweep>[0]) {
  return middy<unknown, { attended: number; settled: number }>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(publishMetrics)
    .handler(async () => {
      const { attended, settled, failures } = await sweep(base);
      for (const { requestId, error } of failures) {
        logger.error('A request could not be attended to.', { requestId, ...describeError(error) });
      }
      if (failures.length > 0) throw new Error(`${failures.length} requests could not be attended to.`);
      return { attended, settled };
    });
}
