import { setTimeout as sleep } from 'node:timers/promises';
import { sleepUntil } from '../clock.ts';
import type { TaskState } from './definition.ts';
import type { Execution } from './execution.ts';
import { type PathScope, readPath } from './path.ts';
import { fillTemplate } from './payload-template.ts';
import { runtimeError, StatesError } from './states-error.ts';
import type { TaskTokens } from './task-tokens.ts';

export interface TaskHost {
  now: () => number;
  tokens: TaskTokens;
  /** Runs a function as the state machine's role; a function's failure is thrown as a {@link StatesError}. */
  invoke(functionName: string, payload: unknown): Promise<unknown>;
  record(execution: Execution, type: string, details?: Record<string, unknown>): void;
  /** Keeps where the execution stands. */
  save(execution: Execution): void;
}

export interface TaskRun {
  state: TaskState;
  execution: Execution;
  /** The state's input after `InputPath`. */
  input: unknown;
  /** The context object, without the task's token. */
  context: Record<string, unknown>;
  signal: AbortSignal;
}

/** AWS's own default: more than three years. */
const DEFAULT_TIMEOUT_SECONDS = 99_999_999;
const LAMBDA = { resourceType: 'lambda', resource: 'invoke' };

/** One attempt at a task. Resolves with its raw result. @throws StatesError, `States.Timeout` included. */
export async function attemptTask(host: TaskHost, run: TaskRun): Promise<unknown> {
  const { execution, state } = run;
  const scope: PathScope = { input: run.input, context: run.context };
  const timeoutMs =
    seconds(state.TimeoutSeconds, state.TimeoutSecondsPath, scope, DEFAULT_TIMEOUT_SECONDS) * 1000;
  const until = execution.position.waiting?.until ?? host.now() + timeoutMs;
  const attempt = new AbortController();
  const stop = (): void => attempt.abort();
  run.signal.addEventListener('abort', stop);
  try {
    return await Promise.race([
      perform(host, run, scope, until, attempt.signal),
      timeOut(host, until, attempt.signal),
    ]);
  } finally {
    run.signal.removeEventListener('abort', stop);
    attempt.abort();
    execution.position.waiting = undefined;
  }
}

function perform(
  host: TaskHost,
  run: TaskRun,
  scope: PathScope,
  until: number,
  signal: AbortSignal,
): Promise<unknown> {
  const { state } = run;
  if (state.Resource.endsWith('.waitForTaskToken')) return performAndWait(host, run, scope, until, signal);
  if (!state.Resource.includes(':states:::')) {
    host.record(run.execution, 'LambdaFunctionScheduled', { resource: state.Resource });
    return host.invoke(
      state.Resource,
      state.Parameters === undefined ? run.input : fillTemplate(state.Parameters, scope),
    );
  }
  return performInvoke(host, run, scope);
}

async function performInvoke(host: TaskHost, run: TaskRun, scope: PathScope): Promise<unknown> {
  const { functionName, payload } = parameters(host, run, scope);
  const answer = await host.invoke(functionName, payload);
  return { ExecutedVersion: '$LATEST', Payload: answer, StatusCode: 200 };
}

/** Hands the token to the function, then waits for whoever brings it back; the function's own answer is dropped. */
async function performAndWait(
  host: TaskHost,
  run: TaskRun,
  scope: PathScope,
  until: number,
  signal: AbortSignal,
): Promise<unknown> {
  const { execution, state } = run;
  const resumed = execution.position.waiting?.token;
  const token = resumed ?? host.tokens.create();
  const beat = heartbeat(host, state, scope);
  const answer = host.tokens.wait(token, beat.onHeartbeat, signal);
  if (resumed === undefined) {
    const context = { ...run.context, Task: { Token: token } };
    const { functionName, payload } = parameters(host, run, { ...scope, context });
    const invoked = host.invoke(functionName, payload).then(() => {
      if (signal.aborted) return;
      host.record(execution, 'TaskSubmitted', LAMBDA);
      execution.position.waiting = { token, until };
      host.save(execution);
    });
    // A function that fails ends the wait; one that succeeds leaves it to the token.
    return Promise.race([answer, invoked.then(() => answer), beat.missed(signal)]);
  }
  return Promise.race([answer, beat.missed(signal)]);
}

function parameters(
  host: TaskHost,
  run: TaskRun,
  scope: PathScope,
): { functionName: string; payload: unknown } {
  const filled = Object(fillTemplate(run.state.Parameters ?? {}, scope)) as Record<string, unknown>;
  const { FunctionName: functionName, Payload: payload = {} } = filled;
  if (typeof functionName !== 'string')
    throw runtimeError('The task names no function (Parameters.FunctionName).');
  host.record(run.execution, 'TaskScheduled', { ...LAMBDA, parameters: JSON.stringify(filled) });
  host.record(run.execution, 'TaskStarted', LAMBDA);
  return { functionName, payload };
}

async function timeOut(host: TaskHost, until: number, signal: AbortSignal): Promise<never> {
  if ((await sleepUntil(until, host.now, signal)) === 'aborted') return never();
  throw new StatesError('States.Timeout', 'The task did not finish in time.');
}

function heartbeat(host: TaskHost, state: TaskState, scope: PathScope) {
  const intervalMs =
    seconds(state.HeartbeatSeconds, state.HeartbeatSecondsPath, scope, Number.POSITIVE_INFINITY) * 1000;
  let due = host.now() + intervalMs;
  return {
    onHeartbeat: () => {
      due = host.now() + intervalMs;
    },
    missed: async (signal: AbortSignal): Promise<never> => {
      while (Number.isFinite(due)) {
        const waitedFor = due;
        if ((await sleepUntil(due, host.now, signal)) === 'aborted') return never();
        if (due === waitedFor) throw new StatesError('States.HeartbeatTimeout', 'No heartbeat came in time.');
        await sleep(0);
      }
      return never();
    },
  };
}

function seconds(
  fixed: number | undefined,
  path: string | undefined,
  scope: PathScope,
  otherwise: number,
): number {
  if (path === undefined) return fixed ?? otherwise;
  const value = readPath(path, scope);
  if (typeof value !== 'number' || !(value > 0))
    throw runtimeError(`${path} is no positive number of seconds.`);
  return value;
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}
