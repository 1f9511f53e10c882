import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Api } from './api.ts';
import type { Functions } from './functions.ts';
import type { Workflow } from './workflow.ts';

export interface ObservabilityProps {
  topic: sns.ITopic;
  workflow: Workflow;
  functions: Functions;
  api: Api;
}

const period = Duration.minutes(5);
/** An alarm on an expression takes no more (CloudWatch user guide, "Using metric math"). */
const maxMetrics = 10;

/** Alarms on what no person notices by themselves; they go to the alerts topic. */
export class Observability extends Construct {
  readonly #topic: sns.ITopic;

  constructor(scope: Construct, id: string, { topic, workflow, functions, api }: ObservabilityProps) {
    super(scope, id);
    this.#topic = topic;
    this.#alarm('ExecutionsFailed', {
      alarmDescription: 'A request’s workflow failed. What it left open has been closed; its log says why.',
      metric: workflow.stateMachine.metricFailed({ period }),
    });
    this.#alarm('ExecutionsTimedOut', {
      alarmDescription: 'A request’s workflow ran longer than any request may take.',
      metric: workflow.stateMachine.metricTimedOut({ period }),
    });
    this.#alarm('FailuresNotClosed', {
      alarmDescription: 'A failed workflow could not be closed after it; the queue names the request.',
      metric: workflow.deadLetters.metricApproximateNumberOfMessagesVisible({ period }),
    });
    const ledger = functions.named('ledger');
    const exporter = functions.named('exporter');
    const others = functions.all.filter((each) => each !== ledger && each !== exporter);
    this.#alarm('LedgerErrors', {
      alarmDescription:
        'The ledger threw: events are not in the log, or its manifests contradict what it signed.',
      metric: ledger.function.metricErrors({ period }),
    });
    this.#alarm('ExporterErrors', {
      alarmDescription: 'The exporter threw: events are not in OCSF, or the log names what is no event.',
      metric: exporter.function.metricErrors({ period }),
    });
    for (let at = 0; at < others.length; at += maxMetrics) {
      this.#alarm(`FunctionErrors${at === 0 ? '' : at / maxMetrics + 1}`, {
        alarmDescription: 'A function threw. Logs are under /aws/lambda, by its name.',
        metric: new cloudwatch.MathExpression({
          expression: 'SUM(METRICS())',
          label: 'Errors of functions without an alarm of their own',
          period,
          usingMetrics: Object.fromEntries(
            others
              .slice(at, at + maxMetrics)
              .map(({ function: each }, index) => [`m${index}`, each.metricErrors({ period })]),
          ),
        }),
      });
    }
    this.#alarm('ApiErrors', {
      alarmDescription:
        'The API answered with a 5xx several times: evidence cannot be written, or AWS fails.',
      metric: api.httpApi.metricServerError({ period, statistic: cloudwatch.Stats.SUM }),
      threshold: 5,
    });
    this.#alarm('LedgerStill', {
      alarmDescription: 'The ledger has not run: events wait outside the log, for 20 minutes at most.',
      metric: ledger.function.metricInvocations({ period }),
      comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: cloudwatch.TreatMissingData.BREACHING,
    });
    this.#alarm('SweeperStill', {
      alarmDescription: 'The sweeper has not run: what is left behind stays there.',
      metric: functions.named('sweeper').function.metricInvocations({ period }),
      comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: cloudwatch.TreatMissingData.BREACHING,
    });
  }

  #alarm(
    id: string,
    props: Omit<cloudwatch.AlarmProps, 'threshold' | 'evaluationPeriods'> & { threshold?: number },
  ) {
    const alarm = new cloudwatch.Alarm(this, id, {
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      ...props,
    });
    alarm.addAlarmAction(new SnsAction(this.#topic));
  }
}
