/** One Insights query under a grant. Times are milliseconds since the epoch. */
export interface QueryRun {
  requestId: string;
  /** What the engineer holds instead of CloudWatch's query id. */
  handle: string;
  person: string;
  /** The text exactly as asked; evidence holds it redacted. */
  text: string;
  fromMs: number;
  toMs: number;
  logGroups: readonly string[];
  startedAt: number;
  state: 'starting' | 'running' | 'complete' | 'stopped' | 'failed';
  queryId?: string;
}

export const hasEnded = (run: QueryRun): boolean => run.state !== 'starting' && run.state !== 'running';
