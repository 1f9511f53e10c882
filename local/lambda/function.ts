import { randomUUID } from 'node:crypto';
import type { FunctionLog } from './function-log.ts';
import type { Instance, Outcome } from './instance.ts';
import type { FunctionError, WorkerSetup } from './messages.ts';
import { jsonLines, textLines } from './platform-lines.ts';
import { Pool } from './pool.ts';

export interface FunctionOptions {
  setup: WorkerSetup;
  timeoutMs: number;
  log: FunctionLog;
  clock: () => number;
  createInstance: () => Instance;
}

/** One Lambda function: its pool of environments and the lines that the platform itself logs around each run. */
export class LambdaFunction {
  readonly #options: FunctionOptions;
  readonly #pool: Pool;

  constructor(options: FunctionOptions) {
    this.#options = options;
    this.#pool = new Pool(options.createInstance);
  }

  get arn(): string {
    return this.#options.setup.functionArn;
  }

  get name(): string {
    return this.#options.setup.functionName;
  }

  /** Runs the function once. A failure of the function is an outcome; nothing is thrown for it. */
  async invoke(event: unknown): Promise<Outcome> {
    const outcome = await this.#pool.use((instance) => this.#run(instance, event));
    if (outcome !== 'throttled') return outcome;
    return { ok: false, error: { errorType: 'TooManyRequestsException', errorMessage: 'Rate Exceeded.' } };
  }

  reap(): void {
    this.#pool.reap();
  }

  async close(): Promise<void> {
    await this.#pool.close();
    await this.#options.log.flush();
  }

  async #run(instance: Instance, event: unknown): Promise<Outcome> {
    const { log, timeoutMs, setup, clock } = this.#options;
    const lines = setup.logFormat === 'JSON' ? jsonLines : textLines;
    const requestId = randomUUID();
    const startedAt = clock();
    const begin = performance.now();
    log.write(lines.start({ requestId, startedAt }));
    const outcome = await instance.invoke({ requestId, event, timeoutMs });
    const durationMs = performance.now() - begin;
    if (!outcome.ok && instance.broken) log.write(broken(requestId, outcome.error, timeoutMs));
    const run = { requestId, startedAt, durationMs, memoryMegabytes: setup.memoryMegabytes };
    for (const line of lines.end(run, outcome)) log.write(line);
    return outcome;
  }
}

function broken(requestId: string, { errorType, errorMessage }: FunctionError, timeoutMs: number): string {
  return errorType === 'Sandbox.Timedout'
    ? `${requestId} Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`
    : `RequestId: ${requestId} Error: ${errorMessage}\n${errorType}`;
}
