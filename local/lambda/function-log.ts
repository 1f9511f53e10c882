import { AwsError, type AwsService, type Caller } from '../aws/types.ts';
import { callJson } from '../server/call-service.ts';

interface LogEvent {
  timestamp: number;
  message: string;
}

export interface FunctionLogOptions {
  logs: AwsService;
  /** The function's own role: without the permission to write logs, there are none, as on AWS. */
  caller: Caller;
  logGroup: string;
  logStream: string;
  clock: () => number;
  onRefused: (message: string) => void;
}

const FLUSH_AFTER_MS = 100;
/** PutLogEvents takes no more events than this at once. */
const MAX_BATCH = 10_000;

/** Sends a function's output to its log group, in small batches, in order. */
export class FunctionLog {
  readonly #options: FunctionLogOptions;
  #pending: LogEvent[] = [];
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> = Promise.resolve();
  #refused = false;
  #ready = false;

  constructor(options: FunctionLogOptions) {
    this.#options = options;
  }

  write(message: string): void {
    this.#pending.push({ timestamp: this.#options.clock(), message });
    this.#timer ??= setTimeout(() => void this.flush(), FLUSH_AFTER_MS);
  }

  /** Resolves when everything written so far is in the log group. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const events = this.#pending.splice(0, MAX_BATCH);
    if (events.length > 0) this.#sending = this.#sending.then(() => this.#send(events));
    return this.#sending;
  }

  async #send(logEvents: LogEvent[]): Promise<void> {
    if (this.#refused) return;
    const { logGroup: logGroupName, logStream: logStreamName } = this.#options;
    try {
      if (!this.#ready) {
        await this.#ensure('CreateLogGroup', { logGroupName });
        await this.#ensure('CreateLogStream', { logGroupName, logStreamName });
        this.#ready = true;
      }
      await this.#call('PutLogEvents', { logGroupName, logStreamName, logEvents });
    } catch (error) {
      this.#refused = true;
      this.#options.onRefused(error instanceof Error ? error.message : String(error));
    }
  }

  /** A role may lack CreateLogGroup when its group exists already; only what PutLogEvents says counts. */
  async #ensure(operation: string, input: object): Promise<void> {
    try {
      await this.#call(operation, input);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
    }
  }

  #call(operation: string, input: object): Promise<unknown> {
    return callJson(this.#options.logs, this.#options.caller, `Logs_20140328.${operation}`, input);
  }
}
