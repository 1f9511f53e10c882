import { type Starting, startQuery } from '../../core/query/start.ts';
import { stopQuery } from '../../core/query/stop.ts';
import { done } from '../../core/refusal.ts';
import { apiHandler, type Operations } from '../api.ts';
import { metrics } from '../observability.ts';

/** Starts and stops queries under open grants. Never sees a row. */
export function queriesHandler(base: Starting, originSecret: () => Promise<string>) {
  const operations: Operations<'queries'> = {
    async startQuery({ person, cause, params, body }) {
      const started = await startQuery(base, person, cause, params.id, {
        query: body.query,
        fromMs: Date.parse(body.from),
        toMs: Date.parse(body.to),
        logGroups: body.logGroups,
      });
      if (!started.ok) return started;
      metrics.addMetric('QueriesStarted', 'Count', 1);
      const run = started.value;
      return done({
        id: run.handle,
        state: 'running',
        requestId: run.requestId,
        from: new Date(run.fromMs).toISOString(),
        to: new Date(run.toMs).toISOString(),
        logGroups: [...run.logGroups],
      });
    },
    async stopQuery({ person, cause, params }) {
      const stopped = await stopQuery(base, person, cause, params.id, params.handle);
      if (!stopped.ok) return stopped;
      const { handle, state } = stopped.value;
      return done({ id: handle, state: state === 'complete' || state === 'failed' ? state : 'stopped' });
    },
  };
  return apiHandler(base, originSecret, operations);
}
