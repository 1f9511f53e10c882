import type { HistoryEvent } from './history.ts';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** Where a running execution stands; enough to go on after a restart. */
interface Position {
  state: string;
  input: unknown;
  enteredAt: number;
  /** The token that a task waits for, once its function has been given it. */
  waiting?: { token: string; until: number } | undefined;
}

/** One execution, as it is kept on disk. Times are milliseconds since the epoch. */
export interface Execution {
  arn: string;
  stateMachineArn: string;
  name: string;
  input: string;
  status: ExecutionStatus;
  startedAt: number;
  stoppedAt?: number;
  output?: string;
  error?: string;
  cause?: string;
  history: HistoryEvent[];
  position: Position;
}
