import { describe, expect, it } from 'vitest';
import { plain, synthesized } from './synthesized.ts';

interface State {
  Type: string;
  Next?: string;
  Default?: string;
  Resource?: unknown;
  TimeoutSeconds?: number;
  TimeoutSecondsPath?: string;
  ResultPath?: string | null;
  Parameters?: { FunctionName: string; Payload: Record<string, string> };
  Retry?: { ErrorEquals: string[]; MaxAttempts: number }[];
  Catch?: { ErrorEquals: string[]; Next: string }[];
  Choices?: Record<string, string>[];
}

const stack = synthesized();
const machine = stack.one('AWS::StepFunctions::StateMachine', '').Properties;
const definition = JSON.parse(plain(machine['DefinitionString'])) as {
  StartAt: string;
  TimeoutSeconds: number;
  States: Record<string, State>;
};
const tasks = Object.entries(definition.States).filter(([, { Type }]) => Type === 'Task');
const waiting = tasks.filter(([, { Resource }]) => String(Resource).endsWith('.waitForTaskToken'));

/** What a task calls, where it goes, and what it does when it fails: `errors → state`. */
function routeOf(name: string) {
  const state = definition.States[name];
  return {
    calls: /Functions(\w+)Function/.exec(state?.Parameters?.FunctionName ?? '')?.[1],
    task: state?.Parameters?.Payload['task'],
    next: state?.Next,
    catches: (state?.Catch ?? []).map(({ ErrorEquals, Next }) => `${ErrorEquals.join()} → ${Next}`),
  };
}

describe('the workflow', () => {
  it('opens emergency access at once and lets everything else wait for a decision', () => {
    expect(definition.StartAt).toBe('Kind?');
    expect(definition.States['Kind?']).toMatchObject({
      Choices: [{ Variable: '$.kind', StringEquals: 'break-glass', Next: 'Alert' }],
      Default: 'AwaitDecision',
    });
  });

  it.each([
    [
      'AwaitDecision',
      'Notify',
      'await-decision',
      'Decided?',
      ['States.Timeout → Lapse', 'States.ALL → Failed'],
    ],
    ['Lapse', 'Close', 'lapse', 'Decided?', []],
    ['Grant', 'Grant', 'activate', 'Granted?', ['States.ALL → Failed']],
    ['Alert', 'Notify', 'alert', 'Hold', ['States.ALL → Close']],
    ['Hold', 'Hold', 'hold', 'Close', ['States.Timeout → Close', 'States.ALL → Close']],
    ['Close', 'Close', 'close', 'ReviewDue?', []],
    ['AwaitReview', 'Notify', 'await-review', 'Assess', ['States.Timeout → ReviewOverdue']],
    ['ReviewOverdue', 'Notify', 'overdue', 'Assess', []],
    ['Assess', 'Close', 'assess', 'Done', ['States.ALL → Done']],
    ['Failed', 'Close', 'fail', 'GaveUp', []],
  ])('%s calls %s to %s', (name, calls, task, next, catches) => {
    expect(routeOf(name)).toEqual({ calls, task, next, catches });
  });

  it.each([
    ['Decided?', '$.decision.state', 'approved', 'Grant'],
    ['Granted?', '$.grant.state', 'active', 'Hold'],
    ['ReviewDue?', '$.closed.review', 'due', 'AwaitReview'],
  ])('%s goes on when %s is %s, and is done otherwise', (name, Variable, StringEquals, Next) => {
    expect(definition.States[name]).toMatchObject({
      Choices: [{ Variable, StringEquals, Next }],
      Default: 'Done',
    });
  });

  it.each([
    ['AwaitDecision', '$.approvalWindowSeconds', '$.decision'],
    ['Hold', '$.grant.holdSeconds', '$.held'],
    ['AwaitReview', '$.closed.reviewSeconds', '$.reviewed'],
  ])('%s waits until somebody completes it, or %s', (name, TimeoutSecondsPath, ResultPath) => {
    const state = definition.States[name];
    expect(waiting.map(([each]) => each)).toContain(name);
    expect(state).toMatchObject({ TimeoutSecondsPath, ResultPath });
    expect(state?.Parameters?.Payload['taskToken.$']).toBe('$$.Task.Token');
  });

  it.each(tasks)(
    '%s has a timeout, and retries Lambda’s own errors only, a bounded number of times',
    (_, state) => {
      expect(state.TimeoutSecondsPath ?? state.TimeoutSeconds).toBeDefined();
      expect(state.Retry).toHaveLength(1);
      expect(state.Retry?.[0]).toMatchObject({
        ErrorEquals: [
          'Lambda.ServiceException',
          'Lambda.AWSLambdaException',
          'Lambda.SdkClientException',
          'Lambda.TooManyRequestsException',
        ],
        MaxAttempts: 5,
      });
    },
  );

  it('passes ids only', () => {
    for (const [, { Parameters }] of tasks) {
      const { task, 'taskToken.$': token, ...ids } = Parameters?.Payload ?? {};
      expect(ids).toEqual({ 'requestId.$': '$.requestId', 'correlationId.$': '$.correlationId' });
      expect([task, token]).toContain(task);
    }
  });

  it('ends in any case, a day after the slowest request', () => {
    // Checkout: an hour to decide, four hours open; three days to review.
    expect(definition.TimeoutSeconds).toBe((1 + 4 + 72 + 24) * 3600);
  });

  it('logs errors without what executions carry, and traces', () => {
    expect(machine).toMatchObject({
      StateMachineName: 'Vitrine-access',
      StateMachineType: 'STANDARD',
      LoggingConfiguration: { Level: 'ERROR', IncludeExecutionData: false },
      TracingConfiguration: { Enabled: true },
    });
  });

  it('is told to the functions by the name it has', () => {
    const { Variables } = stack.one('AWS::Lambda::Function', 'FunctionsRequestsFunction').Properties[
      'Environment'
    ] as {
      Variables: Record<string, unknown>;
    };
    expect(plain(Variables['STATE_MACHINE_ARN'])).toBe(
      'arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:stateMachine:Vitrine-access',
    );
  });
});

