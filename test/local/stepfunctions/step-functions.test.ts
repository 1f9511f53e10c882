import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AwsError } from '../../../local/aws/types.ts';
import type { Execution } from '../../../local/stepfunctions/execution.ts';
import { StepFunctions, type StepFunctionsOptions } from '../../../local/stepfunctions/step-functions.ts';
import { startEndpoint } from '../harness.ts';

let host: Awaited<ReturnType<typeof startEndpoint>>;
let client: SFNClient;
let changes: string[];
let functions: Record<string, (payload: Record<string, unknown>) => unknown>;
const services: StepFunctions[] = [];

const ROLE = 'arn:aws:iam::111122223333:role/flow';
const invokeAs: StepFunctionsOptions['lambda']['invokeAs'] = async (_, name, payload) => {
  const run = functions[name];
  if (!run) throw new AwsError('ResourceNotFoundException', `Function not found: ${name}`, 404);
  try {
    const answer = await run(payload as Record<string, unknown>);
    return { ok: true, payload: JSON.stringify(answer ?? null) };
  } catch (error) {
    const { name: errorType, message: errorMessage } = error as Error;
    return { ok: false, error: { errorType, errorMessage } };
  }
};

function serve(states: object, extra: object = {}): { service: StepFunctions; stateMachineArn: string } {
  const service = new StepFunctions(host.installation, {
    iam: host.iam,
    lambda: { invokeAs },
    onStatusChange: ({ status }: Execution) => changes.push(status),
    onBug: (error) => host.bugs.push(error),
  });
  services.push(service);
  host.add(service);
  const definition = { StartAt: Object.keys(states)[0], States: states, ...extra };
  const { ref } = service.provision({
    logicalId: 'Flow',
    type: 'AWS::StepFunctions::StateMachine',
    properties: { DefinitionString: JSON.stringify(definition), RoleArn: ROLE },
  });
  return { service, stateMachineArn: ref };
}

async function run(stateMachineArn: string, input: unknown = {}, name = 'run-1'): Promise<string> {
  const started = await client.send(
    new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }),
  );
  return started.executionArn ?? '';
}

async function ended(executionArn: string) {
  return vi.waitFor(
    async () => {
      const found = await client.send(new DescribeExecutionCommand({ executionArn }));
      expect(found.status).not.toBe('RUNNING');
      return { ...found, result: found.output === undefined ? undefined : JSON.parse(found.output) };
    },
    { timeout: 5000, interval: 20 },
  );
}

const invoke = (FunctionName: string, more: object = {}, payload: object = { 'Payload.$': '$' }) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName, ...payload },
  ResultSelector: { 'value.$': '$.Payload' },
  End: true,
  ...more,
});
const waiting = (more: object = {}) =>
  invoke('hold', {
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Parameters: { FunctionName: 'hold', Payload: { 'token.$': '$$.Task.Token', 'id.$': '$.id' } },
    ResultSelector: undefined,
    ...more,
  });

beforeEach(async () => {
  host = await startEndpoint();
  client = new SFNClient(host.client());
  changes = [];
  functions = {};
  host.iam.addRole(
    'flow',
    { Statement: { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: '*' } },
    {
      Statement: {
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { Service: 'states.amazonaws.com' },
      },
    },
  );
});

afterEach(async () => {
  for (const service of services.splice(0)) service.close();
  client.destroy();
  await host.close();
  expect(host.bugs).toEqual([]);
});

