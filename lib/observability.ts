import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { FunctionName } from '../contract/environment.ts';
import type { Config } from '../core/policy/config.ts';
import type { Api } from './api.ts';
import { type Functions, metricsNamespace, serviceName, type VitrineFunction } from './functions.ts';
import type { Workflow } from './workflow.ts';

export interface ObservabilityProps {
  config: Config;
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

  constructor(scope: Construct, id: string, { config, topic, workflow, functions, api }: ObservabilityProps) {
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
    const reconcile = functions.named('reconcile');
    const others = functions.all.filter((each) => ![ledger, exporter, reconcile].includes(each));
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
        metric: errorsOf(others.slice(at, at + maxMetrics)),
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
    this.#alarm('WatchStill', {
      alarmDescription: 'The watch has not run: nobody is told of misuse.',
      metric: functions.named('watch').function.metricInvocations({ period }),
      comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: cloudwatch.TreatMissingData.BREACHING,
    });
    const { mirror } = config.audit;
    if (mirror.bucket !== undefined || mirror.topic !== undefined) {
      this.#alarm('HeadsNotMirrored', {
        alarmDescription:
          'A witness outside did not take a head of the evidence’s log; the ledger’s log says why.',
        metric: ownMetric('HeadsNotMirrored', 'ledger'),
      });
    }
    this.#alarm('HistoryLags', {
      alarmDescription:
        'For more than three hours events have not got into the copy for SQL: days are missing in history; the ledger’s log says why.',
      // A single late event shows for a minute; what lags lags all the time.
      metric: ownMetric('HistoryLag', 'ledger', cloudwatch.Stats.MINIMUM),
      threshold: Duration.hours(3).toSeconds(),
      evaluationPeriods: 3,
    });
    this.#alarm('EvidenceDiffers', {
      alarmDescription:
        'Evidence bucket, log and copy differ. The event ledger.differed and the log of the function reconcile name what.',
      metric: ownMetric('EvidenceDifferences', 'reconcile'),
    });
    this.#alarm('ReconcileErrors', {
      alarmDescription: 'The evidence could not be compared with its log and its copy.',
      metric: reconcile.function.metricErrors({ period }),
    });
    this.#alarm('ReconcileStill', {
      alarmDescription: 'For more than a day nobody has compared the evidence with its log and its copy.',
      metric: reconcile.function.metricInvocations({ period: Duration.hours(1) }),
      comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: cloudwatch.TreatMissingData.BREACHING,
      // An alarm looks back a day at most (CloudWatch user guide, "Alarm evaluation"), where the run is found again and again.
      evaluationPeriods: 24,
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
    props: Omit<cloudwatch.AlarmProps, 'threshold' | 'evaluationPeriods'> & {
      threshold?: number;
      evaluationPeriods?: number;
    },
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

function errorsOf(functions: readonly VitrineFunction[]): cloudwatch.IMetric {
  return new cloudwatch.MathExpression({
    expression: 'SUM(METRICS())',
    label: 'Errors of functions without an alarm of their own',
    period,
    usingMetrics: Object.fromEntries(
      functions.map(({ function: each }, index) => [`m${index}`, each.metricErrors({ period })]),
    ),
  });
}

/** What a function counts or measures itself. */
function ownMetric(
  metricName: string,
  name: FunctionName,
  statistic: string = cloudwatch.Stats.SUM,
): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: metricsNamespace,
    metricName,
    dimensionsMap: { service: serviceName(name) },
    statistic,
    period,
  });
}
