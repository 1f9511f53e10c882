import { Duration } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import type { VitrineFunction } from './functions.ts';

/** Runs a function every day at an hour, UTC, and tells it a task where there is one. */
export function daily(
  scope: Construct,
  id: string,
  {
    runs,
    description,
    hour,
    task,
  }: { runs: VitrineFunction; description: string; hour: number; task?: string },
): void {
  new events.Rule(scope, id, {
    description,
    schedule: events.Schedule.cron({ hour: String(hour), minute: '0' }),
    targets: [
      new LambdaFunction(runs.function, {
        retryAttempts: 2,
        ...(task && { event: events.RuleTargetInput.fromObject({ task }) }),
      }),
    ],
  });
}

/** Runs a function every so many minutes. A run that is missed is not repeated: the next one does its work. */
export function onSchedule(
  scope: Construct,
  id: string,
  { minutes, runs, description }: { minutes: number; runs: VitrineFunction; description: string },
): void {
  new events.Rule(scope, id, {
    description,
    schedule: events.Schedule.rate(Duration.minutes(minutes)),
    targets: [new LambdaFunction(runs.function, { retryAttempts: 0, maxEventAge: Duration.minutes(1) })],
  });
}
