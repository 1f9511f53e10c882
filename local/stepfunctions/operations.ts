import { randomUUID } from 'node:crypto';
import { AwsError } from '../aws/types.ts';
import type { Execution } from './execution.ts';
import { detailsKey } from './history.ts';
import type { StateMachine } from './state-machine.ts';
import type { StepFunctions } from './step-functions.ts';

interface Scope {
  service: StepFunctions;
  /** Throws unless the caller may do this operation on the resource. */
  authorize: (resource: string) => void;
}

type Input = Record<string, unknown>;

/** The API operations, by name. Source: Step Functions API reference. */
export const operations: Readonly<Record<string, (input: Input, scope: Scope) => object>> = {
  StartExecution(input, scope) {
    const machine = machineOf(input, scope);
    const name = input['name'] === undefined ? randomUUID() : String(input['name']);
    if (!/^[^\s<>{}[\]?*"#%\\^|~`$&,;:/]{1,80}$/.test(name))
      throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
    const { arn, startedAt } = machine.start(name, validInput(input['input']));
    return { executionArn: arn, startDate: startedAt / 1000 };
  },
  DescribeExecution(input, scope) {
    const execution = executionOf(input, scope);
    return {
      executionArn: execution.arn,
      stateMachineArn: execution.stateMachineArn,
      name: execution.name,
      status: execution.status,
      ...dates(execution),
      input: execution.input,
      inputDetails: { included: true },
      output: execution.output,
      outputDetails: execution.output === undefined ? undefined : { included: true },
      error: execution.error,
      cause: execution.cause,
    };
  },
  StopExecution(input, scope) {
    const execution = executionOf(input, scope);
    const machine = scope.service.machines.get(execution.stateMachineArn);
    machine?.stop(execution, optional(input['error']), optional(input['cause']));
    return { stopDate: (execution.stoppedAt ?? 0) / 1000 };
  },
  ListExecutions(input, scope) {
    const machine = machineOf(input, scope);
    const executions = scope.service.store
      .of(machine.arn)
      .filter(({ status }) => input['statusFilter'] === undefined || status === input['statusFilter']);
    const { items, nextToken } = page(executions, input);
    return {
      executions: items.map((execution) => ({
        executionArn: execution.arn,
        stateMachineArn: execution.stateMachineArn,
        name: execution.name,
        status: execution.status,
        ...dates(execution),
      })),
      nextToken,
    };
  },
  GetExecutionHistory(input, scope) {
    const { history } = executionOf(input, scope);
    const { items, nextToken } = page(input['reverseOrder'] === true ? history.toReversed() : history, input);
    return {
      events: items.map(({ id, previousEventId, timestamp, type, details }) => ({
        id,
        previousEventId,
        timestamp: timestamp / 1000,
        type,
        [detailsKey(type)]: details,
      })),
      nextToken,
    };
  },
  DescribeStateMachine(input, scope) {
    const { arn, name, definition } = machineOf(input, scope);
    return {
      stateMachineArn: arn,
      name,
      status: 'ACTIVE',
      type: 'STANDARD',
      definition: JSON.stringify(definition),
    };
  },
  SendTaskSuccess(input, { service, authorize }) {
    authorize('*');
    service.tokens.succeed(String(input['taskToken']), String(input['output']));
    return {};
  },
  SendTaskFailure(input, { service, authorize }) {
    authorize('*');
    service.tokens.fail(
      String(input['taskToken']),
      optional(input['error']) ?? '',
      optional(input['cause']) ?? '',
    );
    return {};
  },
  SendTaskHeartbeat(input, { service, authorize }) {
    authorize('*');
    service.tokens.heartbeat(String(input['taskToken']));
    return {};
  },
};

function machineOf(input: Input, { service, authorize }: Scope): StateMachine {
  const arn = String(input['stateMachineArn']);
  authorize(arn);
  const machine = service.machines.get(arn);
  if (!machine) throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  return machine;
}

function executionOf(input: Input, { service, authorize }: Scope): Execution {
  const arn = String(input['executionArn']);
  authorize(arn);
  const execution = service.store.find(arn);
  if (!execution) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  return execution;
}

const MAX_INPUT_BYTES = 262_144;

function validInput(input: unknown): string {
  const text = input === undefined ? '{}' : String(input);
  if (Buffer.byteLength(text) > MAX_INPUT_BYTES)
    throw new AwsError('InvalidExecutionInput', 'The input is too large.');
  try {
    JSON.parse(text);
  } catch {
    throw new AwsError('InvalidExecutionInput', "Invalid State Machine Execution Input: 'not valid JSON'");
  }
  return text;
}

function dates({ startedAt, stoppedAt }: Execution): { startDate: number; stopDate?: number } {
  return { startDate: startedAt / 1000, ...(stoppedAt === undefined ? {} : { stopDate: stoppedAt / 1000 }) };
}

function page<T>(all: readonly T[], input: Input): { items: T[]; nextToken: string | undefined } {
  const from = Number(input['nextToken'] ?? 0);
  const size = Math.min(Number(input['maxResults'] || 100), 1_000);
  const to = from + size;
  return { items: all.slice(from, to), nextToken: to < all.length ? String(to) : undefined };
}

function optional(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value);
}
