import { Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type FunctionName, functionEnvironment, type Variable } from '../contract/environment.ts';
import type { Config } from '../core/policy/config.ts';
import { acknowledge } from './acknowledge.ts';
import { type Bundles, functionNames } from './bundle.ts';
import { guardedLogGroup } from './log-group.ts';

const constructIds: Record<FunctionName, string> = {
  requests: 'Requests',
  approvals: 'Approvals',
  queries: 'Queries',
  results: 'Results',
  audit: 'Audit',
  notify: 'Notify',
  grant: 'Grant',
  hold: 'Hold',
  close: 'Close',
  sweeper: 'Sweeper',
  keeper: 'Keeper',
  watch: 'Watch',
  reports: 'Reports',
  ledger: 'Ledger',
  exporter: 'Exporter',
  reconcile: 'Reconcile',
};

/** Where the functions' own metrics are, each with its function's service as dimension. */
export const metricsNamespace = 'Vitrine';

export function serviceName(name: FunctionName): string {
  return `vitrine-${name}`;
}

/** What the names of the functions’ log groups begin with; the function's own name follows. */
export function ownLogsPrefix(scope: Construct): string {
  return `/aws/lambda/${Stack.of(scope).stackName}-`;
}

/** Whether a function is told a variable, which is what decides its permissions, too. */
function isTold(name: FunctionName, variable: Variable): boolean {
  return (functionEnvironment[name] as readonly Variable[]).includes(variable);
}

/** Every function of the contract, each with a role and a log group of its own. */
export class Functions extends Construct {
  readonly #functions: Record<FunctionName, VitrineFunction>;

  constructor(
    scope: Construct,
    id: string,
    { config, bundles, logKey }: { config: Config; bundles: Bundles; logKey: kms.IKey },
  ) {
    super(scope, id);
    const entries = functionNames.map((name) => [
      name,
      new VitrineFunction(this, constructIds[name], { name, config, logKey, bundle: bundles[name] }),
    ]);
    this.#functions = Object.fromEntries(entries) as Record<FunctionName, VitrineFunction>;
  }

  named(name: FunctionName): VitrineFunction {
    return this.#functions[name];
  }

  get all(): VitrineFunction[] {
    return functionNames.map((name) => this.#functions[name]);
  }

  /** The functions that are told a variable. */
  told(variable: Variable): VitrineFunction[] {
    return functionNames.filter((name) => isTold(name, variable)).map((name) => this.#functions[name]);
  }

  /** Tells each function the variables of its list. */
  tell(values: Readonly<Record<Variable, string>>): void {
    for (const name of functionNames) {
      for (const variable of functionEnvironment[name]) {
        this.#functions[name].function.addEnvironment(variable, values[variable]);
      }
    }
  }
}

/** One function; its role may write its log and its traces until more is granted. */
export class VitrineFunction extends Construct implements iam.IGrantable {
  readonly function: lambda.Function;
  readonly logGroup: logs.ILogGroup;
  readonly role: iam.Role;
  readonly grantPrincipal: iam.IPrincipal;

  constructor(
    scope: Construct,
    id: string,
    {
      name,
      config,
      bundle,
      logKey,
    }: { name: FunctionName; config: Config; bundle: string; logKey: kms.IKey },
  ) {
    super(scope, id);
    this.logGroup = guardedLogGroup(this, 'Log', {
      config,
      key: logKey,
      name: `${ownLogsPrefix(this)}${name}`,
    });
    this.role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      description: `Vitrine: what the function ${name} may do`,
    });
    this.grantPrincipal = this.role;
    this.logGroup.grantWrite(this.role);
    this.function = new lambda.Function(this, 'Function', {
      functionName: `${Stack.of(this).stackName}-${name}`,
      role: this.role,
      logGroup: this.logGroup,
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      code: lambda.Code.fromAsset(bundle),
      handler: 'index.handler',
      memorySize: memoryOf(name),
      timeout: timeoutOf(name),
      tracing: lambda.Tracing.ACTIVE,
      loggingFormat: lambda.LoggingFormat.JSON,
      environment: {
        NODE_OPTIONS: '--enable-source-maps',
        POWERTOOLS_SERVICE_NAME: serviceName(name),
        POWERTOOLS_METRICS_NAMESPACE: metricsNamespace,
      },
    });
    acknowledge(this.role, {
      'IAM5[Resource::*]':
        'X-Ray’s and Step Functions’ task actions know no resources; all else names its own.',
    });
  }
}

function memoryOf(name: FunctionName): number {
  // Results are redacted in memory, up to a page of 10,000 rows.
  if (name === 'results') return 1024;
  // Memory buys processor time, up to a whole processor here (Lambda developer guide, "Configure Lambda function memory").
  if (name === 'reconcile') return 1769;
  return 512;
}

/** Below the gateway's 30 seconds; the sweeper below its own interval, so that two never run at once. */
function timeoutOf(name: FunctionName): Duration {
  if (name === 'sweeper') return Duration.seconds(55);
  // Deriving or comparing a whole log takes long; two at once do no harm.
  if (name === 'ledger' || name === 'reconcile') return Duration.minutes(15);
  // A report reads ninety days of events.
  if (name === 'reports') return Duration.minutes(15);
  if (name === 'exporter') return Duration.minutes(5);
  return Duration.seconds(isTold(name, 'ORIGIN_SECRET_ARN') ? 29 : 60);
}
