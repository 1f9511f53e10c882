import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetObjectLegalHoldCommand,
  GetObjectLockConfigurationCommand,
  GetObjectRetentionCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  PutObjectRetentionCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crc32c, crc64nvme } from '../../../local/services/s3/crc.ts';
import { createS3, type S3 } from '../../../local/services/s3/s3.ts';
import { type Harness, serve } from './harness.ts';

const DAY_MS = 86_400_000;
let harness: Harness;
let service: S3;
let s3: S3Client;

beforeAll(async () => {
  harness = await serve((installation, iam) => {
    service = createS3(installation, iam);
    return [service];
  });
  s3 = new S3Client(harness.clientConfig());
  await harness.provision(service, 'AWS::S3::Bucket', 'Plain', {});
  await harness.provision(service, 'AWS::S3::Bucket', 'Evidence', {
    ObjectLockEnabled: true,
    ObjectLockConfiguration: {
      ObjectLockEnabled: 'Enabled',
      Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 30 } },
    },
  });
  await harness.provision(service, 'AWS::S3::Bucket', 'Governed', { ObjectLockEnabled: 'true' });
});
afterAll(() => harness.close());

const put = (Bucket: string, Key: string, Body: string, more: object = {}) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const get = async (Bucket: string, Key: string, more: object = {}): Promise<string | undefined> =>
  (await s3.send(new GetObjectCommand({ Bucket, Key, ...more }))).Body?.transformToString();

