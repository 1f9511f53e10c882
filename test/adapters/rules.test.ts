import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { rulesKey } from '../../core/policy/rules.ts';
import { createS3, type S3 } from '../../local/services/s3/s3.ts';
import { type Harness, serve } from '../local/services/harness.ts';
import { useStandIn } from './stand-in.ts';

let harness: Harness;
let service: S3;
let s3: S3Client;
let rulesKeeper: typeof import('../../adapters/s3/rules.ts').rulesKeeper;

beforeAll(async () => {
  harness = await serve((installation, iam) => {
    service = createS3(installation, iam);
    return [service];
  });
  useStandIn(harness);
  ({ rulesKeeper } = await import('../../adapters/s3/rules.ts'));
  s3 = new S3Client({ ...harness.clientConfig(), forcePathStyle: true });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await harness.close();
});

const bucketNamed = async (id: string) =>
  (
    await harness.provision(service, 'AWS::S3::Bucket', id, {
      VersioningConfiguration: { Status: 'Enabled' },
    })
  ).ref;

const rules = { version: 'a'.repeat(64), text: '{}\n' };

async function kept(bucket: string) {
  const { Body, VersionId } = await s3.send(
    new GetObjectCommand({ Bucket: bucket, Key: rulesKey(rules.version) }),
  );
  return { text: await Body?.transformToString(), version: VersionId };
}

it('puts rules once, whoever comes second, and leaves what is there as it is', async () => {
  const bucket = await bucketNamed('Rules');
  const keep = rulesKeeper(bucket, rules);
  await keep();
  const first = await kept(bucket);
  expect(first.text).toBe(rules.text);
  await keep();
  await rulesKeeper(bucket, { ...rules, text: 'another' })();
  expect(await kept(bucket)).toEqual(first);
});

it('tries again after it has failed', async () => {
  const keep = rulesKeeper('rules-of-later', rules);
  await expect(keep()).rejects.toThrow();
  const properties = { BucketName: 'rules-of-later', VersioningConfiguration: { Status: 'Enabled' } };
  await harness.provision(service, 'AWS::S3::Bucket', 'Later', properties);
  await keep();
  expect((await kept('rules-of-later')).text).toBe(rules.text);
});
