import { randomUUID } from 'node:crypto';
import path from 'node:path';
import {
  AwsError,
  type AwsRequest,
  type AwsResponse,
  type AwsService,
  type Installation,
  type Resource,
} from '../aws/types.ts';
import type { Iam } from '../iam/iam.ts';
import type { Lambda } from '../lambda/lambda.ts';
import { type Provisioned, type Provisioner, physicalName, unknownProperties } from '../provisioner.ts';
import { parseDefinition } from './definition.ts';
import type { Execution } from './execution.ts';
import { ExecutionStore } from './execution-store.ts';
import { operations } from './operations.ts';
import { StateMachine } from './state-machine.ts';
import { StatesError } from './states-error.ts';
import { TaskTokens } from './task-tokens.ts';

export interface StepFunctionsOptions {
  iam: Iam;
  lambda: Pick<Lambda, 'invokeAs'>;
  onStatusChange: (execution: Execution) => void;
  onBug: (error: unknown) => void;
}

const KNOWN = ['DefinitionString', 'RoleArn', 'StateMachineName', 'StateMachineType', 'Tags'];

/** Step Functions: the template's Standard state machines and the API calls about their executions. */
export class StepFunctions implements Provisioner, AwsService {
  readonly signingName = 'states';
  readonly types = ['AWS::StepFunctions::StateMachine'] as const;
  readonly machines = new Map<string, StateMachine>();
  readonly tokens = new TaskTokens();
  readonly store: ExecutionStore;
  readonly #installation: Installation;
  readonly #options: StepFunctionsOptions;

  constructor(installation: Installation, options: StepFunctionsOptions) {
    this.#installation = installation;
    this.#options = options;
    this.store = new ExecutionStore(path.join(installation.dataDir, 'step-functions'));
  }

  provision(resource: Resource): Provisioned {
    const { logicalId, properties } = resource;
    if ((properties['StateMachineType'] ?? 'STANDARD') !== 'STANDARD') {
      throw new Error(`${logicalId}: only Standard workflows are played.`);
    }
    const { region, accountId, clock } = this.#installation;
    const name = physicalName(resource, 'StateMachineName');
    const arn = `arn:aws:states:${region}:${accountId}:stateMachine:${name}`;
    const { caller } = this.#options.iam.actAs(String(properties['RoleArn']), name, {
      service: 'states.amazonaws.com',
      sourceArn: arn,
    });
    const machine = new StateMachine({
      arn,
      name,
      definition: parseDefinition(String(properties['DefinitionString'])),
      now: clock,
      tokens: this.tokens,
      store: this.store,
      invoke: async (functionName, payload) => {
        try {
          return await this.#invoke(() => this.#options.lambda.invokeAs(caller, functionName, payload));
        } catch (error) {
          throw error instanceof AwsError ? new StatesError(`Lambda.${error.code}`, error.message) : error;
        }
      },
      onStatusChange: this.#options.onStatusChange,
      onBug: this.#options.onBug,
    });
    this.machines.set(arn, machine);
    return {
      ref: arn,
      attributes: { Arn: arn, Name: name },
      ignored: unknownProperties(resource, KNOWN),
    };
  }

  async handle(request: AwsRequest): Promise<AwsResponse> {
    const operation = request.headers['x-amz-target']?.split('.')[1] ?? '';
    const run = operations[operation];
    if (!run) throw new AwsError('UnknownOperationException', `${operation} is not played.`);
    const input = JSON.parse(request.body.toString('utf8') || '{}') as Record<string, unknown>;
    const authorize = (resource: string): void =>
      this.#installation.authorize(request.caller, `states:${operation}`, resource);
    const answer = run(input, { service: this, authorize });
    return {
      status: 200,
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': randomUUID() },
      body: JSON.stringify(answer),
    };
  }

  /** Goes on with what was running when the stand-in was last stopped; called when everything else is ready. */
  resume(): void {
    for (const [arn, machine] of this.machines) {
      for (const execution of this.store.of(arn)) {
        if (execution.status === 'RUNNING') machine.resume(execution);
      }
    }
  }

  close(): void {
    for (const machine of this.machines.values()) machine.close();
  }

  async #invoke(run: () => ReturnType<Lambda['invokeAs']>): Promise<unknown> {
    const outcome = await run();
    if (outcome.ok) return JSON.parse(outcome.payload);
    const { errorType } = outcome.error;
    const name = errorType === 'TooManyRequestsException' ? `Lambda.${errorType}` : errorType;
    throw new StatesError(name, JSON.stringify(outcome.error));
  }
}