describe('an execution', () => {
  test('runs its functions in turn, each with what the paths give it', async () => {
    functions = {
      double: ({ n }) => ({ n: Number(n) * 2 }),
      name: ({ who }) => `grant of ${who}`,
    };
    const { stateMachineArn } = serve({
      Double: invoke('double', { ResultPath: '$.doubled', End: undefined, Next: 'Choose' }),
      Choose: {
        Type: 'Choice',
        Choices: [
          { Variable: '$.doubled.value.n', NumericGreaterThan: 100, Next: 'No' },
          {
            And: [
              { Variable: '$.who', IsPresent: true },
              { Variable: '$.who', StringMatches: 'a*' },
            ],
            Next: 'Name',
          },
        ],
        Default: 'No',
      },
      Name: invoke(
        'name',
        { ResultPath: '$.title', OutputPath: '$.title' },
        { Payload: { 'who.$': '$.who' } },
      ),
      No: { Type: 'Fail', Error: 'TooMuch' },
    });
    const done = await ended(await run(stateMachineArn, { n: 21, who: 'alice' }));
    expect(done.result).toEqual({ value: 'grant of alice' });
    const other = await ended(await run(stateMachineArn, { n: 51, who: 'alice' }, 'run-2'));
    expect(other).toMatchObject({ status: 'FAILED', error: 'TooMuch' });
    expect(changes).toEqual(['RUNNING', 'SUCCEEDED', 'RUNNING', 'FAILED']);
  });

  test('tells its history as the API has it', async () => {
    functions = { f: () => 1 };
    const { stateMachineArn } = serve({ First: { Type: 'Pass', Next: 'Only' }, Only: invoke('f') });
    const executionArn = await run(stateMachineArn, { a: 1 });
    await ended(executionArn);
    const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn }));
    expect(events.map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'PassStateEntered',
      'PassStateExited',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
    expect(events[1]?.stateEnteredEventDetails).toMatchObject({ name: 'First', input: '{"a":1}' });
    expect(events[0]?.timestamp).toBeInstanceOf(Date);
    expect(events[8]?.executionSucceededEventDetails?.output).toBe('{"value":1}');
  });

  test('starts once under a name, and again only while it runs on the same input', async () => {
    const { stateMachineArn } = serve({ W: { Type: 'Wait', Seconds: 3600, End: true } });
    const first = await run(stateMachineArn, { a: 1 });
    expect(await run(stateMachineArn, { a: 1 })).toBe(first);
    await expect(run(stateMachineArn, { a: 2 })).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    await client.send(new StopExecutionCommand({ executionArn: first, error: 'Enough' }));
    expect(await ended(first)).toMatchObject({ status: 'ABORTED', error: 'Enough' });
    await expect(run(stateMachineArn, { a: 1 })).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    const running = await client.send(
      new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' }),
    );
    expect(running.executions).toEqual([]);
  });

  test('waits as long as it must by the clock of the stack, beyond the reach of timers', async () => {
    const { stateMachineArn } = serve({ W: { Type: 'Wait', SecondsPath: '$.seconds', End: true } });
    const executionArn = await run(stateMachineArn, { seconds: 30 * 86_400 });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const early = await client.send(new DescribeExecutionCommand({ executionArn }));
    expect(early.status).toBe('RUNNING');
    host.clock.advance(30 * 86_400_000);
    expect((await ended(executionArn)).status).toBe('SUCCEEDED');
  });
});

describe('a failing task', () => {
  test('is retried as often as its retrier says, then caught with its error and cause', async () => {
    let calls = 0;
    functions = {
      f: () => {
        calls++;
        throw Object.assign(new Error('no'), { name: 'Lambda.ServiceException' });
      },
    };
    const { stateMachineArn } = serve({
      T: invoke('f', {
        Retry: [{ ErrorEquals: ['Lambda.ServiceException'], IntervalSeconds: 0.01, MaxAttempts: 2 }],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'C', ResultPath: '$.failure' }],
      }),
      C: { Type: 'Pass', End: true },
    });
    const { result } = await ended(await run(stateMachineArn, { id: 7 }));
    expect(calls).toBe(3);
    expect(result).toMatchObject({ id: 7, failure: { Error: 'Lambda.ServiceException' } });
    expect(JSON.parse(result.failure.Cause)).toMatchObject({ errorMessage: 'no' });
  });

  test('is not caught by States.ALL when the state machine itself is wrong', async () => {
    const { stateMachineArn } = serve({
      T: invoke('f', { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'T' }] }, { 'Payload.$': '$.nowhere' }),
    });
    expect(await ended(await run(stateMachineArn))).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
    });
  });

  test('ends the execution with the error of Lambda when there is no such function', async () => {
    const { stateMachineArn } = serve({ T: invoke('missing') });
    expect(await ended(await run(stateMachineArn))).toMatchObject({
      error: 'Lambda.ResourceNotFoundException',
    });
  });
});

