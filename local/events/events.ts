import { randomUUID } from 'node:crypto';
import type { Installation, Resource } from '../aws/types.ts';
import { sleepUntil } from '../clock.ts';
import { type Provisioned, type Provisioner, physicalName, unknownProperties } from '../provisioner.ts';
import type { Execution } from '../stepfunctions/execution.ts';
import { type TargetInput, targetInput } from './input-transformer.ts';
import { matchesPattern } from './pattern.ts';
import { nextAt } from './schedule.ts';

/** Gives an event to a target. @throws for a target that is not there or may not be called. */
export type Deliver = (target: Target, sourceArn: string, input: unknown) => Promise<void>;

export interface Target extends TargetInput {
  Arn: string;
  /** Whose permission counts, where the target has no resource policy. */
  RoleArn?: string;
  /** EventBridge's or Scheduler's service principal. */
  service: 'events.amazonaws.com' | 'scheduler.amazonaws.com';
}

interface Rule {
  arn: string;
  pattern: object;
  targets: Target[];
}

interface Schedule {
  arn: string;
  expression: string;
  targets: Target[];
}

const RULE_KNOWN = ['Description', 'EventPattern', 'Name', 'ScheduleExpression', 'State', 'Targets', 'Tags'];
const SCHEDULE_KNOWN = [
  'Description',
  'FlexibleTimeWindow',
  'GroupName',
  'Name',
  'ScheduleExpression',
  'ScheduleExpressionTimezone',
  'State',
  'Target',
];

/** EventBridge: rules over events, rules on a schedule, and EventBridge Scheduler's schedules. */
export class Events implements Provisioner {
  readonly types = [
    'AWS::Events::Rule',
    'AWS::Scheduler::Schedule',
    'AWS::Scheduler::ScheduleGroup',
  ] as const;
  readonly #installation: Installation;
  readonly #deliver: Deliver;
  readonly #warn: (message: string) => void;
  readonly #rules: Rule[] = [];
  readonly #schedules: Schedule[] = [];
  readonly #stop = new AbortController();

  constructor(installation: Installation, deliver: Deliver, warn: (message: string) => void) {
    this.#installation = installation;
    this.#deliver = deliver;
    this.#warn = warn;
  }

  provision(resource: Resource): Provisioned {
    const { logicalId, type, properties } = resource;
    const { region, accountId } = this.#installation;
    const name = physicalName(resource, 'Name');
    if (type === 'AWS::Scheduler::ScheduleGroup') {
      return {
        ref: name,
        attributes: { Arn: `arn:aws:scheduler:${region}:${accountId}:schedule-group/${name}` },
      };
    }
    const isRule = type === 'AWS::Events::Rule';
    const arn = isRule
      ? `arn:aws:events:${region}:${accountId}:rule/${name}`
      : `arn:aws:scheduler:${region}:${accountId}:schedule/${properties['GroupName'] ?? 'default'}/${name}`;
    const service = isRule ? 'events.amazonaws.com' : 'scheduler.amazonaws.com';
    const targets = [properties[isRule ? 'Targets' : 'Target'] ?? []].flat() as Omit<Target, 'service'>[];
    const entry = { arn, targets: targets.map((target) => ({ ...target, service }) as Target) };
    const expression = properties['ScheduleExpression'];
    if (properties['State'] !== 'DISABLED') {
      if (properties['EventPattern']) this.#rules.push({ ...entry, pattern: properties['EventPattern'] });
      if (expression !== undefined)
        this.#addSchedule(logicalId, { ...entry, expression: String(expression) });
    }
    return {
      ref: name,
      attributes: { Arn: arn },
      ignored: unknownProperties(resource, isRule ? RULE_KNOWN : SCHEDULE_KNOWN),
    };
  }

  /** Begins to keep time; called when everything else is ready. */
  start(): void {
    for (const schedule of this.#schedules) void this.#keep(schedule);
  }

  close(): void {
    this.#stop.abort();
  }

  /** Publishes what EventBridge says when an execution changes its status. */
  publishStatusChange(execution: Execution): void {
    const { region, accountId: account, clock } = this.#installation;
    const { startedAt, stoppedAt, ...rest } = execution;
    this.publish({
      version: '0',
      id: randomUUID(),
      'detail-type': 'Step Functions Execution Status Change',
      source: 'aws.states',
      account,
      time: new Date(clock()).toISOString().replace(/\.\d+Z$/, 'Z'),
      region,
      resources: [execution.arn],
      detail: {
        executionArn: execution.arn,
        stateMachineArn: execution.stateMachineArn,
        name: execution.name,
        status: execution.status,
        startDate: startedAt,
        stopDate: stoppedAt ?? null,
        input: execution.input,
        output: rest.output ?? null,
        error: rest.error ?? null,
        cause: rest.cause ?? null,
        inputDetails: { included: true },
        outputDetails: rest.output === undefined ? null : { included: true },
      },
    });
  }

  publish(event: object): void {
    for (const { arn, pattern, targets } of this.#rules) {
      if (matchesPattern(pattern, event)) this.#send(arn, targets, event);
    }
  }

  #addSchedule(logicalId: string, schedule: Schedule): void {
    try {
      nextAt(schedule.expression, this.#installation.clock());
    } catch (cause) {
      throw new Error(`${logicalId} has a schedule that is not played.`, { cause });
    }
    this.#schedules.push(schedule);
  }

  async #keep({ arn, expression, targets }: Schedule): Promise<void> {
    const { clock, region, accountId: account } = this.#installation;
    for (;;) {
      // Counted from now each time: a clock that jumped ahead makes one run, not all those it skipped.
      const at = nextAt(expression, clock());
      if (at === undefined || (await sleepUntil(at, clock, this.#stop.signal)) === 'aborted') return;
      const time = new Date(at).toISOString();
      this.#send(arn, targets, {
        version: '0',
        id: randomUUID(),
        'detail-type': 'Scheduled Event',
        source: 'aws.events',
        account,
        time,
        region,
        resources: [arn],
        detail: {},
      });
    }
  }

  #send(sourceArn: string, targets: Target[], event: object): void {
    for (const target of targets) {
      const input =
        target.service === 'scheduler.amazonaws.com'
          ? schedulerInput(target, sourceArn, event)
          : targetInput(target, event);
      this.#deliver(target, sourceArn, input).catch((error: unknown) => {
        this.#warn(`${sourceArn} → ${target.Arn}: ${error instanceof Error ? error.message : error}`);
      });
    }
  }
}

/** Scheduler fills its context attributes into the input's text. */
function schedulerInput({ Input: input }: Target, scheduleArn: string, event: object): unknown {
  if (input === undefined) return event;
  const filled = input
    .replaceAll('<aws.scheduler.schedule-arn>', scheduleArn)
    .replaceAll('<aws.scheduler.scheduled-time>', String(Reflect.get(event, 'time')))
    .replaceAll('<aws.scheduler.execution-id>', randomUUID())
    .replaceAll('<aws.scheduler.attempt-number>', '1');
  return JSON.parse(filled);
}
