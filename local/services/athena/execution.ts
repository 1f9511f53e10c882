import type { Caller } from '../../aws/types.ts';
import type { ResultSet } from './engine.ts';
import type { Location } from './partitions.ts';
import type { Workgroup } from './workgroup.ts';

export interface Execution {
  id: string;
  sql: string;
  database: string;
  workgroup: Workgroup;
  output: Location;
  caller: Caller;
  state: 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  reason?: string;
  submittedAt: number;
  completedAt?: number;
  scannedBytes: number;
  result?: ResultSet;
  abort: AbortController;
}

/** An execution as GetQueryExecution shows it; times in seconds. */
export function describeExecution(execution: Execution): object {
  const { id, state, submittedAt, completedAt } = execution;
  return {
    QueryExecutionId: id,
    Query: execution.sql,
    StatementType: 'DML',
    WorkGroup: execution.workgroup.name,
    QueryExecutionContext: { Database: execution.database },
    ResultConfiguration: { OutputLocation: `s3://${execution.output.bucket}/${resultKey(execution)}` },
    Status: {
      State: state,
      StateChangeReason: execution.reason,
      SubmissionDateTime: submittedAt / 1000,
      ...(completedAt === undefined ? {} : { CompletionDateTime: completedAt / 1000 }),
    },
    Statistics: {
      DataScannedInBytes: execution.scannedBytes,
      TotalExecutionTimeInMillis: completedAt === undefined ? undefined : completedAt - submittedAt,
    },
    EngineVersion: { EffectiveEngineVersion: 'Athena engine version 3' },
  };
}

export function resultKey({ output, id }: Pick<Execution, 'output' | 'id'>): string {
  const folder = output.prefix === '' || output.prefix.endsWith('/') ? output.prefix : `${output.prefix}/`;
  return `${folder}${id}.csv`;
}

/** The result as Athena stores it: every field quoted, nulls empty. */
export function resultCsv({ columns, rows }: ResultSet): Buffer {
  const field = (text: string | undefined): string =>
    text === undefined ? '' : `"${text.replaceAll('"', '""')}"`;
  const lines = [columns.map(({ name }) => name), ...rows].map((row) => row.map(field).join(','));
  return Buffer.from(`${lines.join('\n')}\n`);
}
