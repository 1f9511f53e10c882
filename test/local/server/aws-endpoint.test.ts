import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AwsService } from '../../../local/aws/types.ts';
import { startEndpoint } from '../harness.ts';

let host: Awaited<ReturnType<typeof startEndpoint>>;
const empty = (signingName: string): AwsService => ({
  signingName,
  handle: async () => ({ status: 200, body: '' }),
});

beforeEach(async () => {
  host = await startEndpoint();
  for (const name of ['s3', 'sts', 'secretsmanager']) host.add(empty(name));
});
afterEach(() => host.close());

test('answers ExpiredToken once a session has ended, in the format of each service', async () => {
  const { caller } = host.iam.operator();
  const session = host.iam.credentials.issue({ ...caller, expiresAt: host.clock.now() + 900_000 });
  host.clock.advance(900_001);
  const config = host.client(session);
  const sts = new STSClient(config).send(new GetCallerIdentityCommand({}));
  await expect(sts).rejects.toMatchObject({ name: 'ExpiredToken' });
  const s3 = new S3Client(config).send(new ListObjectsV2Command({ Bucket: 'b' }));
  await expect(s3).rejects.toMatchObject({ name: 'ExpiredToken' });
  const secrets = new SecretsManagerClient(config).send(new GetSecretValueCommand({ SecretId: 's' }));
  await expect(secrets).rejects.toMatchObject({ name: 'ExpiredTokenException' });
});

test('refuses a key that was never issued, and a token that is not its own', async () => {
  const { credentials } = host.iam.operator();
  for (const wrong of [
    { ...credentials, accessKeyId: 'ASIA0000000000000000' },
    { ...credentials, sessionToken: 'other' },
  ]) {
    const asked = new STSClient(host.client(wrong)).send(new GetCallerIdentityCommand({}));
    await expect(asked).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
  }
});

test('lets calls fail on purpose, by operation and detail, until told otherwise', async () => {
  const s3 = new S3Client(host.client());
  const put = (Key: string) => s3.send(new PutObjectCommand({ Bucket: 'b', Key, Body: 'x' }));
  const restore = host.faults.fail(
    's3',
    (operation, detail) => operation === 'PutObject' && detail.includes('/events/'),
  );
  await expect(put('events/1')).rejects.toMatchObject({ name: 'SlowDown' });
  await put('other/1');
  restore();
  await put('events/1');
});
