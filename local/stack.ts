import { mkdirSync } from 'node:fs';
import { ApiGateway } from './apigateway/api-gateway.ts';
import type { Installation } from './aws/types.ts';
import { Clock } from './clock.ts';
import { CloudFront } from './cloudfront/cloudfront.ts';
import { createDelivery } from './events/delivery.ts';
import { Events } from './events/events.ts';
import type { Credentials } from './iam/credentials.ts';
import { Iam } from './iam/iam.ts';
import { CdkCustomResources } from './lambda/cdk-custom-resources.ts';
import { Lambda } from './lambda/lambda.ts';
import { Oidc } from './oidc/oidc.ts';
import type { Person } from './oidc/person.ts';
import { AwsEndpoint } from './server/aws-endpoint.ts';
import { Faults } from './server/faults.ts';
import { listen } from './server/http-server.ts';
import { createServices, type Services } from './services/index.ts';
import { mailboxPage } from './services/mailbox/pages.ts';
import { createSite, type Page } from './site.ts';
import { StepFunctions } from './stepfunctions/step-functions.ts';
import { readAssembly } from './template/assembly.ts';
import { type Executed, executeAssembly } from './template/execute.ts';

export interface StackOptions {
  /** The cloud assembly, as `cdk synth` leaves it. */
  assemblyDir: string;
  /** Folder that holds all state; made when missing. */
  dataDir: string;
  /** 0, the default, takes any free port. */
  port?: number;
  /** Values of the template's parameters, given the endpoint; those that no template declares are ignored. */
  parameters?: (endpoint: string) => Record<string, string>;
  /** Who can sign in, as which client, for which audience. */
  oidc: { clientId: string; audience: string; people: readonly Person[] };
  /** What is there before the template is deployed, on AWS as here. */
  surroundings?: {
    /** Addresses or domains that are verified to send mail from. */
    verifiedSenders?: readonly string[];
    /** Log groups of the applications. */
    logGroups?: readonly string[];
  };
  accountId?: string;
  region?: string;
  /** Told of what the operator should know; by default a line on the console. */
  warn?: (message: string) => void;
}

/** A stack that runs on this machine. */
export interface RunningStack {
  /** `http://127.0.0.1:PORT`: the site, and the endpoint of every AWS service. */
  readonly url: string;
  readonly endpoint: string;
  readonly region: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly executed: Executed;
  readonly services: Services;
  /** The stand-in's own pages, such as the mailbox. */
  readonly pages: readonly Page[];
  readonly faults: Faults;
  /** The base address of an HTTP API itself, past the distribution; of the only one when no id is given. */
  apiUrl(apiId?: string): string;
  /** `Ref` of a resource, by its logical id or the beginning of it, where only one begins so. */
  ref(logicalId: string): string;
  /** Credentials of a role, by ARN, logical id, or the beginning of it; the operator's when none is named. */
  credentialsFor(role?: string): Credentials;
  /** What an SDK client is made with to act as that role. */
  clientConfig(role?: string): {
    endpoint: string;
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string; sessionToken: string };
  };
  /** The stack's time, in milliseconds since the epoch. */
  clock(): number;
  /** Lets time pass at once: for every service, schedule, workflow and function; not for the OIDC provider. */
  advanceClock(milliseconds: number): void;
  close(): Promise<void>;
}

