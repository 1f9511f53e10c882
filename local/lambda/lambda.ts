import { statSync } from 'node:fs';
import path from 'node:path';
import {
  AwsError,
  type AwsRequest,
  type AwsResponse,
  type AwsService,
  type Caller,
  type Installation,
  type Resource,
} from '../aws/types.ts';
import type { Iam } from '../iam/iam.ts';
import { matchesArn } from '../iam/wildcard.ts';
import { type Provisioned, type Provisioner, physicalName, unknownProperties } from '../provisioner.ts';
import { LambdaFunction } from './function.ts';
import { FunctionLog } from './function-log.ts';
import { Instance, type Outcome } from './instance.ts';
import type { WorkerSetup } from './messages.ts';

export interface LambdaOptions {
  iam: Iam;
  logs: AwsService;
  /** Where an asset lies on disk, by the object key that the template names. */
  assets: ReadonlyMap<string, string>;
  clockAheadMs?: Float64Array<SharedArrayBuffer> | undefined;
  warn: (message: string) => void;
}

interface Permission {
  functionArn: string;
  principal: string;
  sourceArn?: string;
}

const FUNCTION_PROPERTIES = [
  'Code',
  'Description',
  'Environment',
  'FunctionName',
  'Handler',
  'LoggingConfig',
  'MemorySize',
  'Role',
  'Runtime',
  'Tags',
  'Timeout',
];
const REAP_EVERY_MS = 30_000;

/** Lambda: the template's functions, run from their bundles in worker threads, each with its role's credentials. */
export class Lambda implements Provisioner, AwsService {
  readonly signingName = 'lambda';
  readonly types = ['AWS::Lambda::Function', 'AWS::Lambda::Permission', 'AWS::Lambda::LayerVersion'] as const;
  readonly #installation: Installation;
  readonly #options: LambdaOptions;
  readonly #functions = new Map<string, LambdaFunction>();
  readonly #permissions: Permission[] = [];
  readonly #reaper: NodeJS.Timeout;

  constructor(installation: Installation, options: LambdaOptions) {
    this.#installation = installation;
    this.#options = options;
    this.#reaper = setInterval(() => this.#reap(), REAP_EVERY_MS).unref();
  }

  provision(resource: Resource): Provisioned {
    if (resource.type === 'AWS::Lambda::Function') return this.#provisionFunction(resource);
    if (resource.type === 'AWS::Lambda::Permission') return this.#provisionPermission(resource);
    // Layers carry the tools of CDK's own Python functions, which are played without them.
    return { ref: this.#arn(`layer:${resource.logicalId}:1`), attributes: {} };
  }

  /** Invokes as a signed caller, who needs `lambda:InvokeFunction`. */
  invokeAs(caller: Caller, functionName: string, event: unknown): Promise<Outcome> {
    const found = this.#find(functionName);
    this.#installation.authorize(caller, 'lambda:InvokeFunction', found.arn);
    return found.invoke(event);
  }

  /** Invokes as an AWS service, such as `apigateway.amazonaws.com`, which needs a permission on the function. */
  invokeFor(service: string, sourceArn: string, functionName: string, event: unknown): Promise<Outcome> {
    const found = this.#find(functionName);
    const allowed = this.#permissions.some(
      (permission) =>
        permission.functionArn === found.arn &&
        permission.principal === service &&
        (permission.sourceArn === undefined || matchesArn(permission.sourceArn, sourceArn)),
    );
    if (!allowed) {
      throw new AwsError(
        'AccessDeniedException',
        `${service} (${sourceArn}) may not invoke ${found.name}.`,
        403,
      );
    }
    return found.invoke(event);
  }

  /** The wire API: `Invoke` alone. */
  async handle(request: AwsRequest): Promise<AwsResponse> {
    const [, name] = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(request.path) ?? [];
    if (name === undefined || request.method !== 'POST') {
      throw new AwsError(
        'UnknownOperationException',
        `${request.method} ${request.path} is not played.`,
        404,
      );
    }
    const event: unknown = JSON.parse(request.body.toString('utf8') || '{}');
    const running = this.invokeAs(request.caller, decodeURIComponent(name), event);
    if (request.headers['x-amz-invocation-type'] === 'Event') {
      running.catch(() => undefined);
      return { status: 202 };
    }
    const outcome = await running;
    if (outcome.ok) return { status: 200, body: outcome.payload };
    return {
      status: 200,
      headers: { 'x-amz-function-error': 'Unhandled' },
      body: JSON.stringify(outcome.error),
    };
  }