describe('a task with a token', () => {
  let tokens: string[];
  beforeEach(() => {
    tokens = [];
    functions = { hold: ({ token }) => void tokens.push(String(token)) };
  });
  const token = () => vi.waitFor(() => expect(tokens).toHaveLength(1)).then(() => tokens[0] ?? '');

  test('goes on when the token is brought back, once only', async () => {
    const { stateMachineArn } = serve({ Hold: waiting({ ResultPath: '$.decision' }) });
    const executionArn = await run(stateMachineArn, { id: 'r1' });
    const taskToken = await token();
    await client.send(new SendTaskSuccessCommand({ taskToken, output: '{"approved":true}' }));
    expect((await ended(executionArn)).result).toEqual({ id: 'r1', decision: { approved: true } });
    const again = client.send(new SendTaskSuccessCommand({ taskToken, output: '{}' }));
    await expect(again).rejects.toMatchObject({ name: 'TaskTimedOut' });
    const made = client.send(new SendTaskSuccessCommand({ taskToken: 'made-up', output: '{}' }));
    await expect(made).rejects.toMatchObject({ name: 'InvalidToken' });
  });

  test('goes on even when the token comes back before the function has answered', async () => {
    functions = {
      hold: async ({ token: taskToken }) => {
        await client.send(new SendTaskSuccessCommand({ taskToken: String(taskToken), output: '"early"' }));
      },
    };
    const { stateMachineArn } = serve({ Hold: waiting() });
    expect((await ended(await run(stateMachineArn, { id: 1 }))).result).toBe('early');
  });

  test('fails with the error that comes back', async () => {
    const { stateMachineArn } = serve({ Hold: waiting() });
    const executionArn = await run(stateMachineArn, { id: 1 });
    await client.send(
      new SendTaskFailureCommand({ taskToken: await token(), error: 'Denied', cause: 'by bob' }),
    );
    expect(await ended(executionArn)).toMatchObject({ status: 'FAILED', error: 'Denied', cause: 'by bob' });
  });

  test("times out by the state's input, and its token with it", async () => {
    const { stateMachineArn } = serve({
      Hold: waiting({
        TimeoutSecondsPath: '$.seconds',
        Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Late' }],
      }),
      Late: { Type: 'Pass', Result: 'late', End: true },
    });
    const executionArn = await run(stateMachineArn, { id: 1, seconds: 3600 });
    const taskToken = await token();
    host.clock.advance(3_600_000);
    expect((await ended(executionArn)).result).toBe('late');
    const late = client.send(new SendTaskSuccessCommand({ taskToken, output: '1' }));
    await expect(late).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });

  test('lives as long as its heartbeats come', async () => {
    const { stateMachineArn } = serve({ Hold: waiting({ HeartbeatSeconds: 60 }) });
    const executionArn = await run(stateMachineArn, { id: 1 });
    const taskToken = await token();
    host.clock.advance(50_000);
    await client.send(new SendTaskHeartbeatCommand({ taskToken }));
    host.clock.advance(50_000);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect((await client.send(new DescribeExecutionCommand({ executionArn }))).status).toBe('RUNNING');
    host.clock.advance(50_000);
    expect(await ended(executionArn)).toMatchObject({ error: 'States.HeartbeatTimeout' });
  });

  test('still waits after a restart, without asking its function again', async () => {
    const { service, stateMachineArn } = serve({ Hold: waiting() });
    const executionArn = await run(stateMachineArn, { id: 1 });
    const taskToken = await token();
    await vi.waitFor(() => expect(service.store.find(executionArn)?.position.waiting).toBeDefined());
    service.close();
    const { service: second } = serve({ Hold: waiting() });
    second.resume();
    await client.send(new SendTaskSuccessCommand({ taskToken, output: '"back"' }));
    expect((await ended(executionArn)).result).toBe('back');
    expect(tokens).toHaveLength(1);
  });
});

test('what is cut off by a restart is done again, and is no failure', async () => {
  let calls = 0;
  let cut: (error: Error) => void = () => undefined;
  functions = {
    f: () =>
      ++calls > 1
        ? 'done'
        : new Promise((_, reject) => {
            cut = reject;
          }),
  };
  const states = {
    T: invoke('f', { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Failed' }] }),
    Failed: { Type: 'Fail', Error: 'Caught' },
  };
  const { service, stateMachineArn } = serve(states);
  const executionArn = await run(stateMachineArn);
  await vi.waitFor(() => expect(calls).toBe(1));
  service.close();
  cut(new Error('Runtime exited'));
  await new Promise((resolve) => setTimeout(resolve, 20));
  serve(states).service.resume();
  expect((await ended(executionArn)).result).toEqual({ value: 'done' });
});

test.each([
  [{ S: { Type: 'Pass', End: true, Assign: {} } }, 'Assign is not played'],
  [{ S: { Type: 'Pass', End: true, QueryLanguage: 'JSONata' } }, 'only JSONPath'],
  [{ S: { Type: 'Map', End: true } }, 'the type Map is not played'],
  [{ S: { Type: 'Pass', Next: 'Gone' } }, 'there is no state Gone'],
  [{ S: { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', End: true } }, 'is not played'],
])('refuses at start what it does not play: %j', (states, message) => {
  expect(() => serve(states)).toThrow(message);
});

test('a caller without the permission is refused', async () => {
  const { stateMachineArn } = serve({ S: { Type: 'Succeed' } });
  const { credentials } = host.iam.actAs(ROLE, 'x', { service: 'states.amazonaws.com' });
  const stranger = new SFNClient(host.client(credentials));
  await expect(stranger.send(new ListExecutionsCommand({ stateMachineArn }))).rejects.toMatchObject({
    name: 'AccessDeniedException',
  });
});
