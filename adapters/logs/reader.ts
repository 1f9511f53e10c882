import { GetQueryResultsCommand, type QueryStatus } from '@aws-sdk/client-cloudwatch-logs';
import type { RawResults, ResultReader } from '../../core/ports.ts';
import type { Sessions } from '../sts/sessions.ts';
import { logsClient } from './clients.ts';

const statusOf: Record<QueryStatus, RawResults['status']> = {
  Scheduled: 'running',
  Running: 'running',
  Unknown: 'running',
  Complete: 'complete',
  Failed: 'failed',
  Timeout: 'failed',
  Cancelled: 'stopped',
};

/** Reads raw rows with sessions of the reader role. Pointers to raw records (`@ptr`) stay here. */
export function resultReader(sessions: Sessions): ResultReader {
  return {
    async read(scope, queryId) {
      const answer = await logsClient(await sessions(scope)).send(new GetQueryResultsCommand({ queryId }));
      return {
        status: statusOf[answer.status ?? 'Unknown'],
        rows: (answer.results ?? []).map(
          (row) =>
            new Map(
              row.flatMap(({ field, value }): [string, string][] =>
                field === undefined || value === undefined || field === '@ptr' ? [] : [[field, value]],
              ),
            ),
        ),
        matchedRecords: answer.statistics?.recordsMatched ?? 0,
        scannedBytes: answer.statistics?.bytesScanned ?? 0,
      };
    },
  };
}
