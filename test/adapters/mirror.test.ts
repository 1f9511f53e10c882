import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createMailbox, type Mailbox } from '../../local/services/mailbox/mailbox.ts';
import { createS3, type S3 } from '../../local/services/s3/s3.ts';
import { createSns, type Sns } from '../../local/services/sns.ts';
import { type Harness, serve } from '../local/services/harness.ts';
import { useStandIn } from './stand-in.ts';

let harness: Harness;
let mailbox: Mailbox;
let mirrorsOf: typeof import('../../adapters/mirror/mirror.ts')['mirrorsOf'];
let bucket = '';
let topic = '';

beforeAll(async () => {
  let services: [S3, Sns] | undefined;
  harness = await serve((installation, iam) => {
    mailbox = createMailbox(installation);
    services = [createS3(installation, iam), createSns(installation, iam, mailbox)];
    return services;
  });
  useStandIn(harness);
  ({ mirrorsOf } = await import('../../adapters/mirror/mirror.ts'));
  if (!services) throw new Error('The services are not there.');
  bucket = (await harness.provision(services[0], 'AWS::S3::Bucket', 'Witness', {})).ref;
  topic = (await harness.provision(services[1], 'AWS::SNS::Topic', 'Heads', {})).ref;
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await harness.close();
});

describe('the mirrors of the log’s heads', () => {
  it('are none unless they are configured', () => {
    expect(mirrorsOf({})).toEqual([]);
  });

  it('put each head once into the bucket and publish it to the topic', async () => {
    for (const mirror of mirrorsOf({ bucket, topic })) {
      await mirror.give('20261127T010000000Z-1.txt', 'the head');
      await mirror.give('20261127T010000000Z-1.txt', 'the head');
    }
    const s3 = new S3Client({ ...harness.clientConfig(), forcePathStyle: true });
    const Key = 'log/checkpoints/20261127T010000000Z-1.txt';
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
    expect(await Body?.transformToString()).toBe('the head');
    expect(mailbox.list().map(({ subject, text }) => ({ subject, text }))).toEqual(
      Array(2).fill({ subject: 'Log head 20261127T010000000Z-1.txt', text: 'the head' }),
    );
  });

  it('say so when they cannot', async () => {
    const gone = mirrorsOf({ bucket: 'no-such-bucket', topic: `${topic}-gone` });
    const outcomes = await Promise.allSettled(gone.map((mirror) => mirror.give('n', 'h')));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