/** Starts everything that the templates of an assembly declare. Resolves when it answers. */
export async function startStack(options: StackOptions): Promise<RunningStack> {
  const { accountId = '000000000000', region = 'eu-west-1', warn = console.warn, dataDir } = options;
  const assembly = readAssembly(options.assemblyDir);
  mkdirSync(dataDir, { recursive: true });
  const clock = new Clock();
  const server = await listen(options.port ?? 0);
  const endpoint = `http://127.0.0.1:${server.port}`;
  const iam = new Iam({ accountId, region, clock: clock.now });
  const onBug = (error: unknown): void =>
    warn(error instanceof Error ? (error.stack ?? error.message) : String(error));
  const installation: Installation = {
    accountId,
    region,
    endpoint,
    dataDir,
    clock: clock.now,
    authorize: iam.authorize,
  };

  const services = createServices(installation, iam);
  const { s3, logs } = services;
  const { caller: operator } = iam.operator();
  const { assets } = assembly;
  const lambda = new Lambda(installation, { iam, logs, assets, clockAheadMs: clock.aheadMs, warn });
  const events = new Events(installation, createDelivery({ lambda, iam, sns: services.sns }), warn);
  const stepFunctions = new StepFunctions(installation, {
    iam,
    lambda,
    onStatusChange: (execution) => events.publishStatusChange(execution),
    onBug,
  });
  const apiGateway = new ApiGateway(installation, { lambda, logs, logWriter: operator, warn });
  const cloudFront = new CloudFront(installation, { s3, bucketReader: operator, apis: apiGateway.apis });
  const customResources = new CdkCustomResources({ s3, iam, assets });

  const { verifiedSenders = [], logGroups = [] } = options.surroundings ?? {};
  for (const address of verifiedSenders) verifySender(services, address);
  for (const name of logGroups) logs.ensureGroup(name);

  const faults = new Faults();
  const aws = new AwsEndpoint({ iam, faults, clock: clock.now, onBug });
  for (const service of [...services.all, lambda, stepFunctions]) aws.add(service);
  const executed = await executeAssembly(assembly, {
    provisioners: [
      ...services.provisioners,
      iam,
      lambda,
      apiGateway,
      cloudFront,
      stepFunctions,
      events,
      customResources,
    ],
    parameters: options.parameters?.(endpoint) ?? {},
    accountId,
    region,
    readSecret: (idOrArn) => services.secretsManager.read(idOrArn),
  });

  const oidc = new Oidc({ issuer: `${endpoint}/oidc`, dataDir, ...options.oidc });
  const { apis } = apiGateway;
  const mailbox: Page = {
    title: 'Mailbox',
    path: '/mailbox',
    handle: ({ path, query }) => mailboxPage(services.mailbox, path, query) ?? { status: 404 },
  };
  const pages = [mailbox];
  server.serve(createSite({ aws, oidc, pages, apis, distribution: cloudFront.distributions[0] }));
  stepFunctions.resume();
  events.start();

  const find = (name: string) => findResource(executed, name);
  const credentialsFor = (role?: string): Credentials => {
    if (role === undefined) return iam.operator().credentials;
    const arn = role.startsWith('arn:') ? role : find(role).provisioned.attributes['Arn'];
    const found = arn === undefined ? undefined : iam.role(arn);
    if (!found) throw new Error(`${role} is no role.`);
    return iam.session(found, 'test').credentials;
  };
  return {
    url: endpoint,
    endpoint,
    region,
    outputs: executed.outputs,
    executed,
    services,
    pages,
    faults,
    apiUrl: (apiId = [...apis.keys()][0]) => `${endpoint}/_apigateway/${apiId}`,
    ref: (logicalId) => find(logicalId).provisioned.ref,
    credentialsFor,
    clientConfig: (role) => {
      const { accessKeyId, secretAccessKey, sessionToken } = credentialsFor(role);
      return { endpoint, region, credentials: { accessKeyId, secretAccessKey, sessionToken } };
    },
    clock: clock.now,
    advanceClock: (milliseconds) => clock.advance(milliseconds),
    close: async () => {
      events.close();
      stepFunctions.close();
      await server.close();
      await lambda.close();
      await services.close();
    },
  };
}

/** As an operator would on the console, where the template leaves it to them. */
function verifySender({ ses }: Services, address: string): void {
  ses.provision({
    logicalId: 'VerifiedSender',
    type: 'AWS::SES::EmailIdentity',
    properties: { EmailIdentity: address },
  });
}

function findResource({ resources }: Executed, name: string) {
  const exact = resources.get(name);
  if (exact) return exact;
  const matches = [...resources.values()].filter(({ resource }) => resource.logicalId.startsWith(name));
  const [only, ...others] = matches;
  if (!only) throw new Error(`The template has no resource ${name}.`);
  if (others.length > 0) {
    throw new Error(`${name} may be ${matches.map(({ resource }) => resource.logicalId).join(', ')}.`);
  }
  return only;
}