describe('objects', () => {
  it('gives back what was put, with its headers and metadata', async () => {
    await put('plain', 'a.json', '{"a":1}', { ContentType: 'application/json', Metadata: { who: 'me' } });
    const found = await s3.send(new GetObjectCommand({ Bucket: 'plain', Key: 'a.json' }));
    expect(await found.Body?.transformToString()).toBe('{"a":1}');
    expect(found).toMatchObject({
      ContentType: 'application/json',
      ContentLength: 7,
      Metadata: { who: 'me' },
    });
  });

  it('keeps any key that UTF-8 can write', async () => {
    const key = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
      .filter((text) => !/^[./]|\/[./]|\p{Cc}|\/$/u.test(text));
    await fc.assert(
      fc.asyncProperty(key, async (Key) => {
        await put('plain', `keys/${Key}`, Key);
        expect(await get('plain', `keys/${Key}`)).toBe(Key);
      }),
      { numRuns: 40 },
    );
  });

  it.each(['CRC32', 'SHA1', 'SHA256'] as const)(
    'echoes a %s checksum that it has verified',
    async (algorithm) => {
      await put('plain', 'sum', 'hello', { ChecksumAlgorithm: algorithm });
      const found = await s3.send(
        new GetObjectCommand({ Bucket: 'plain', Key: 'sum', ChecksumMode: 'ENABLED' }),
      );
      expect(await found.Body?.transformToString()).toBe('hello');
      expect(found).toHaveProperty(`Checksum${algorithm}`, expect.any(String));
    },
  );

  it('computes the CRCs by their published check values', () => {
    const check = Buffer.from('123456789');
    expect(crc32c(check).toString(16)).toBe('e3069283');
    expect(crc64nvme(check).toString('hex')).toBe('ae8b14860a799888');
  });

  it('refuses a body that does not match its checksum', async () => {
    const wrong = put('plain', 'sum', 'hello', { ChecksumSHA256: Buffer.alloc(32).toString('base64') });
    await expect(wrong).rejects.toMatchObject({ name: 'BadDigest' });
  });

  it('takes a stream with a trailing checksum', async () => {
    const lines = Array.from({ length: 5000 }, (_, i) => `line ${i}\n`);
    const Body = Readable.from([Buffer.from(lines.join(''))]);
    await s3.send(
      new PutObjectCommand({ Bucket: 'plain', Key: 'stream', Body, ContentLength: lines.join('').length }),
    );
    expect(await get('plain', 'stream')).toBe(lines.join(''));
  });

  it('answers ranges', async () => {
    await put('plain', 'range', '0123456789');
    expect(await get('plain', 'range', { Range: 'bytes=2-4' })).toBe('234');
    expect(await get('plain', 'range', { Range: 'bytes=-3' })).toBe('789');
    await expect(get('plain', 'range', { Range: 'bytes=10-' })).rejects.toMatchObject({
      name: 'InvalidRange',
    });
  });

  it('lets exactly one of two writers make a key', async () => {
    const attempts = await Promise.allSettled(
      ['one', 'two', 'three'].map((body) => put('plain', 'once', body, { IfNoneMatch: '*' })),
    );
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const failures = attempts.flatMap((attempt) => (attempt.status === 'rejected' ? [attempt.reason] : []));
    for (const failure of failures) {
      expect(failure).toMatchObject({ name: 'PreconditionFailed', $metadata: { httpStatusCode: 412 } });
    }
  });

  it('tells a missing key from a forbidden one only to those who may list', async () => {
    await expect(get('plain', 'absent')).rejects.toMatchObject({ name: 'NoSuchKey' });
    const reader = new S3Client(
      harness.clientConfig({
        Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::plain/*' },
      }),
    );
    const blind = reader.send(new GetObjectCommand({ Bucket: 'plain', Key: 'absent' }));
    await expect(blind).rejects.toMatchObject({ name: 'AccessDenied', $metadata: { httpStatusCode: 403 } });
  });

  it('copies an object', async () => {
    await put('plain', 'from here', 'copied');
    await s3.send(new CopyObjectCommand({ Bucket: 'plain', Key: 'to', CopySource: 'plain/from%20here' }));
    expect(await get('plain', 'to')).toBe('copied');
  });

  it('answers HEAD without a body and 404 without an error document', async () => {
    await put('plain', 'head', 'four');
    const head = await s3.send(new HeadObjectCommand({ Bucket: 'plain', Key: 'head' }));
    expect(head.ContentLength).toBe(4);
    await expect(s3.send(new HeadObjectCommand({ Bucket: 'plain', Key: 'no' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
  });
});

describe('listing', () => {
  it('pages through every key in order, rolling up at the delimiter', async () => {
    const keys = ['l/a', 'l/b/1', 'l/b/2', 'l/c', 'l/d/1', 'l/e', 'm'];
    for (const key of keys) await put('plain', key, key);
    const seen: string[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await s3.send(
        new ListObjectsV2Command({
          Bucket: 'plain',
          Prefix: 'l/',
          Delimiter: '/',
          MaxKeys: 2,
          ...(ContinuationToken === undefined ? {} : { ContinuationToken }),
        }),
      );
      const names = [...(page.Contents ?? []).map(({ Key }) => Key)];
      names.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix));
      seen.push(...names.map(String).sort());
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    expect(seen).toEqual(['l/a', 'l/b/', 'l/c', 'l/d/', 'l/e']);
  });

  it('starts after a key', async () => {
    const page = await s3.send(
      new ListObjectsV2Command({ Bucket: 'plain', Prefix: 'l/', StartAfter: 'l/c' }),
    );
    expect(page.Contents?.map(({ Key }) => Key)).toEqual(['l/d/1', 'l/e']);
  });

  it('pages through any set of keys without losing or repeating one', async () => {
    await harness.provision(service, 'AWS::S3::Bucket', 'Paged', {});
    const keys = fc.uniqueArray(fc.stringMatching(/^[ab/]{1,5}$/), { minLength: 1, maxLength: 12 });
    const bucket = service.bucket('paged');
    await fc.assert(
      fc.asyncProperty(keys, fc.integer({ min: 1, max: 4 }), async (names, MaxKeys) => {
        for (const name of names) service.write('paged', name, Buffer.from(''), 'text/plain');
        const seen: string[] = [];
        let ContinuationToken: string | undefined;
        do {
          const more = ContinuationToken === undefined ? {} : { ContinuationToken };
          const page = await s3.send(new ListObjectsV2Command({ Bucket: 'paged', MaxKeys, ...more }));
          seen.push(...(page.Contents ?? []).map(({ Key }) => Key ?? ''));
          ContinuationToken = page.NextContinuationToken;
        } while (ContinuationToken !== undefined && seen.length < 50);
        expect(seen).toEqual([...names].sort());
        for (const name of names) {
          const version = bucket?.latest(name);
          if (version) bucket?.remove(version);
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe('versions and Object Lock', () => {
  it('keeps old versions, hides behind markers, and shows both to who asks for versions', async () => {
    const first = await put('evidence', 'v', 'one');
    await put('evidence', 'v', 'two');
    const marker = await s3.send(new DeleteObjectCommand({ Bucket: 'evidence', Key: 'v' }));
    expect(marker.DeleteMarker).toBe(true);
    await expect(get('evidence', 'v')).rejects.toMatchObject({ name: 'NoSuchKey' });
    expect(await get('evidence', 'v', { VersionId: first.VersionId })).toBe('one');
    const listed = await s3.send(new ListObjectVersionsCommand({ Bucket: 'evidence', Prefix: 'v' }));
    expect(listed.Versions?.map(({ IsLatest }) => IsLatest)).toEqual([false, false]);
    expect(listed.DeleteMarkers?.map(({ IsLatest }) => IsLatest)).toEqual([true]);
  });

  it('pages through the versions of one key', async () => {
    for (const body of ['1', '2', '3', '4', '5']) await put('governed', 'paged', body);
    const seen: string[] = [];
    let markers: object = {};
    for (let page = 0; page < 10; page++) {
      const listed = await s3.send(
        new ListObjectVersionsCommand({ Bucket: 'governed', Prefix: 'paged', MaxKeys: 2, ...markers }),
      );
      seen.push(...(listed.Versions ?? []).map(({ VersionId }) => String(VersionId)));
      if (!listed.IsTruncated) break;
      markers = { KeyMarker: listed.NextKeyMarker, VersionIdMarker: listed.NextVersionIdMarker };
    }
    expect(new Set(seen).size).toBe(5);
    expect(seen).toHaveLength(5);
  });

  it('lets nobody delete or shorten a version in compliance mode before its time', async () => {
    const { VersionId } = await put('evidence', 'locked', 'truth');
    const version = { Bucket: 'evidence', Key: 'locked', VersionId };
    const retention = (await s3.send(new GetObjectRetentionCommand(version))).Retention;
    expect(retention?.Mode).toBe('COMPLIANCE');
    expect(retention?.RetainUntilDate?.getTime()).toBeGreaterThan(Date.now() + 29 * DAY_MS);
    const remove = new DeleteObjectCommand({ ...version, BypassGovernanceRetention: true });
    await expect(s3.send(remove)).rejects.toMatchObject({ name: 'AccessDenied' });
    const shorten = new PutObjectRetentionCommand({
      ...version,
      BypassGovernanceRetention: true,
      Retention: { Mode: 'COMPLIANCE', RetainUntilDate: new Date(Date.now() + DAY_MS) },
    });
    await expect(s3.send(shorten)).rejects.toMatchObject({ name: 'AccessDenied' });
    const longer = new Date(Date.now() + 60 * DAY_MS);
    await s3.send(
      new PutObjectRetentionCommand({
        ...version,
        Retention: { Mode: 'COMPLIANCE', RetainUntilDate: longer },
      }),
    );
    expect(await get('evidence', 'locked')).toBe('truth');
  });

  it('bends governance mode only for the permission and the header together', async () => {
    const until = new Date(Date.now() + DAY_MS);
    const lock = { ObjectLockMode: 'GOVERNANCE', ObjectLockRetainUntilDate: until };
    const { VersionId } = await put('governed', 'soft', 'x', lock);
    const remove = { Bucket: 'governed', Key: 'soft', VersionId };
    await expect(s3.send(new DeleteObjectCommand(remove))).rejects.toMatchObject({ name: 'AccessDenied' });
    const weak = new S3Client(
      harness.clientConfig({ Statement: { Effect: 'Allow', Action: 's3:DeleteObject*', Resource: '*' } }),
    );
    const bypass = new DeleteObjectCommand({ ...remove, BypassGovernanceRetention: true });
    await expect(weak.send(bypass)).rejects.toMatchObject({ name: 'AccessDenied' });
    await s3.send(bypass);
    await expect(get('governed', 'soft', { VersionId })).rejects.toMatchObject({ name: 'NoSuchVersion' });
  });

  it('holds a version until its legal hold is lifted', async () => {
    const { VersionId } = await put('governed', 'held', 'x');
    const version = { Bucket: 'governed', Key: 'held', VersionId };
    await s3.send(new PutObjectLegalHoldCommand({ ...version, LegalHold: { Status: 'ON' } }));
    const hold = await s3.send(new GetObjectLegalHoldCommand(version));
    expect(hold.LegalHold?.Status).toBe('ON');
    await expect(s3.send(new DeleteObjectCommand(version))).rejects.toMatchObject({ name: 'AccessDenied' });
    await s3.send(new PutObjectLegalHoldCommand({ ...version, LegalHold: { Status: 'OFF' } }));
    await s3.send(new DeleteObjectCommand(version));
  });

  it('reports each key of a batch deletion by itself', async () => {
    const locked = await put('evidence', 'batch & locked', 'x');
    const answer = await s3.send(
      new DeleteObjectsCommand({
        Bucket: 'evidence',
        Delete: { Objects: [{ Key: 'other' }, { Key: 'batch & locked', VersionId: locked.VersionId }] },
      }),
    );
    expect(answer.Deleted).toMatchObject([{ Key: 'other', DeleteMarker: true }]);
    expect(answer.Errors).toMatchObject([{ Key: 'batch & locked', Code: 'AccessDenied' }]);
  });

  it('says how a bucket is configured', async () => {
    const versioning = await s3.send(new GetBucketVersioningCommand({ Bucket: 'evidence' }));
    expect(versioning.Status).toBe('Enabled');
    const lock = await s3.send(new GetObjectLockConfigurationCommand({ Bucket: 'evidence' }));
    const retention = lock.ObjectLockConfiguration?.Rule?.DefaultRetention;
    expect(retention).toEqual({ Mode: 'COMPLIANCE', Days: 30 });
  });

  it('wants the retention permission for an explicit lock', async () => {
    const writer = new S3Client(
      harness.clientConfig({ Statement: { Effect: 'Allow', Action: 's3:PutObject', Resource: '*' } }),
    );
    const explicit = new PutObjectCommand({
      Bucket: 'evidence',
      Key: 'k',
      Body: 'x',
      ObjectLockMode: 'COMPLIANCE',
      ObjectLockRetainUntilDate: new Date(Date.now() + DAY_MS),
    });
    await expect(writer.send(explicit)).rejects.toMatchObject({ name: 'AccessDenied' });
    await writer.send(new PutObjectCommand({ Bucket: 'evidence', Key: 'k', Body: 'x' }));
  });
});

describe('policies and restarts', () => {
  it('obeys the denies of a bucket policy', async () => {
    await harness.provision(service, 'AWS::S3::Bucket', 'Guarded', {});
    await harness.provision(service, 'AWS::S3::BucketPolicy', 'Policy', {
      Bucket: 'guarded',
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Deny',
            Principal: { AWS: '*' },
            Action: 's3:PutObject',
            Resource: 'arn:aws:s3:::guarded/*',
            Condition: { Null: { 's3:if-none-match': 'true' } },
          },
          {
            Effect: 'Deny',
            Principal: '*',
            Action: 's3:*',
            Resource: ['arn:aws:s3:::guarded', 'arn:aws:s3:::guarded/*'],
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      },
    });
    await expect(put('guarded', 'k', 'x')).rejects.toMatchObject({ name: 'AccessDenied' });
    await put('guarded', 'k', 'x', { IfNoneMatch: '*' });
    await s3.send(new DeleteBucketPolicyCommand({ Bucket: 'guarded' }));
    await put('guarded', 'k', 'x');
  });

  it('finds everything again after a restart', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'vitrine-s3-'));
    const { installation, iam } = harness;
    const bucket = { type: 'AWS::S3::Bucket', logicalId: 'Kept', properties: { ObjectLockEnabled: true } };
    const before = createS3({ ...installation, dataDir }, iam);
    before.provision(bucket);
    before.write('kept', 'k', Buffer.from('old'), 'text/plain');
    before.write('kept', 'k', Buffer.from('new'), 'text/plain');
    const after = createS3({ ...installation, dataDir }, iam);
    after.provision(bucket);
    const kept = after.bucket('kept');
    expect(kept?.versionsOf('k').map((version) => kept.read(version).toString())).toEqual(['new', 'old']);
    expect(after.write('kept', 'k', Buffer.from('newer'), 'text/plain').sequence).toBe(3);
  });
});