describe('what catches a workflow that falls', () => {
  it('closes the request of an execution that failed, timed out or was aborted', () => {
    const { EventPattern, Targets } = stack.one('AWS::Events::Rule', 'WorkflowCloseAfterFailure')
      .Properties as {
      EventPattern: { detail: { status: string[]; stateMachineArn: unknown[] } };
      Targets: { Arn: unknown; InputTransformer: { InputPathsMap: object; InputTemplate: string } }[];
    };
    expect(EventPattern.detail.status).toEqual(['FAILED', 'TIMED_OUT', 'ABORTED']);
    expect(EventPattern.detail.stateMachineArn.map(plain)).toEqual([
      'arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:stateMachine:Vitrine-access',
    ]);
    expect(plain(Targets[0]?.Arn)).toMatch(/^<FunctionsCloseFunction/);
    expect(Targets[0]?.InputTransformer).toEqual({
      InputPathsMap: { 'detail-name': '$.detail.name' },
      InputTemplate: '{"task":"fail","requestId":<detail-name>,"correlationId":<detail-name>}',
    });
  });

  it('sweeps every minute', () => {
    const { ScheduleExpression, Targets } = stack.one('AWS::Events::Rule', 'EveryMinute').Properties as {
      ScheduleExpression: string;
      Targets: { Arn: unknown; RetryPolicy: object }[];
    };
    expect(ScheduleExpression).toBe('rate(1 minute)');
    expect(plain(Targets[0]?.Arn)).toMatch(/^<FunctionsSweeperFunction/);
    expect(Targets[0]?.RetryPolicy).toMatchObject({ MaximumRetryAttempts: 0 });
  });
});

describe('the alarms', () => {
  it('go to the alerts topic, one of them on failed executions', () => {
    const topic = stack.one('AWS::SNS::Topic', '');
    const alarms = stack.all('AWS::CloudWatch::Alarm');
    for (const [, { Properties }] of alarms) expect(Properties['AlarmActions']).toEqual([{ Ref: topic.id }]);
    expect(stack.one('AWS::CloudWatch::Alarm', 'ObservabilityExecutionsFailed').Properties).toMatchObject({
      MetricName: 'ExecutionsFailed',
      Threshold: 1,
    });
  });

  it('can publish to the topic and use its key', () => {
    const key = JSON.stringify(stack.one('AWS::KMS::Key', 'KeysAlerts').Properties['KeyPolicy']);
    const topic = JSON.stringify(stack.one('AWS::SNS::TopicPolicy', '').Properties['PolicyDocument']);
    expect(key).toContain('cloudwatch.amazonaws.com');
    expect(topic).toContain('cloudwatch.amazonaws.com');
    expect(topic).toContain('aws:SecureTransport');
  });
});
