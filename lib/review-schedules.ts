import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import type { Config } from '../core/policy/config.ts';
import { acknowledge, attributeInFinding } from './acknowledge.ts';
import type { VitrineFunction } from './functions.ts';

export interface ReviewSchedulesProps {
  config: Config;
  runs: VitrineFunction;
}

/** Writes the periodic reviews, and looks daily for what was not signed off. Times are in UTC, when the day before is over everywhere in the evidence. */
export class ReviewSchedules extends Construct {
  readonly #runs: VitrineFunction;
  readonly #role: iam.Role;

  constructor(scope: Construct, id: string, { config, runs }: ReviewSchedulesProps) {
    super(scope, id);
    this.#runs = runs;
    this.#role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com'),
      description: 'Vitrine: calls the function that writes the periodic reviews',
    });
    acknowledge(this.#role, {
      [`IAM5[Resource::${attributeInFinding(runs.function)}:*]`]: 'Every version is the one function.',
    });
    const { weekly, monthly } = config.periodicReview;
    if (weekly) this.#schedule('Weekly', 'weekly', { weekDay: 'MON', hour: '5', minute: '0' });
    if (monthly) this.#schedule('Monthly', 'monthly', { day: '1', hour: '5', minute: '30' });
    this.#schedule('Overdue', 'overdue', { hour: '6', minute: '0' });
  }

  #schedule(id: string, task: string, at: Parameters<typeof ScheduleExpression.cron>[0]): void {
    new Schedule(this, id, {
      description: `Vitrine: periodic review, ${task}`,
      schedule: ScheduleExpression.cron(at),
      target: new LambdaInvoke(this.#runs.function, {
        role: this.#role,
        input: ScheduleTargetInput.fromObject({ task }),
        // A report that is late is better than none, and running twice does no harm.
        maxEventAge: Duration.hours(12),
        retryAttempts: 10,
      }),
    });
  }
}
