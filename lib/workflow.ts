import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Config } from '../core/policy/config.ts';
import { acknowledge, attributeInFinding } from './acknowledge.ts';
import type { Functions } from './functions.ts';
import { guardedLogGroup } from './log-group.ts';
import { workflowDefinition } from './workflow-definition.ts';

export interface WorkflowProps {
  config: Config;
  functions: Functions;
  logKey: kms.IKey;
}

/** The state machine that carries a request from the decision to its end, and what catches it when it falls. */
export class Workflow extends Construct {
  readonly stateMachine: sfn.StateMachine;
  /** Ends of failed executions that even the close function did not take. */
  readonly deadLetters: sqs.Queue;
  /** By name, so that the functions can be told it although the machine knows the functions. */
  readonly stateMachineArn: string;

  constructor(scope: Construct, id: string, { config, functions, logKey }: WorkflowProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const stateMachineName = `${stack.stackName}-access`;
    this.stateMachineArn = `arn:${stack.partition}:states:${stack.region}:${stack.account}:stateMachine:${stateMachineName}`;
    this.stateMachine = new sfn.StateMachine(this, 'Access', {
      stateMachineName,
      stateMachineType: sfn.StateMachineType.STANDARD,
      queryLanguage: sfn.QueryLanguage.JSON_PATH,
      definitionBody: sfn.DefinitionBody.fromChainable(
        workflowDefinition(new Construct(this, 'Definition'), functions),
      ),
      timeout: longestLife(config),
      tracingEnabled: true,
      logs: {
        level: sfn.LogLevel.ERROR,
        includeExecutionData: false,
        destination: guardedLogGroup(this, 'Log', {
          config,
          key: logKey,
          name: `/aws/vendedlogs/states/${stateMachineName}`,
        }),
      },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.#acknowledge(functions);
    this.deadLetters = new sqs.Queue(this, 'DeadLetters', {
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    acknowledge(this.deadLetters, { SQS3: 'It is the dead-letter queue.' });
    this.#closeAfterFailure(functions);
  }

  grantStart(grantee: iam.IGrantable): void {
    iam.Grant.addToPrincipal({
      grantee,
      actions: ['states:StartExecution'],
      resourceArns: [this.stateMachineArn],
    });
  }

  /** A task token is the credential of its task; there is no resource to name. */
  grantComplete(grantee: iam.IGrantable): void {
    iam.Grant.addToPrincipal({ grantee, actions: ['states:SendTaskSuccess'], resourceArns: ['*'] });
  }

  /** `Catch` does not see every end: timeouts of the whole, aborts and runtime errors go past it. */
  #closeAfterFailure(functions: Functions): void {
    const requestId = events.EventField.fromPath('$.detail.name');
    new events.Rule(this, 'CloseAfterFailure', {
      description: 'Vitrine: closes what a failed execution left open',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: { status: ['FAILED', 'TIMED_OUT', 'ABORTED'], stateMachineArn: [this.stateMachineArn] },
      },
      targets: [
        new LambdaFunction(functions.named('close').function, {
          event: events.RuleTargetInput.fromObject({ task: 'fail', requestId, correlationId: requestId }),
          deadLetterQueue: this.deadLetters,
          retryAttempts: 8,
          maxEventAge: Duration.hours(2),
        }),
      ],
    });
  }

  #acknowledge(functions: Functions): void {
    const versions = Object.fromEntries(
      (['notify', 'grant', 'hold', 'close'] as const).map((name) => [
        `IAM5[Resource::${attributeInFinding(functions.named(name).function)}:*]`,
        'The versions of one of our own functions.',
      ]),
    );
    acknowledge(this.stateMachine, {
      ...versions,
      'IAM5[Resource::*]': 'Log delivery and X-Ray know no resources.',
      SF1: 'Errors only: every step of a request is in the evidence already, and executions are listed by Step Functions itself.',
    });
  }
}

/** No execution needs longer than the slowest scope's windows one after another, and a day for retries. */
function longestLife({ scopes, review }: Config): Duration {
  const seconds = Object.values(scopes).map(
    (scope) =>
      scope.approvalWindowSeconds +
      Math.max(scope.maxDurationSeconds, scope.breakGlass?.maxDurationSeconds ?? 0),
  );
  return Duration.seconds(Math.max(0, ...seconds) + review.windowSeconds + 86_400);
}
