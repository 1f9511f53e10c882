import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeSite } from '../fake-site.ts';
import { type Machine, signedInAt } from '../run.ts';

let site: FakeSite;
let on: Machine;
beforeEach(async () => {
  site = await FakeSite.start();
  on = await signedInAt(site);
  site.on('listScopes', {
    scopes: [{ logGroups: ['/checkout/api', '/checkout/web'] }, { logGroups: ['/checkout/api'] }],
  });
});
afterEach(() => site.stop());

function file(content: unknown): string {
  const name = join(mkdtempSync(join(tmpdir(), 'vitrine-exposure-')), 'file.json');
  writeFileSync(name, typeof content === 'string' ? content : JSON.stringify(content));
  return name;
}

const role = (name: string, Action: string[]) => ({
  RoleName: name,
  Arn: `arn:aws:iam::111122223333:role/${name}`,
  AssumeRolePolicyDocument: {
    Statement: [
      { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'sts:AssumeRole' },
    ],
  },
  RolePolicyList: [{ PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource: '*' }] } }],
});
const account = (...RoleDetailList: object[]) =>
  file({ UserDetailList: [], GroupDetailList: [], RoleDetailList, Policies: [] });

const exposure = (...args: string[]) => on.run('audit', 'exposure', ...args);

describe('vitrine audit exposure', () => {
  it('names who can read what and how, leaves Vitrine’s own roles out, and shows the policy that closes it', async () => {
    const from = account(
      role('Debug', ['logs:FilterLogEvents']),
      role('Vitrine-Reader', ['logs:*']),
      role('Build', ['ecr:*']),
    );
    const { status, stdout, stderr } = await exposure('--from', from);
    expect(status).toBe(1);
    const [table = '', scp = ''] = stdout.split(/\n\nThis service control policy[^\n]*\n\n/);
    expect(table.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
      ['PRINCIPAL', 'CAN READ', 'BY', 'ASSUMED BY'],
      ...['/checkout/api', '/checkout/web'].map((name) => [
        'arn:aws:iam::111122223333:role/Debug',
        `log group ${name}`,
        'logs:FilterLogEvents',
        'arn:aws:iam::111122223333:root',
      ]),
    ]);
    expect(JSON.parse(scp)).toMatchObject({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny' }, { Effect: 'Deny' }],
    });
    expect(stderr).toBe(
      '1 principal can read outside Vitrine, of 2 log groups; evidence was not looked at (--evidence-bucket); ' +
        'retention was not looked at (--log-groups).\n',
    );
  });

  it('looks at the evidence and at retention when it is told where', async () => {
    const from = account(role('Backup', ['s3:GetObject']));
    const groups = file({
      logGroups: [
        { logGroupName: '/checkout/api' },
        { logGroupName: '/checkout/web', retentionInDays: 30 },
        { logGroupName: '/other' },
      ],
    });
    const found = await exposure(
      '--from',
      from,
      '--log-groups',
      groups,
      '--evidence-bucket',
      'evidence-1',
      '--output',
      'json',
    );
    expect(
      found.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      {
        principal: 'arn:aws:iam::111122223333:role/Backup',
        assumedBy: ['arn:aws:iam::111122223333:root'],
        reaches: [{ what: 'evidence', verdict: 'allowed', actions: ['s3:GetObject'] }],
      },
      { logGroup: '/checkout/api', retention: null },
    ]);
  });

  it('ends well when nobody can', async () => {
    const { status, stdout } = await exposure('--from', account(role('Build', ['ecr:*'])));
    expect([status, stdout]).toEqual([0, '']);
  });

  it.each([
    ['a file that is not there', '/nowhere.json', 'cannot read JSON'],
    ['a file of something else', file('{}'), 'is not what the AWS command line writes'],
    ['a file without JSON', file('['), 'cannot read JSON'],
  ])('refuses %s', async (_, from, message) => {
    const { status, stderr } = await exposure('--from', from);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});
