import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AwsService, Caller, Installation, PolicyDocument } from '../../../local/aws/types.ts';
import { Iam } from '../../../local/iam/iam.ts';
import type { Provisioned, Provisioner } from '../../../local/provisioner.ts';
import { AwsEndpoint } from '../../../local/server/aws-endpoint.ts';
import { Faults } from '../../../local/server/faults.ts';
import { listen } from '../../../local/server/http-server.ts';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-central-1';

/** What an AWS SDK client is constructed with. */
interface ClientConfig {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken: string };
  maxAttempts: number;
}

export interface Harness {
  installation: Installation;
  iam: Iam;
  /** Client settings of a role that may do exactly what `policy` says; everything, without one. */
  clientConfig(policy?: PolicyDocument): ClientConfig;
  /** The same role as a caller, for calls that do not go over HTTP. */
  caller(policy?: PolicyDocument): Caller;
  provision(service: Provisioner, type: string, logicalId: string, properties: object): Promise<Provisioned>;
  /** Moves the services' clock. */
  advance(milliseconds: number): void;
  close(): Promise<void>;
}

const ALL: PolicyDocument = { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };

/** Serves `services` over HTTP with the stand-in's own IAM, in a data folder that goes away at the end. */
export async function serve(
  make: (installation: Installation, iam: Iam) => AwsService[],
  dataDir = mkdtempSync(join(tmpdir(), 'vitrine-services-')),
): Promise<Harness> {
  let offset = 0;
  const clock = (): number => Date.now() + offset;
  const iam = new Iam({ accountId: ACCOUNT, region: REGION, clock });
  const server = await listen(0);
  const endpoint = `http://127.0.0.1:${server.port}`;
  const { authorize } = iam;
  const installation = { accountId: ACCOUNT, region: REGION, endpoint, dataDir, clock, authorize };
  const bugs: unknown[] = [];
  const aws = new AwsEndpoint({ iam, faults: new Faults(), clock, onBug: (error) => bugs.push(error) });
  for (const service of make(installation, iam)) aws.add(service);
  server.serve({ handle: (request) => aws.handle(request) });
  let roles = 0;
  const issue = (policy = ALL) => {
    const { arn, name } = iam.addRole(`tester-${roles++}`, policy, { Statement: [] });
    const principalArn = `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/test`;
    return iam.credentials.issue({ roleArn: arn, principalArn });
  };
  const caller = (policy?: PolicyDocument): Caller => {
    const { accessKeyId, sessionToken } = issue(policy);
    const found = iam.credentials.find(accessKeyId, sessionToken);
    if (!found) throw new Error('The credentials just issued are not known.');
    return found;
  };
  return {
    installation,
    iam,
    caller,
    clientConfig: (policy) => {
      const { accessKeyId, secretAccessKey, sessionToken } = issue(policy);
      return {
        endpoint,
        region: REGION,
        credentials: { accessKeyId, secretAccessKey, sessionToken },
        maxAttempts: 1,
      };
    },
    provision: async (service, type, logicalId, properties) =>
      service.provision({ logicalId, type, properties: { ...properties } }),
    advance: (milliseconds) => {
      offset += milliseconds;
    },
    close: async () => {
      await server.close();
      rmSync(dataDir, { recursive: true, force: true });
      if (bugs.length > 0) throw new AggregateError(bugs, 'A service failed with an error of its own.');
    },
  };
}
