import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PolicyDocument } from '../../../local/aws/types.ts';
import { createSts } from '../../../local/services/sts.ts';
import { ACCOUNT, type Harness, serve } from './harness.ts';

const READER = `arn:aws:iam::${ACCOUNT}:role/reader`;
const TRUST: PolicyDocument = {
  Statement: {
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
    Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'],
  },
};
let harness: Harness;
let sts: STSClient;

beforeAll(async () => {
  harness = await serve((installation, iam) => [createSts(installation, iam)]);
  harness.iam.addRole('reader', { Statement: { Effect: 'Allow', Action: 'logs:*', Resource: '*' } }, TRUST);
  await harness.provision(harness.iam, 'AWS::IAM::ManagedPolicy', 'Scope', {
    PolicyDocument: { Statement: { Effect: 'Allow', Action: 'logs:GetQueryResults', Resource: '*' } },
  });
  sts = new STSClient(harness.clientConfig());
});
afterAll(() => harness.close());

const assume = (more: object = {}, client = sts) =>
  client.send(new AssumeRoleCommand({ RoleArn: READER, RoleSessionName: 'grant', ...more }));

it('mints a session confined by its policies and marked by its source identity', async () => {
  const answer = await assume({
    DurationSeconds: 900,
    SourceIdentity: 'grant-1',
    PolicyArns: [{ arn: `arn:aws:iam::${ACCOUNT}:policy/Scope` }],
    Policy: JSON.stringify({ Statement: [{ Effect: 'Deny', Action: 'logs:Unmask', Resource: '*' }] }),
  });
  const { AccessKeyId = '', SessionToken, Expiration } = answer.Credentials ?? {};
  const caller = harness.iam.credentials.find(AccessKeyId, SessionToken);
  expect(caller).toMatchObject({ roleArn: READER, sourceIdentity: 'grant-1' });
  expect(Expiration?.getTime()).toBeLessThanOrEqual(Date.now() + 900_000);
  if (!caller) throw new Error('The session is not known.');
  harness.iam.authorize(caller, 'logs:GetQueryResults', '*');
  expect(() => harness.iam.authorize(caller, 'logs:StartQuery', '*')).toThrow(/not authorized/);
});

it('refuses more than an hour to a role that assumes a role', async () => {
  await expect(assume({ DurationSeconds: 3601 })).rejects.toMatchObject({ name: 'ValidationError' });
  await expect(assume({ DurationSeconds: 899 })).rejects.toMatchObject({ name: 'ValidationError' });
});

it('refuses a role that does not trust, one that does not exist, and a caller without permission', async () => {
  harness.iam.addRole('closed', { Statement: [] }, { Statement: [] });
  const powerless = new STSClient(harness.clientConfig({ Statement: [] }));
  const denied = { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } };
  await expect(assume({ RoleArn: `arn:aws:iam::${ACCOUNT}:role/closed` })).rejects.toMatchObject(denied);
  await expect(assume({ RoleArn: `arn:aws:iam::${ACCOUNT}:role/nobody` })).rejects.toMatchObject(denied);
  await expect(assume({}, powerless)).rejects.toMatchObject(denied);
});

it('wants sts:TagSession in the trust policy for tags', async () => {
  const tagged = assume({ Tags: [{ Key: 'grant', Value: '1' }] });
  await expect(tagged).rejects.toThrow(/sts:TagSession/);
});

it('limits session policies to 2,048 characters and source identities to their alphabet', async () => {
  const Policy = JSON.stringify({ Statement: [{ Effect: 'Deny', Action: 'x'.repeat(2048), Resource: '*' }] });
  await expect(assume({ Policy })).rejects.toMatchObject({ name: 'PackedPolicyTooLargeException' });
  await expect(assume({ SourceIdentity: 'a b' })).rejects.toMatchObject({ name: 'ValidationError' });
  await expect(assume({ Policy: '{' })).rejects.toMatchObject({ name: 'MalformedPolicyDocumentException' });
});

it('answers ExpiredToken once a session has ended', async () => {
  const { Credentials } = await assume({ DurationSeconds: 900 });
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
  const credentials = {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
  };
  const session = new STSClient({ ...harness.clientConfig(), credentials });
  const identity = await session.send(new GetCallerIdentityCommand({}));
  expect(identity.Arn).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/reader/grant`);
  harness.advance(901_000);
  await expect(session.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
    name: /^ExpiredToken/,
  });
});
