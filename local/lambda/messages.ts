/** What runner and worker tell each other. Everything is plain data: it crosses a thread border. */

export interface WorkerSetup {
  /** Absolute path of the bundle. */
  modulePath: string;
  /** Name of the export, e.g. `handler`. */
  exportName: string;
  functionName: string;
  functionArn: string;
  memoryMegabytes: number;
  logGroup: string;
  logStream: string;
  logFormat: 'Text' | 'JSON';
  /** Milliseconds by which the function's clock is ahead, shared with the runner; absent: the machine's own clock. */
  clockAheadMs?: Float64Array<SharedArrayBuffer>;
}

export interface Invocation {
  requestId: string;
  event: unknown;
  /** Milliseconds that the function may take. */
  timeoutMs: number;
}

/** A failure in the shape that Lambda answers, under `X-Amz-Function-Error`. */
export interface FunctionError {
  errorType: string;
  errorMessage: string;
  trace?: string[];
}

export type FromWorker =
  | { kind: 'ready' }
  | { kind: 'unusable'; error: FunctionError }
  | { kind: 'output'; message: string }
  | { kind: 'done'; payload: string }
  | { kind: 'failed'; error: FunctionError };
