import { sleepUntil } from '../clock.ts';
import { ruleHolds } from './choice.ts';
import type { Catcher, Definition, FailState, Retrier, State, TaskState, WaitState } from './definition.ts';
import type { Execution } from './execution.ts';
import { type PathScope, readPath, writePath } from './path.ts';
import { evaluate, fillTemplate } from './payload-template.ts';
import { runtimeError, StatesError } from './states-error.ts';
import { attemptTask, type TaskHost } from './task.ts';

export type Ending =
  | { status: 'SUCCEEDED'; output: unknown }
  | { status: 'FAILED'; error: string; cause: string };

/**
 * Runs an execution from where it stands to its end; a signal stops it between and within states, after which the
 * promise may never settle. Source: Amazon States Language specification, JSONPath dialect.
 */
export async function interpret(
  host: TaskHost,
  definition: Definition,
  execution: Execution,
  signal: AbortSignal,
): Promise<Ending> {
  while (!signal.aborted) {
    const { state: name, input } = execution.position;
    const state = definition.States[name];
    if (!state) throw new Error(`There is no state ${name}.`);
    // After a restart the state has been entered already.
    if (execution.position.waiting === undefined) {
      host.record(execution, `${state.Type}StateEntered`, { name, input: JSON.stringify(input) });
    }
    const step = await runState(host, name, state, execution, signal);
    if ('ending' in step) return step.ending;
    host.record(execution, `${state.Type}StateExited`, { name, output: JSON.stringify(step.output) });
    if (step.next === undefined) return { status: 'SUCCEEDED', output: step.output };
    execution.position = { state: step.next, input: step.output, enteredAt: host.now() };
    host.save(execution);
  }
  return { status: 'FAILED', error: 'States.Runtime', cause: 'stopped' };
}

type Step = { output: unknown; next: string | undefined } | { ending: Ending };

async function runState(
  host: TaskHost,
  name: string,
  state: State,
  execution: Execution,
  signal: AbortSignal,
): Promise<Step> {
  const raw = execution.position.input;
  const context = contextOf(execution, name);
  try {
    const input = select(state.InputPath, { input: raw, context });
    const scope: PathScope = { input, context };
    const leave = (output: unknown, next: string | undefined): Step => ({
      output: select(state.OutputPath, { input: output, context }),
      next,
    });
    switch (state.Type) {
      case 'Succeed':
        return leave(input, undefined);
      case 'Fail':
        return { ending: failure(state, scope) };
      case 'Choice': {
        const rule = state.Choices.find((each) => ruleHolds(each, scope));
        const next = rule?.Next ?? state.Default;
        if (next === undefined) throw new StatesError('States.NoChoiceMatched', 'No choice rule holds.');
        return leave(input, next);
      }
      case 'Wait':
        await sleepUntil(wakeAt(state, scope, execution.position.enteredAt), host.now, signal);
        return signal.aborted ? new Promise(() => undefined) : leave(input, state.Next);
      case 'Pass': {
        const filled = state.Parameters === undefined ? input : fillTemplate(state.Parameters, scope);
        return leave(placed(state.ResultPath, raw, state.Result ?? filled), state.Next);
      }
      case 'Task': {
        const done = await runTask(host, { state, execution, input, context, signal, raw });
        return 'caught' in done ? { output: done.caught, next: done.next } : leave(done.output, state.Next);
      }
    }
  } catch (error) {
    if (error instanceof StatesError)
      return { ending: { status: 'FAILED', error: error.error, cause: error.message } };
    throw error;
  }
}

interface TaskStep {
  state: TaskState;
  execution: Execution;
  input: unknown;
  raw: unknown;
  context: Record<string, unknown>;
  signal: AbortSignal;
}