  /** Ends all threads; resolves when the last lines are in the log groups. */
  async close(): Promise<void> {
    clearInterval(this.#reaper);
    await Promise.all([...this.#functions.values()].map((each) => each.close()));
  }

  #find(nameOrArn: string): LambdaFunction {
    const arn = nameOrArn.startsWith('arn:')
      ? nameOrArn.split(':').slice(0, 7).join(':')
      : this.#arn(`function:${nameOrArn}`);
    const found = this.#functions.get(arn);
    if (!found) throw new AwsError('ResourceNotFoundException', `Function not found: ${arn}`, 404);
    return found;
  }

  #provisionFunction(resource: Resource): Provisioned {
    const { properties } = resource;
    const name = physicalName(resource, 'FunctionName');
    const arn = this.#arn(`function:${name}`);
    const provisioned = {
      ref: name,
      attributes: { Arn: arn },
      ignored: unknownProperties(resource, FUNCTION_PROPERTIES),
    };
    const runtime = String(properties['Runtime']);
    // CDK's own Python functions serve custom resources that are played natively; they are never invoked.
    if (!runtime.startsWith('nodejs'))
      return { ...provisioned, ignored: [`Runtime (${runtime} is never run)`] };
    const logging = record(properties['LoggingConfig']);
    const setup: WorkerSetup = {
      ...this.#code(resource),
      functionName: name,
      functionArn: arn,
      memoryMegabytes: Number(properties['MemorySize'] ?? 128),
      logGroup: String(logging['LogGroup'] ?? `/aws/lambda/${name}`),
      logStream: `${new Date(this.#installation.clock()).toISOString().slice(0, 10).replaceAll('-', '/')}/[$LATEST]local`,
      logFormat: logging['LogFormat'] === 'JSON' ? 'JSON' : 'Text',
      ...(this.#options.clockAheadMs ? { clockAheadMs: this.#options.clockAheadMs } : {}),
    };
    this.#functions.set(arn, this.#createFunction(setup, properties));
    return provisioned;
  }

  #createFunction(setup: WorkerSetup, properties: Record<string, unknown>): LambdaFunction {
    const { caller, credentials } = this.#options.iam.actAs(String(properties['Role']), setup.functionName, {
      service: 'lambda.amazonaws.com',
      sourceArn: setup.functionArn,
    });
    const { endpoint, region, clock } = this.#installation;
    const log = new FunctionLog({
      logs: this.#options.logs,
      caller,
      logGroup: setup.logGroup,
      logStream: setup.logStream,
      clock,
      onRefused: (message) => this.#options.warn(`${setup.functionName} cannot write its log: ${message}`),
    });
    const environment: Record<string, string> = {
      ...variables(properties),
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_SESSION_TOKEN: credentials.sessionToken,
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_EXECUTION_ENV: `AWS_Lambda_${properties['Runtime']}`,
      AWS_LAMBDA_FUNCTION_NAME: setup.functionName,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(setup.memoryMegabytes),
      AWS_LAMBDA_LOG_GROUP_NAME: setup.logGroup,
      AWS_LAMBDA_LOG_STREAM_NAME: setup.logStream,
      AWS_LAMBDA_LOG_FORMAT: setup.logFormat,
      LAMBDA_TASK_ROOT: path.dirname(setup.modulePath),
      TZ: ':UTC',
      _HANDLER: String(properties['Handler']),
    };
    const onOutput = (message: string): void => log.write(message);
    return new LambdaFunction({
      setup,
      log,
      clock,
      timeoutMs: Number(properties['Timeout'] ?? 3) * 1000,
      createInstance: () => new Instance({ setup, environment, onOutput }),
    });
  }

  #code({ logicalId, properties }: Resource): { modulePath: string; exportName: string } {
    const key = String(record(properties['Code'])['S3Key']);
    const directory = this.#options.assets.get(key);
    if (directory === undefined || !statSync(directory).isDirectory()) {
      throw new Error(`${logicalId}: its code (${key}) is no folder of the cloud assembly.`);
    }
    const [file = '', exportName = ''] = String(properties['Handler']).split('.');
    const candidates = ['.mjs', '.js', '.cjs'].map((extension) =>
      path.join(directory, `${file}${extension}`),
    );
    const modulePath = candidates.find((candidate) =>
      statSync(candidate, { throwIfNoEntry: false })?.isFile(),
    );
    if (modulePath === undefined)
      throw new Error(`${logicalId}: no ${file}.mjs, .js or .cjs in ${directory}.`);
    return { modulePath, exportName };
  }

  #provisionPermission({ logicalId, properties }: Resource): Provisioned {
    const sourceArn = properties['SourceArn'];
    const functionName = String(properties['FunctionName']);
    this.#permissions.push({
      functionArn: functionName.startsWith('arn:') ? functionName : this.#arn(`function:${functionName}`),
      principal: String(properties['Principal']),
      ...(sourceArn === undefined ? {} : { sourceArn: String(sourceArn) }),
    });
    return { ref: logicalId, attributes: {} };
  }

  #arn(rest: string): string {
    const { region, accountId } = this.#installation;
    return `arn:aws:lambda:${region}:${accountId}:${rest}`;
  }

  #reap(): void {
    for (const each of this.#functions.values()) each.reap();
  }
}

function variables(properties: Record<string, unknown>): Record<string, string> {
  const declared = record(record(properties['Environment'])['Variables']);
  return Object.fromEntries(Object.entries(declared).map(([name, value]) => [name, String(value)]));
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
