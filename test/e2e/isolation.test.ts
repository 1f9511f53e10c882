import {
  CloudWatchLogsClient,
  FilterLogEventsCommand,
  GetQueryResultsCommand,
  StartQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { GetObjectCommand, PutObjectCommand, PutObjectLegalHoldCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FunctionName, functionEnvironment } from '../../contract/environment.ts';
import { open } from '../support/grants.ts';
import { outputOf, type Site, startSite } from '../support/running-stack.ts';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site?.close());

const names = Object.keys(functionEnvironment) as FunctionName[];
const denied = /AccessDenied|not authorized|Access Denied/i;

/** The environment of a deployed function, and the ARN of its role. */
function deployed(name: FunctionName) {
  const functions = [...site.stack.executed.resources.values()].filter(
    ({ resource }) => resource.type === 'AWS::Lambda::Function',
  );
  const found = functions.find(({ resource }) =>
    JSON.stringify(resource.properties).includes(`vitrine-${name}"`),
  );
  if (!found) throw new Error(`There is no function ${name}.`);
  const { Environment, Role } = found.resource.properties as {
    Environment: { Variables: Record<string, string> };
    Role: string;
  };
  return { variables: Environment.Variables, role: Role };
}

/** Assumes a role of the proxy as one of its functions does. */
async function session(name: FunctionName, roleVariable: string, scope?: string) {
  const { variables, role } = deployed(name);
  const sts = new STSClient(site.stack.clientConfig(role));
  const answer = await sts.send(
    new AssumeRoleCommand({
      RoleArn:
        deployed(name).variables[roleVariable] ??
        deployed('results').variables[roleVariable] ??
        deployed('queries').variables[roleVariable] ??
        deployed('keeper').variables[roleVariable],
      RoleSessionName: 'req-test',
      SourceIdentity: 'req-test',
      DurationSeconds: 900,
      ...(scope && {
        PolicyArns: [{ arn: `${deployed('queries').variables['SCOPE_POLICY_PREFIX']}${scope}` }],
      }),
    }),
  );
  const minted = answer.Credentials;
  const credentials = {
    accessKeyId: minted?.AccessKeyId ?? '',
    secretAccessKey: minted?.SecretAccessKey ?? '',
    sessionToken: minted?.SessionToken ?? '',
  };
  const { endpoint, region } = site.stack.clientConfig();
  return { logs: new CloudWatchLogsClient({ endpoint, region, credentials }), variables };
}

const startOn = (logGroup: string) =>
  new StartQueryCommand({
    logGroupNames: [logGroup],
    queryString: 'fields @message',
    startTime: Math.floor(Date.now() / 1000) - 3600,
    endTime: Math.floor(Date.now() / 1000),
  });

describe('the second wall: sessions', () => {
  it('a session of one scope cannot query a log group of another', async () => {
    const { logs } = await session('queries', 'STARTER_ROLE_ARN', 'checkout-prod');
    expect((await logs.send(startOn('/checkout/api'))).queryId).toBeDefined();
    await expect(logs.send(startOn('/ledger/worker'))).rejects.toThrow(denied);
    const mixed = startOn('/checkout/api');
    mixed.input.logGroupNames = ['/checkout/api', '/ledger/worker'];
    await expect(logs.send(mixed)).rejects.toThrow(denied);
  });

  it('a starter session cannot read results, and a reader session cannot start queries', async () => {
    const starter = await session('queries', 'STARTER_ROLE_ARN', 'checkout-prod');
    const { queryId } = await starter.logs.send(startOn('/checkout/api'));
    await expect(starter.logs.send(new GetQueryResultsCommand({ queryId }))).rejects.toThrow(denied);
    const reader = await session('results', 'READER_ROLE_ARN', 'checkout-prod');
    expect((await reader.logs.send(new GetQueryResultsCommand({ queryId }))).status).toBeDefined();
    await expect(reader.logs.send(startOn('/checkout/api'))).rejects.toThrow(denied);
  });

  it.each([
    ['READER_ROLE_ARN', ['results']],
    ['STARTER_ROLE_ARN', ['queries', 'grant']],
    ['STOPPER_ROLE_ARN', ['requests', 'queries', 'close', 'sweeper']],
    ['HOLDER_ROLE_ARN', ['keeper']],
  ] as const)('the role in %s is assumed by %o and no other function', async (variable, allowed) => {
    for (const name of names) {
      const attempt = session(name, variable);
      if ((allowed as readonly string[]).includes(name)) await expect(attempt, name).resolves.toBeDefined();
      else await expect(attempt, name).rejects.toThrow(denied);
    }
  });

  it('no function can read a log group itself', async () => {
    for (const name of names) {
      const logs = new CloudWatchLogsClient(site.stack.clientConfig(deployed(name).role));
      await expect(logs.send(startOn('/checkout/api')), name).rejects.toThrow(denied);
      const direct = new FilterLogEventsCommand({ logGroupName: '/checkout/api' });
      await expect(logs.send(direct), name).rejects.toThrow(denied);
    }
  });
});

describe('the functions’ own rights', () => {
  it('let none but the functions for SQL, log, comparison and export read the evidence, and none overwrite it', async () => {
    await open(site);
    const Bucket = outputOf(site.stack, 'EvidenceBucket');
    const Key = `events/dt=2026-11-21/${'0'.repeat(26)}.json`;
    for (const name of names) {
      const s3 = new S3Client({ ...site.stack.clientConfig(deployed(name).role), forcePathStyle: true });
      if (!['audit', 'ledger', 'reconcile', 'exporter'].includes(name))
        await expect(s3.send(new GetObjectCommand({ Bucket, Key })), name).rejects.toThrow(denied);
      await expect(s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' })), name).rejects.toThrow(denied);
      // Nor may those of the log make events up, even under a key that is free.
      const forged = new PutObjectCommand({ Bucket, Key, Body: 'x', IfNoneMatch: '*' });
      if (name === 'ledger' || name === 'exporter') await expect(s3.send(forged)).rejects.toThrow(denied);
    }
  });

  it.each([
    ['log/seq/000000000999999.json', 'ledger'],
    ['history/v1/dt=2026-11-21/0-1.parquet', 'ledger'],
    ['reviews/weekly-2026-11-16.html', 'reports'],
    [`rules/${'0'.repeat(64)}.json`, 'ledger'],
    ['elsewhere', '(none)'],
  ])('let none put %s but the function %s', async (Key, owner) => {
    const Bucket = outputOf(site.stack, 'EvidenceBucket');
    for (const name of names.filter((each) => each !== owner)) {
      const s3 = new S3Client({ ...site.stack.clientConfig(deployed(name).role), forcePathStyle: true });
      const forged = new PutObjectCommand({ Bucket, Key, Body: 'x', IfNoneMatch: '*' });
      await expect(s3.send(forged), name).rejects.toThrow(denied);
    }
  });

  it('let no function place a legal hold itself, not even the one that assumes the role for it', async () => {
    const Bucket = outputOf(site.stack, 'EvidenceBucket');
    const hold = { Bucket, Key: 'events/dt=2026-11-21/x.json', LegalHold: { Status: 'ON' } } as const;
    for (const name of names) {
      const s3 = new S3Client({ ...site.stack.clientConfig(deployed(name).role), forcePathStyle: true });
      await expect(s3.send(new PutObjectLegalHoldCommand(hold)), name).rejects.toThrow(denied);
    }
  });
});
