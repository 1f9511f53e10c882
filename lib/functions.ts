import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type FunctionName, functionEnvironment, type Variable } from '../contract/environment.ts';
import type { Config } from '../core/policy/config.ts';
import { acknowledge } from './acknowledge.ts';
import { type Bundles, functionNames } from './bundle.ts';

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
  watch: 'Watch',
  reports: 'Reports',
  ledger: 'Ledger',
};

/** Whether a function is told a variable, which is what decides its permissions, too. */
function isTold(name: FunctionName, variable: Variable): boolean {
  return (functionEnvironment[name] as readonly Variable[]).includes(variable);
}

/** Every function of the contract, each with a role and a log group of its own. */
export class Functions extends Construct {
  readonly #functions: Record<FunctionName, VitrineFunction>;

  constructor(scope: Construct, id: string, { config, bundles }: { config: Config; bundles: Bundles }) {
    super(scope, id);
    const entries = functionNames.map((name) => [
      name,
      new VitrineFunction(this, constructIds[name], { name, config, bundle: bundles[name] }),
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
  readonly role: iam.Role;
  readonly grantPrincipal: iam.IPrincipal;

  constructor(
    scope: Construct,
    id: string,
    { name, config, bundle }: { name: FunctionName; config: Config; bundle: string },
  ) {
    super(scope, id);
    const functionName = `${Stack.of(this).stackName}-${name}`;
    const logGroup = new logs.LogGroup(this, 'Log', {
      logGroupName: `/aws/lambda/${functionName}`,
      retention: config.retention.logDays,
      removalPolicy: config.installation === 'dev' ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
    this.role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      description: `Vitrine: what the function ${name} may do`,
    });
    this.grantPrincipal = this.role;
    logGroup.grantWrite(this.role);
    this.function = new lambda.Function(this, 'Function', {
      functionName,
      role: this.role,
      logGroup,
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      code: lambda.Code.fromAsset(bundle),
      handler: 'index.handler',
      // Results are redacted in memory, up to a page of 10,000 rows.
      memorySize: name === 'results' ? 1024 : 512,
      timeout: timeoutOf(name),
      tracing: lambda.Tracing.ACTIVE,
      loggingFormat: lambda.LoggingFormat.JSON,
      environment: {
        NODE_OPTIONS: '--enable-source-maps',
        POWERTOOLS_SERVICE_NAME: `vitrine-${name}`,
        POWERTOOLS_METRICS_NAMESPACE: 'Vitrine',
      },
    });
    acknowledge(this.role, {
      'IAM5[Resource::*]':
        'X-Ray’s and Step Functions’ task actions know no resources; all else names its own.',
    });
  }
}

/** Below the gateway's 30 seconds; the sweeper below its own interval, so that two never run at once. */
function timeoutOf(name: FunctionName): Duration {
  if (name === 'sweeper') return Duration.seconds(55);
  // A report reads ninety days of events.
  if (name === 'reports') return Duration.minutes(15);
  // Deriving a whole log anew takes long, and ledgers may run at once.
  if (name === 'ledger') return Duration.minutes(15);
  return Duration.seconds(isTold(name, 'ORIGIN_SECRET_ARN') ? 29 : 60);
}
