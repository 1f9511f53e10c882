import { AwsError } from '../aws/types.ts';
import { sleepUntil } from '../clock.ts';
import type { Definition } from './definition.ts';
import type { Execution, ExecutionStatus } from './execution.ts';
import type { ExecutionStore } from './execution-store.ts';
import { MAX_HISTORY_EVENTS } from './history.ts';
import { interpret } from './interpreter.ts';
import { StatesError } from './states-error.ts';
import type { TaskHost } from './task.ts';
import type { TaskTokens } from './task-tokens.ts';

export interface StateMachineOptions {
  arn: string;
  name: string;
  definition: Definition;
  now: () => number;
  tokens: TaskTokens;
  store: ExecutionStore;
  invoke: TaskHost['invoke'];
  onStatusChange: (execution: Execution) => void;
  /** Told of a failure that is the interpreter's, not the workflow's. */
  onBug: (error: unknown) => void;
}

/** One Standard state machine: starts, resumes and stops its executions. */
export class StateMachine {
  readonly #options: StateMachineOptions;
  readonly #running = new Map<string, AbortController>();
  readonly #host: TaskHost;

  constructor(options: StateMachineOptions) {
    this.#options = options;
    this.#host = {
      now: options.now,
      tokens: options.tokens,
      invoke: options.invoke,
      record: (execution, type, details) => this.#record(execution, type, details),
      save: (execution) => options.store.save(execution),
    };
  }

  get arn(): string {
    return this.#options.arn;
  }

  get name(): string {
    return this.#options.name;
  }

  get definition(): Definition {
    return this.#options.definition;
  }

  /** @throws AwsError `ExecutionAlreadyExists`, unless it runs with the very same input: then that one is returned. */
  start(name: string, input: string): Execution {
    const { arn, definition, store, now } = this.#options;
    const existing = store.find(this.#executionArn(name));
    if (existing?.status === 'RUNNING' && existing.input === input) return existing;
    if (existing) {
      throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${existing.arn}'`);
    }
    const execution: Execution = {
      arn: this.#executionArn(name),
      stateMachineArn: arn,
      name,
      input,
      status: 'RUNNING',
      startedAt: now(),
      history: [],
      position: { state: definition.StartAt, input: JSON.parse(input), enteredAt: now() },
    };
    this.#record(execution, 'ExecutionStarted', { input });
    store.save(execution);
    this.#options.onStatusChange(execution);
    this.resume(execution);
    return execution;
  }

  /** Goes on with an execution from where it stands. */
  resume(execution: Execution): void {
    const abort = new AbortController();
    this.#running.set(execution.arn, abort);
    const ended = interpret(this.#host, this.#options.definition, execution, abort.signal);
    Promise.race([ended, this.#deadline(execution, abort.signal)])
      .then((ending) => this.#end(execution, ending.status, ending))
      .catch((error: unknown) => {
        if (error instanceof StatesError) {
          this.#end(execution, 'FAILED', { error: error.error, cause: error.message });
          return;
        }
        this.#options.onBug(error);
        this.#end(execution, 'FAILED', { error: 'States.Runtime', cause: String(error) });
      });
  }

  stop(execution: Execution, error: string | undefined, cause: string | undefined): void {
    this.#end(execution, 'ABORTED', { error, cause });
  }

  /** Stops the threads of execution without ending the executions: they resume at the next start. */
  close(): void {
    for (const abort of this.#running.values()) abort.abort();
    this.#running.clear();
  }

  #end(execution: Execution, status: ExecutionStatus, result: Result): void {
    const abort = this.#running.get(execution.arn);
    if (!abort || execution.status !== 'RUNNING') return;
    this.#running.delete(execution.arn);
    const details: Record<string, string> = {};
    if (status === 'SUCCEEDED') execution.output = details['output'] = JSON.stringify(result.output);
    if (result.error !== undefined) execution.error = details['error'] = result.error;
    if (result.cause !== undefined) execution.cause = details['cause'] = result.cause;
    execution.status = status;
    execution.stoppedAt = this.#options.now();
    this.#append(execution, EVENT_TYPES[status], details);
    this.#options.store.save(execution);
    abort.abort();
    this.#options.onStatusChange(execution);
  }

  async #deadline(execution: Execution, signal: AbortSignal): Promise<{ status: 'TIMED_OUT' }> {
    const { definition, now } = this.#options;
    if (definition.TimeoutSeconds === undefined) return new Promise(() => undefined);
    const until = execution.startedAt + definition.TimeoutSeconds * 1000;
    if ((await sleepUntil(until, now, signal)) === 'aborted') return new Promise(() => undefined);
    return { status: 'TIMED_OUT' };
  }

  #record(execution: Execution, type: string, details: Record<string, unknown> = {}): void {
    if (execution.status !== 'RUNNING') return;
    if (execution.history.length >= MAX_HISTORY_EVENTS - 1) {
      throw new StatesError(
        'States.Runtime',
        'The execution reached the maximum number of history events (25000).',
      );
    }
    this.#append(execution, type, details);
  }

  #append({ history }: Execution, type: string, details: Record<string, unknown>): void {
    const previousEventId = history.length;
    history.push({ id: previousEventId + 1, previousEventId, timestamp: this.#options.now(), type, details });
  }

  #executionArn(name: string): string {
    return `${this.#options.arn.replace(':stateMachine:', ':execution:')}:${name}`;
  }
}

interface Result {
  status?: ExecutionStatus;
  output?: unknown;
  error?: string | undefined;
  cause?: string | undefined;
}

const EVENT_TYPES: Readonly<Record<ExecutionStatus, string>> = {
  RUNNING: 'ExecutionStarted',
  SUCCEEDED: 'ExecutionSucceeded',
  FAILED: 'ExecutionFailed',
  TIMED_OUT: 'ExecutionTimedOut',
  ABORTED: 'ExecutionAborted',
};
