import type { Outcome } from './instance.ts';

interface Run {
  requestId: string;
  /** Milliseconds since the epoch. */
  startedAt: number;
  durationMs: number;
  memoryMegabytes: number;
}

/** What Lambda itself writes when a run begins and ends, in the function's log format. */
export interface PlatformLines {
  start(run: Pick<Run, 'requestId' | 'startedAt'>): string;
  end(run: Run, outcome: Outcome): string[];
}

/** Source: "Working with Lambda function logs", Lambda developer guide. */
export const textLines: PlatformLines = {
  start: ({ requestId }) => `START RequestId: ${requestId} Version: $LATEST`,
  end: ({ requestId, durationMs, memoryMegabytes }) => [
    `END RequestId: ${requestId}`,
    // A thread's own memory cannot be told from the process's: the size is given as the maximum.
    `${[
      `REPORT RequestId: ${requestId}`,
      `Duration: ${durationMs.toFixed(2)} ms`,
      `Billed Duration: ${Math.ceil(durationMs)} ms`,
      `Memory Size: ${memoryMegabytes} MB`,
      `Max Memory Used: ${memoryMegabytes} MB`,
    ].join('\t')}\t`,
  ],
};

/** Source: "Lambda Telemetry API Event schema reference", Lambda developer guide. */
export const jsonLines: PlatformLines = {
  start: ({ requestId, startedAt }) => line(startedAt, 'platform.start', { requestId, version: '$LATEST' }),
  end: ({ requestId, startedAt, durationMs, memoryMegabytes }, outcome) => [
    line(startedAt + durationMs, 'platform.report', {
      requestId,
      metrics: {
        durationMs: Number(durationMs.toFixed(3)),
        billedDurationMs: Math.ceil(durationMs),
        memorySizeMB: memoryMegabytes,
        maxMemoryUsedMB: memoryMegabytes,
      },
      status: statusOf(outcome),
    }),
  ],
};

function line(at: number, type: string, record: object): string {
  return JSON.stringify({ time: new Date(at).toISOString(), type, record });
}

function statusOf(outcome: Outcome): string {
  if (outcome.ok) return 'success';
  return outcome.error.errorType === 'Sandbox.Timedout' ? 'timeout' : 'error';
}
