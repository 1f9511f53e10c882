import { Duration } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import type { FunctionName } from '../contract/environment.ts';
import type { Functions } from './functions.ts';

/** Lambda's own errors, and no others: a Retry on `States.ALL` would wait for a timed-out decision all over again. */
const lambdaErrors = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
];

/** Longer than a task's function may run, so that the function's own timeout comes first. */
const taskTimeout = sfn.Timeout.duration(Duration.seconds(90));

/**
 * The life of a request. Its input is `{requestId, kind, correlationId, approvalWindowSeconds}`; ids, numbers and states are all that
 * is ever in it, as operators can read executions.
 *
 *     Kind? ─ standard ──── AwaitDecision ─ Decided? ─ Grant ─ Granted? ─ Hold ─ Close ─ ReviewDue? ─ AwaitReview ─ Assess
 *        └─── break-glass ─ Alert ───────────────────────────────────────┘
 */
export function workflowDefinition(scope: Construct, functions: Functions): sfn.IChainable {
  const step = stepsOf(scope, functions);
  const done = new sfn.Succeed(scope, 'Done');

  // The close function answers whatever the state is, so that a second closing does no harm.
  const failed = step.run('Failed', 'close', 'fail').next(
    new sfn.Fail(scope, 'GaveUp', {
      error: 'Vitrine.WorkflowFailed',
      cause: 'A step failed; what was open has been closed. The log of its function has the details.',
    }),
  );

  // A request whose judging fails is over all the same; the log of the function has the details.
  const assess = step
    .run('Assess', 'close', 'assess')
    .addCatch(done, { errors: ['States.ALL'], resultPath: '$.error' })
    .next(done);
  const overdue = step.run('ReviewOverdue', 'notify', 'overdue').next(assess);
  const awaitReview = step
    .wait('AwaitReview', 'notify', 'await-review', '$.closed.reviewSeconds', '$.reviewed')
    .addCatch(overdue, { errors: ['States.Timeout'], resultPath: '$.error' })
    .next(assess);
  const close = step
    .run(
      'Close',
      'close',
      'close',
      { review: '$.Payload.review', reviewSeconds: '$.Payload.reviewSeconds' },
      '$.closed',
    )
    .next(
      new sfn.Choice(scope, 'ReviewDue?')
        .when(sfn.Condition.stringEquals('$.closed.review', 'due'), awaitReview)
        .otherwise(done),
    );

  const hold = step
    .wait('Hold', 'hold', 'hold', '$.grant.holdSeconds', '$.held')
    .addCatch(close, { errors: ['States.Timeout'], resultPath: '$.error' })
    .addCatch(close, { errors: ['States.ALL'], resultPath: '$.error' })
    .next(close);
  const grantResult = { state: '$.Payload.state', holdSeconds: '$.Payload.holdSeconds' };
  const grant = step
    .run('Grant', 'grant', 'activate', grantResult, '$.grant')
    .addCatch(failed, { errors: ['States.ALL'], resultPath: '$.error' })
    .next(
      new sfn.Choice(scope, 'Granted?')
        .when(sfn.Condition.stringEquals('$.grant.state', 'active'), hold)
        .otherwise(done),
    );
  // Access that nobody was told of must not go on.
  const alert = step
    .run('Alert', 'notify', 'alert', grantResult, '$.grant')
    .addCatch(close, { errors: ['States.ALL'], resultPath: '$.error' })
    .next(hold);
  const decided = new sfn.Choice(scope, 'Decided?')
    .when(sfn.Condition.stringEquals('$.decision.state', 'approved'), grant)
    .otherwise(done);
  const awaitDecision = step
    .wait('AwaitDecision', 'notify', 'await-decision', '$.approvalWindowSeconds', '$.decision')
    // Whoever approves in the last moment is granted all the same: lapsing answers the state that then is.
    .addCatch(step.run('Lapse', 'close', 'lapse', { state: '$.Payload.state' }, '$.decision').next(decided), {
      errors: ['States.Timeout'],
      resultPath: '$.error',
    })
    .addCatch(failed, { errors: ['States.ALL'], resultPath: '$.error' })
    .next(decided);
  return new sfn.Choice(scope, 'Kind?')
    .when(sfn.Condition.stringEquals('$.kind', 'break-glass'), alert)
    .otherwise(awaitDecision);
}

/** Makers of the two kinds of task: those that run, and those that wait for somebody to complete them. */
function stepsOf(scope: Construct, functions: Functions) {
  const input = (task: string) => ({
    task,
    requestId: sfn.JsonPath.stringAt('$.requestId'),
    correlationId: sfn.JsonPath.stringAt('$.correlationId'),
  });
  const retrying = (task: tasks.LambdaInvoke) =>
    task.addRetry({
      errors: lambdaErrors,
      interval: Duration.seconds(2),
      maxAttempts: 5,
      backoffRate: 2,
      maxDelay: Duration.seconds(30),
      jitterStrategy: sfn.JitterType.FULL,
    });
  return {
    /** Runs a task; without a result to keep, the input goes on unchanged. */
    run: (
      id: string,
      name: FunctionName,
      task: string,
      result: Readonly<Record<string, string>> = {},
      resultPath: string | undefined = undefined,
    ) =>
      retrying(
        new tasks.LambdaInvoke(scope, id, {
          lambdaFunction: functions.named(name).function,
          payload: sfn.TaskInput.fromObject(input(task)),
          retryOnServiceExceptions: false,
          taskTimeout,
          ...(resultPath === undefined
            ? { resultPath: sfn.JsonPath.DISCARD }
            : { resultSelector: paths(result), resultPath }),
        }),
      ),
    /** Waits until the task is completed by its token, `secondsPath` seconds at most. */
    wait: (id: string, name: FunctionName, task: string, secondsPath: string, resultPath: string) =>
      retrying(
        new tasks.LambdaInvoke(scope, id, {
          lambdaFunction: functions.named(name).function,
          integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN,
          payload: sfn.TaskInput.fromObject({ ...input(task), taskToken: sfn.JsonPath.taskToken }),
          retryOnServiceExceptions: false,
          taskTimeout: sfn.Timeout.at(secondsPath),
          resultPath,
        }),
      ),
  };
}

const paths = (result: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(result).map(([name, path]) => [`${name}.$`, path]));
