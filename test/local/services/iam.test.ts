import {
  CreateRoleCommand,
  GetAccountAuthorizationDetailsCommand,
  IAMClient,
  PutRolePolicyCommand,
  paginateGetAccountAuthorizationDetails,
  type RoleDetail,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createIamApi } from '../../../local/services/iam.ts';
import { ACCOUNT, type Harness, serve } from './harness.ts';

const trust = {
  Statement: { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
};
const policy = {
  Statement: {
    Effect: 'Allow',
    Action: 'logs:StartQuery',
    Resource: 'arn:aws:logs:*:*:log-group:/a&b <ü>:*',
  },
};
let harness: Harness;
let client: IAMClient;

beforeAll(async () => {
  harness = await serve((installation, iam) => [createIamApi(installation, iam)]);
  const { ref: managed } = await harness.provision(harness.iam, 'AWS::IAM::ManagedPolicy', 'Scope', {
    PolicyDocument: policy,
  });
  for (let at = 0; at < 45; at += 1) {
    await harness.provision(harness.iam, 'AWS::IAM::Role', `Role${at}`, {
      AssumeRolePolicyDocument: trust,
      ManagedPolicyArns: [managed],
      Policies: [{ PolicyName: 'own', PolicyDocument: policy }],
    });
  }
  client = new IAMClient(harness.clientConfig());
});
afterAll(() => harness.close());

async function everything() {
  const roles: RoleDetail[] = [];
  const policies: string[] = [];
  let pages = 0;
  for await (const page of paginateGetAccountAuthorizationDetails({ client }, {})) {
    pages += 1;
    roles.push(...(page.RoleDetailList ?? []));
    policies.push(...(page.Policies ?? []).flatMap(({ Arn = '' }) => Arn));
  }
  return { roles, policies, pages };
}

it('lists every role once, over pages, with its policies encoded as IAM encodes them', async () => {
  const { roles, policies, pages } = await everything();
  const template = roles.filter(({ RoleName = '' }) => RoleName.startsWith('Role'));
  expect(new Set(template.map(({ Arn }) => Arn)).size).toBe(45);
  expect(template).toHaveLength(45);
  expect(pages).toBeGreaterThan(1);
  expect(policies).toContain(`arn:aws:iam::${ACCOUNT}:policy/Scope`);
  const [first] = template;
  expect(first).toMatchObject({
    Arn: `arn:aws:iam::${ACCOUNT}:role/Role0`,
    CreateDate: expect.any(Date),
    AttachedManagedPolicies: [{ PolicyName: 'Scope', PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/Scope` }],
  });
  const [{ PolicyName, PolicyDocument = '' } = {}] = first?.RolePolicyList ?? [];
  expect(PolicyName).toBe('own');
  expect(PolicyDocument).toMatch(/^%7B%22Statement/);
  expect(JSON.parse(decodeURIComponent(PolicyDocument))).toEqual(policy);
  expect(JSON.parse(decodeURIComponent(first?.AssumeRolePolicyDocument ?? ''))).toEqual(trust);
});

it('has a role that was made by hand, and what it was given', async () => {
  const RoleName = 'by-hand';
  await client.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }));
  const given = { RoleName, PolicyName: 'logs', PolicyDocument: JSON.stringify(policy) };
  await client.send(new PutRolePolicyCommand(given));
  const found = (await everything()).roles.find((role) => role.RoleName === RoleName);
  expect(found?.RolePolicyList).toMatchObject([{ PolicyName: 'logs' }]);
});

it.each([
  [
    'a role that is there',
    () => new CreateRoleCommand({ RoleName: 'Role1', AssumeRolePolicyDocument: JSON.stringify(trust) }),
    'EntityAlreadyExists',
  ],
  [
    'a policy for a role that is not',
    () =>
      new PutRolePolicyCommand({ RoleName: 'none', PolicyName: 'p', PolicyDocument: JSON.stringify(policy) }),
    'NoSuchEntity',
  ],
  [
    'a policy that is none',
    () => new CreateRoleCommand({ RoleName: 'another', AssumeRolePolicyDocument: '{' }),
    'MalformedPolicyDocument',
  ],
  [
    'a marker that it did not give',
    () => new GetAccountAuthorizationDetailsCommand({ Marker: 'x' }),
    'ValidationError',
  ],
])('refuses %s', async (_, command, name) => {
  await expect(client.send(command() as CreateRoleCommand)).rejects.toMatchObject({
    name: expect.stringContaining(name),
  });
});

it('tells nobody who may not ask', async () => {
  const nobody = new IAMClient(
    harness.clientConfig({ Statement: { Effect: 'Allow', Action: 'logs:*', Resource: '*' } }),
  );
  await expect(nobody.send(new GetAccountAuthorizationDetailsCommand({}))).rejects.toMatchObject({
    name: 'AccessDenied',
  });
});
