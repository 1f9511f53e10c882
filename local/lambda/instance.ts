import { Worker } from 'node:worker_threads';
import type { FromWorker, FunctionError, Invocation, WorkerSetup } from './messages.ts';

export interface InstanceOptions {
  setup: WorkerSetup;
  /** The function's whole environment: nothing of the runner's is passed on. */
  environment: Record<string, string>;
  onOutput: (message: string) => void;
}

export type Outcome = { ok: true; payload: string } | { ok: false; error: FunctionError };

/** AWS gives a function ten seconds to load. */
const LOAD_TIMEOUT_MS = 10_000;

/**
 * One execution environment: a worker thread that has loaded the function's bundle. It takes one invocation at a
 * time; after a time-out, a crash or a failed load it is `broken` and must be dropped.
 */
export class Instance {
  broken = false;
  idleSince = performance.now();
  readonly #worker: Worker;
  readonly #onOutput: (message: string) => void;
  #settle: ((message: FromWorker) => void) | undefined;
  readonly #loaded: Promise<FunctionError | undefined>;

  constructor({ setup, environment, onOutput }: InstanceOptions) {
    this.#onOutput = onOutput;
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: setup,
      env: environment,
      execArgv: ['--disable-warning=ExperimentalWarning'],
      resourceLimits: { maxOldGenerationSizeMb: setup.memoryMegabytes },
    });
    // A worker that only waits must not keep the runner alive.
    this.#worker.unref();
    this.#worker.on('message', (message: FromWorker) => this.#take(message));
    // `error` comes for anything uncaught, floating rejections included; `exit` when the bundle ends the process.
    this.#worker.on('error', (error) => this.#crash(error.name, error.message));
    this.#worker.on('exit', (code) => this.#crash('Runtime.ExitError', `Runtime exited with status ${code}`));
    this.#loaded = this.#load();
  }

  async invoke(invocation: Invocation): Promise<Outcome> {
    const loadError = await this.#loaded;
    if (loadError) return { ok: false, error: loadError };
    const message = await this.#next(invocation.timeoutMs, () => this.#worker.postMessage(invocation));
    this.idleSince = performance.now();
    if (message === 'timeout') return { ok: false, error: this.#timedOut(invocation) };
    if (message.kind === 'done') return { ok: true, payload: message.payload };
    if (message.kind === 'failed' || message.kind === 'unusable') return { ok: false, error: message.error };
    throw new Error(`A worker answered ${message.kind} to an invocation.`);
  }

  async end(): Promise<void> {
    this.broken = true;
    await this.#worker.terminate();
  }

  async #load(): Promise<FunctionError | undefined> {
    const message = await this.#next(LOAD_TIMEOUT_MS, () => undefined);
    if (message === 'timeout') {
      void this.end();
      return { errorType: 'Sandbox.Timedout', errorMessage: 'The function did not load in 10 seconds' };
    }
    if (message.kind !== 'unusable') return undefined;
    void this.end();
    return message.error;
  }

  #next(timeoutMs: number, start: () => void): Promise<FromWorker | 'timeout'> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle('timeout'), timeoutMs);
      const settle = (message: FromWorker | 'timeout'): void => {
        clearTimeout(timer);
        this.#settle = undefined;
        resolve(message);
      };
      this.#settle = settle;
      start();
    });
  }

  #take(message: FromWorker): void {
    if (message.kind === 'output') this.#onOutput(message.message);
    else this.#settle?.(message);
  }

  #crash(errorType: string, errorMessage: string): void {
    this.broken = true;
    this.#settle?.({ kind: 'unusable', error: { errorType, errorMessage } });
  }

  #timedOut({ requestId, timeoutMs }: Invocation): FunctionError {
    void this.end();
    const seconds = (timeoutMs / 1000).toFixed(2);
    return {
      errorType: 'Sandbox.Timedout',
      errorMessage: `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`,
    };
  }
}