async function runTask(
  host: TaskHost,
  step: TaskStep,
): Promise<{ output: unknown } | { caught: unknown; next: string }> {
  const { state, execution, raw, context } = step;
  const attempts = new Map<Retrier, number>();
  for (;;) {
    try {
      const result = await attemptTask(host, { ...step });
      host.record(execution, 'TaskSucceeded', {
        resourceType: 'lambda',
        resource: 'invoke',
        output: JSON.stringify(result),
      });
      const selected =
        state.ResultSelector === undefined
          ? result
          : fillTemplate(state.ResultSelector, { input: result, context });
      return { output: placed(state.ResultPath, raw, selected) };
    } catch (error) {
      // What fails because everything is being stopped has not failed: it is taken up again at the next start.
      if (step.signal.aborted) return new Promise(() => undefined);
      if (!(error instanceof StatesError)) throw error;
      recordFailure(host, execution, error);
      const delayMs = nextDelayMs(state.Retry ?? [], attempts, error);
      if (delayMs === undefined) return handle(state.Catch ?? [], raw, error);
      const waited = await sleepUntil(host.now() + delayMs, host.now, step.signal);
      if (waited === 'aborted') return new Promise(() => undefined);
    }
  }
}

/** How long to wait before the next attempt; `undefined` when no retrier wants one. Retriers count for themselves. */
function nextDelayMs(
  retriers: Retrier[],
  attempts: Map<Retrier, number>,
  error: StatesError,
): number | undefined {
  const retrier = retriers.find(({ ErrorEquals }) => names(ErrorEquals, error));
  if (!retrier) return undefined;
  const made = attempts.get(retrier) ?? 0;
  if (made >= (retrier.MaxAttempts ?? 3)) return undefined;
  attempts.set(retrier, made + 1);
  const delaySeconds = (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? 2) ** made;
  return Math.min(delaySeconds, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY) * 1000;
}

function handle(catchers: Catcher[], raw: unknown, error: StatesError): { caught: unknown; next: string } {
  const catcher = catchers.find(({ ErrorEquals }) => names(ErrorEquals, error));
  if (!catcher) throw error;
  const output = { Error: error.error, Cause: error.message };
  return { caught: placed(catcher.ResultPath, raw, output), next: catcher.Next };
}

/** `States.ALL` leaves out what no handler may take; `States.TaskFailed` is any failure of a task but a time-out. */
function names(errorEquals: string[], { error }: StatesError): boolean {
  if (errorEquals.includes(error)) return true;
  if (errorEquals.includes('States.ALL'))
    return error !== 'States.Runtime' && error !== 'States.DataLimitExceeded';
  return (
    errorEquals.includes('States.TaskFailed') && error !== 'States.Timeout' && error !== 'States.Runtime'
  );
}

function recordFailure(host: TaskHost, execution: Execution, { error, message: cause }: StatesError): void {
  const type =
    error === 'States.Timeout' || error === 'States.HeartbeatTimeout' ? 'TaskTimedOut' : 'TaskFailed';
  host.record(execution, type, { resourceType: 'lambda', resource: 'invoke', error, cause });
}

function contextOf(execution: Execution, stateName: string): Record<string, unknown> {
  return {
    Execution: {
      Id: execution.arn,
      Name: execution.name,
      Input: JSON.parse(execution.input),
      StartTime: new Date(execution.startedAt).toISOString(),
    },
    State: { Name: stateName, EnteredTime: new Date(execution.position.enteredAt).toISOString() },
    StateMachine: { Id: execution.stateMachineArn, Name: execution.stateMachineArn.split(':').at(-1) },
  };
}

function select(path: string | null | undefined, scope: PathScope): unknown {
  return path === null ? {} : readPath(path ?? '$', scope);
}

function placed(path: string | null | undefined, raw: unknown, result: unknown): unknown {
  return path === null ? raw : writePath(path ?? '$', raw, result);
}

function failure({ Error: error, ErrorPath, Cause: cause, CausePath }: FailState, scope: PathScope): Ending {
  const read = (path: string): string => String(evaluate(path, scope));
  return {
    status: 'FAILED',
    error: ErrorPath === undefined ? (error ?? '') : read(ErrorPath),
    cause: CausePath === undefined ? (cause ?? '') : read(CausePath),
  };
}

function wakeAt(state: WaitState, scope: PathScope, enteredAt: number): number {
  const seconds =
    state.SecondsPath === undefined ? state.Seconds : Number(readPath(state.SecondsPath, scope));
  if (seconds !== undefined) return enteredAt + seconds * 1000;
  const timestamp =
    state.TimestampPath === undefined ? state.Timestamp : readPath(state.TimestampPath, scope);
  const time = Date.parse(String(timestamp));
  if (Number.isNaN(time)) throw runtimeError(`${timestamp} is no timestamp to wait for.`);
  return time;
}
