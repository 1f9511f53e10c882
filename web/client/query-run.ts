import type { Input } from '../../contract/client.ts';
import type { Call, ResultPage } from './api.ts';
import type { Failure } from './failure.ts';

export interface QueryParams {
  id: string;
  handle: string;
}
type QueryEnd =
  | { state: 'complete'; params: QueryParams; page: ResultPage }
  | { state: 'stopped' }
  | { state: 'refused'; failure: Failure };

export interface Running {
  /** Aborting it stops the query. */
  signal: AbortSignal;
  /** Waits that many milliseconds, or until the signal aborts. */
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** CloudWatch ends a query after 60 minutes; at two seconds a look that is 1,800 looks. */
const maxLooks = 1_800;
/** A network that stumbles is no reason to give a running query up. */
const maxOfflineInARow = 5;

/** Starts a query and waits for its first page of rows. */
export async function runQuery(
  call: Call,
  requestId: string,
  body: Input<'startQuery'>['body'],
  { signal, sleep }: Running,
): Promise<QueryEnd> {
  const started = await call('startQuery', { params: { id: requestId }, body });
  if (!started.ok) return { state: 'refused', failure: started.failure };
  const params = { id: requestId, handle: started.value.id };
  let offlineInARow = 0;
  for (let look = 0; look < maxLooks && !signal.aborted; look++) {
    const answer = await call('getResults', { params });
    if (signal.aborted) break;
    if (answer.ok) {
      offlineInARow = 0;
      if (answer.value.state === 'complete') return { state: 'complete', params, page: answer.value };
      if (answer.value.state === 'stopped') return { state: 'stopped' };
      if (answer.value.state === 'failed') return { state: 'refused', failure: failed };
    } else {
      offlineInARow = answer.failure.kind === 'offline' ? offlineInARow + 1 : maxOfflineInARow;
      if (offlineInARow >= maxOfflineInARow) return { state: 'refused', failure: answer.failure };
    }
    await sleep(lookDelayMs(look), signal);
  }
  const stopped = await call('stopQuery', { params });
  return stopped.ok ? { state: 'stopped' } : { state: 'refused', failure: stopped.failure };
}

/** Often at first, as most queries are quick; then every two seconds. */
const lookDelayMs = (look: number): number => Math.min(2_000, 300 * 1.4 ** Math.min(look, 10));

const failed: Failure = {
  kind: 'refused',
  message:
    'CloudWatch Logs could not finish the query. Narrow the time range or simplify it, and run it again.',
  errors: [],
};
