import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommandLine } from '../support/command-line.ts';
import { outputOf, type Site, startSite } from '../support/running-stack.ts';

let site: Site;
let admin: CommandLine;
let evidence: string[];

/** The command of somebody who has signed in, with the AWS credentials of a role, or of the administrator. */
async function signedIn(roleArn?: string): Promise<CommandLine> {
  const { endpoint, region, credentials } = site.stack.clientConfig(roleArn);
  const command = new CommandLine(site.url, {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
  });
  await command.ok('login', '--as', 'carol', '--no-browser');
  return command;
}

beforeAll(async () => {
  site = await startSite();
  admin = await signedIn();
  evidence = ['--evidence-bucket', outputOf(site.stack, 'EvidenceBucket')];
  evidence.push('--region', site.stack.clientConfig().region);
});
afterAll(async () => {
  admin?.close();
  await site?.close();
});

interface Line {
  principal?: string;
  assumedBy?: string[];
  reaches?: { what: string; verdict: string; actions: string[] }[];
  logGroup?: string;
}

async function exposed(...options: string[]) {
  const { status, stdout, stderr } = await admin.run(
    'audit',
    'exposure',
    ...evidence,
    ...options,
    '--output',
    'json',
  );
  const lines = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);
  return {
    status,
    stderr,
    lines,
    names: lines.flatMap(({ principal }) => principal?.split('/').at(-1) ?? []),
  };
}

const byHand = {
  RoleName: 'observability',
  trust: {
    Statement: {
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::999988887777:root' },
      Action: 'sts:AssumeRole',
    },
  },
  policy: { Statement: { Effect: 'Allow', Action: 'logs:Filter*', Resource: '*' } },
};

describe('vitrine audit exposure, asking the account of a running stack', () => {
  it('names the administrator of the stand-in, who may do anything, and none of Vitrine’s own roles', async () => {
    const { status, lines, names, stderr } = await exposed();
    expect({ status, names, stderr }).toMatchObject({ status: 1, names: ['operator'] });
    const reaches = lines[0]?.reaches?.map(({ what }) => what) ?? [];
    expect(reaches).toContain('log group /checkout/api');
    expect(reaches).toContain('raw query results');
    expect(reaches).toContain('evidence');
    expect(stderr).not.toContain('not looked at');
  });

  it('would name those of Vitrine’s roles that read logs, results or evidence, if they were somebody else’s', async () => {
    const { names } = await exposed('--role-prefix', 'SomebodyElse-');
    // Logical ids end with eight digits.
    expect(names.map((name) => name.replace(/[0-9A-F]{8}$/, '')).sort()).toEqual([
      'Vitrine-AuditLakeAuditor',
      'Vitrine-FunctionsAuditRole',
      'Vitrine-FunctionsExporterRole',
      'Vitrine-FunctionsLedgerRole',
      'Vitrine-FunctionsReconcileRole',
      'Vitrine-FunctionsReportsRole',
      'Vitrine-LogAccessReader',
      'Vitrine-LogAccessStarter',
      'operator',
    ]);
  });

  it('names a role that somebody made by hand, with what it reads, how, and whom it trusts', async () => {
    const iam = new IAMClient(site.stack.clientConfig());
    const { RoleName, trust, policy } = byHand;
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }));
    await iam.send(
      new PutRolePolicyCommand({ RoleName, PolicyName: 'logs', PolicyDocument: JSON.stringify(policy) }),
    );
    const { status, names, lines } = await exposed();
    expect({ status, names }).toEqual({ status: 1, names: ['operator', RoleName] });
    const found = lines.find(({ principal }) => principal?.endsWith(`/${RoleName}`));
    expect(found?.assumedBy).toEqual(['arn:aws:iam::999988887777:root']);
    expect(found?.reaches).toContainEqual({
      what: 'log group /checkout/api',
      verdict: 'allowed',
      actions: ['logs:FilterLogEvents'],
    });
    expect(found?.reaches?.map(({ what }) => what)).not.toContain('evidence');
  });

  it('names the log groups of scopes that keep everything for good', async () => {
    const { lines } = await exposed();
    expect(lines.flatMap(({ logGroup }) => logGroup ?? [])).toContain('/checkout/api');
  });

  it('says so when AWS does not tell', async () => {
    const auditor = await signedIn(outputOf(site.stack, 'AuditorRoleArn'));
    const { status, stderr } = await auditor.run('audit', 'exposure', ...evidence);
    auditor.close();
    expect(status).not.toBe(0);
    expect(stderr).toMatch(/AWS does not tell with your credentials: .*iam:GetAccountAuthorizationDetails/);
  });
});
