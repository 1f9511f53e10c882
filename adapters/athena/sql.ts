import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  InvalidRequestException,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import type { SqlEngine, SqlPage } from '../../core/audit/sql.ts';
import { clientSettings } from '../aws-client.ts';

const pageRows = 500;

const stateOf: Record<string, SqlPage['state']> = {
  QUEUED: 'running',
  RUNNING: 'running',
  SUCCEEDED: 'complete',
  FAILED: 'failed',
  CANCELLED: 'stopped',
};

/** Athena in the auditors' workgroup, which fixes where results go and how much a statement may scan. */
export function athena(options: { workGroup: string; database: string }): SqlEngine {
  const client = new AthenaClient(clientSettings);

  const rows = async (
    id: string,
    pageToken: string | undefined,
  ): Promise<Omit<SqlPage, 'state'> | 'bad-page-token'> => {
    try {
      const answer = await client.send(
        new GetQueryResultsCommand({ QueryExecutionId: id, NextToken: pageToken, MaxResults: pageRows }),
      );
      const columns = (answer.ResultSet?.ResultSetMetadata?.ColumnInfo ?? []).map(
        ({ Name = '', Type = 'varchar' }) => ({
          name: Name,
          type: Type,
        }),
      );
      const cells = (answer.ResultSet?.Rows ?? []).map((row) =>
        (row.Data ?? []).map((cell) => cell.VarCharValue ?? null),
      );
      return {
        columns,
        // The first row of the first page repeats the column names (Athena API reference, GetQueryResults).
        rows: pageToken === undefined ? cells.slice(1) : cells,
        ...(answer.NextToken !== undefined && { nextPageToken: answer.NextToken }),
      };
    } catch (error) {
      if (error instanceof InvalidRequestException && pageToken !== undefined) return 'bad-page-token';
      throw error;
    }
  };

  return {
    async start(sql, parameters = []) {
      try {
        const answer = await client.send(
          new StartQueryExecutionCommand({
            QueryString: sql,
            // An empty list is refused.
            ...(parameters.length > 0 && { ExecutionParameters: [...parameters] }),
            WorkGroup: options.workGroup,
            QueryExecutionContext: { Database: options.database },
          }),
        );
        if (answer.QueryExecutionId === undefined) throw new Error('Athena gave no execution id.');
        return { ok: true, id: answer.QueryExecutionId };
      } catch (error) {
        if (error instanceof InvalidRequestException) return { ok: false, detail: error.message };
        throw error;
      }
    },
    async read(id, pageToken) {
      let execution: Awaited<ReturnType<typeof describe>>;
      try {
        execution = await describe(client, id);
      } catch (error) {
        if (error instanceof InvalidRequestException) return undefined;
        throw error;
      }
      const state = stateOf[execution?.Status?.State ?? ''] ?? 'running';
      const scannedBytes = execution?.Statistics?.DataScannedInBytes;
      const base = { state, ...(scannedBytes !== undefined && { scannedBytes }) };
      if (state === 'complete') {
        const page = await rows(id, pageToken);
        return page === 'bad-page-token' ? page : { ...base, ...page };
      }
      const error = execution?.Status?.StateChangeReason;
      return { ...base, columns: [], rows: [], ...(state === 'failed' && error !== undefined && { error }) };
    },
  };
}

async function describe(client: AthenaClient, id: string) {
  const answer = await client.send(new GetQueryExecutionCommand({ QueryExecutionId: id }));
  return answer.QueryExecution;
}
