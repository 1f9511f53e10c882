import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import { type Exporting, exportOcsf } from '../../core/audit/ocsf/export.ts';
import { logger, publishMetrics } from '../observability.ts';

/** Runs every five minutes. Fails at the end when something could not be exported, so that the alarm on errors sees it. */
export function exporterHandler(exporting: Exporting) {
  return middy<unknown, { events: number }>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(publishMetrics)
    .handler(async () => {
      const { events, unreadable } = await exportOcsf(exporting);
      for (const key of unreadable) logger.error('An event in the log cannot be exported.', { key });
      if (unreadable.length > 0) throw new Error(`${unreadable.length} events could not be exported.`);
      return { events };
    });
}
