import { createHash } from 'node:crypto';
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Manifest } from '../../core/audit/log/manifest.ts';
import { createS3, type S3 } from '../../local/services/s3/s3.ts';
import { type Harness, serve } from '../local/services/harness.ts';
import { useStandIn } from './stand-in.ts';

let harness: Harness;
let service: S3;
let s3: S3Client;
let log: typeof import('../../adapters/s3/log.ts');
let versions: typeof import('../../adapters/s3/versions.ts');
let bucket = '';

beforeAll(async () => {
  harness = await serve((installation, iam) => {
    service = createS3(installation, iam);
    return [service];
  });
  useStandIn(harness);
  log = await import('../../adapters/s3/log.ts');
  versions = await import('../../adapters/s3/versions.ts');
  s3 = new S3Client({ ...harness.clientConfig(), forcePathStyle: true });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await harness.close();
});

let buckets = 0;
beforeEach(async () => {
  buckets += 1;
  const properties = { VersioningConfiguration: { Status: 'Enabled' } };
  bucket = (await harness.provision(service, 'AWS::S3::Bucket', `Evidence${buckets}`, properties)).ref;
});

const put = (Key: string, Body = 'x') =>
  s3.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key,
      Body,
      ChecksumSHA256: createHash('sha256').update(Body).digest('base64'),
    }),
  );
const hide = (Key: string) => s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
/** More than S3 lists on a page. */
const many = Array.from({ length: 1_003 }, (_, at) => `events/dt=2026-11-27/${String(at).padStart(4, '0')}`);

describe('the locked log in S3', () => {
  it('lists the events of a day after a key, however many, and the days there are', async () => {
    for (const key of many) service.write(bucket, key, Buffer.from('x'), 'application/json');
    await put('events/dt=2026-11-26/a');
    await put('events/other/a');
    await put('log/seq/000000000000000.json');
    const { eventKeys, eventDays } = log.lockedLog(bucket);
    expect(await eventKeys('2026-11-27', many[0] ?? '')).toEqual(many.slice(1));
    expect(await eventKeys('2026-11-27', '')).toEqual(many);
    expect(await eventKeys('2026-11-25', '')).toEqual([]);
    expect(await eventDays()).toEqual(['2026-11-26', '2026-11-27']);
  });

  it('describes an event by the version and the digest that S3 has', async () => {
    const { VersionId } = await put('events/dt=2026-11-27/a', 'the event');
    expect(await log.lockedLog(bucket).describe('events/dt=2026-11-27/a')).toEqual({
      key: 'events/dt=2026-11-27/a',
      versionId: VersionId,
      sha256: createHash('sha256').update('the event').digest('hex'),
    });
  });

  it('describes nothing that has no SHA-256, is larger than any event, or is not there', async () => {
    service.write(bucket, 'a', Buffer.from('x'), 'text/plain');
    expect(await log.lockedLog(bucket).describe('a')).toBeUndefined();
    await put('c', 'x'.repeat(1_048_577));
    expect(await log.lockedLog(bucket).describe('c')).toBeUndefined();
    await expect(log.lockedLog(bucket).describe('b')).rejects.toMatchObject({ name: 'NotFound' });
  });

  const manifest = (first: number, key = 'events/dt=2026-11-27/a'): Manifest => ({
    first,
    entries: [{ key, versionId: 'v', sha256: 'ab'.repeat(32) }],
  });

  it('commits to a place once, and keeps what was first', async () => {
    const locked = log.lockedLog(bucket);
    expect(await locked.putManifest(manifest(0))).toBe(true);
    expect(await locked.putManifest(manifest(0, 'events/dt=2026-11-27/b'))).toBe(false);
    expect(await locked.manifest(0)).toEqual(manifest(0));
    expect(await locked.manifest(1)).toBeUndefined();
  });

  it('knows the places from one on, in the order of their numbers', async () => {
    const locked = log.lockedLog(bucket);
    for (const first of [0, 9, 10, 200]) await locked.putManifest(manifest(first));
    expect(await locked.manifestPlaces(0)).toEqual([0, 9, 10, 200]);
    expect(await locked.manifestPlaces(9)).toEqual([9, 10, 200]);
    expect(await locked.manifestPlaces(11)).toEqual([200]);
  });

  it('keeps each head once under its name', async () => {
    const locked = log.lockedLog(bucket);
    await locked.putCheckpoint('20261127T010000000Z-1.txt', 'first');
    await locked.putCheckpoint('20261127T010000000Z-1.txt', 'again');
    await locked.putCheckpoint('20261127T020000000Z-2.txt', 'second');
    expect(await locked.checkpointNames('')).toEqual([
      '20261127T010000000Z-1.txt',
      '20261127T020000000Z-2.txt',
    ]);
    expect(await locked.checkpointNames('20261127T010000000Z-1.txt')).toEqual(['20261127T020000000Z-2.txt']);
    expect(await locked.checkpoint('20261127T010000000Z-1.txt')).toBe('first');
    expect(await locked.checkpoint('none')).toBeUndefined();
  });

  it('takes no failure for a lost race', async () => {
    const missing = log.lockedLog('no-such-bucket');
    await expect(missing.putManifest(manifest(0))).rejects.toMatchObject({ name: 'NoSuchBucket' });
    await expect(missing.manifest(0)).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });
});

describe('the served log in S3', () => {
  it('reads what was written last, and nothing where nothing is', async () => {
    const { read, write } = log.servedLog(bucket);
    expect(await read('checkpoint')).toBeUndefined();
    await write('checkpoint', Buffer.from('one'));
    await write('checkpoint', Uint8Array.of(0, 255));
    expect(await read('checkpoint')).toEqual(Uint8Array.of(0, 255));
  });
});

describe('the versions of the evidence', () => {
  const all = async (prefix: string) => {
    const found: { key: string; versionId: string; isMarker: boolean }[] = [];
    for await (const stored of versions.evidenceVersions(bucket).versions(prefix)) found.push(stored);
    return found;
  };

  it('are listed by key, the newest first, markers among them', async () => {
    const first = await put('events/a', '1');
    const second = await put('events/a', '2');
    const marker = await hide('events/a');
    const other = await put('events/b');
    const [newest, ...older] = (await all('events/')).filter(({ key }) => key === 'events/a').reverse();
    expect([newest, ...older].map((each) => each?.versionId).sort()).toEqual(
      [first, second, marker].map(({ VersionId }) => VersionId).sort(),
    );
    const versionsOfA = (await all('events/a')).filter(({ isMarker }) => !isMarker);
    expect(versionsOfA.map(({ versionId }) => versionId)).toEqual([second.VersionId, first.VersionId]);
    expect((await all('events/')).filter(({ isMarker }) => isMarker)).toEqual([
      { key: 'events/a', versionId: marker.VersionId, isMarker: true },
    ]);
    expect((await all('events/')).at(-1)).toEqual({
      key: 'events/b',
      versionId: other.VersionId,
      isMarker: false,
    });
  });

  it('are all listed, on however many pages, where one key has versions on two of them', async () => {
    for (const key of many) service.write(bucket, key, Buffer.from('x'), 'text/plain');
    const twice = many[999] ?? '';
    await put(twice);
    const found = await all('events/');
    expect(found).toHaveLength(1_004);
    expect(found.map(({ key }) => key)).toEqual([...many, twice].sort());
  });

  it('lie below prefixes, hidden ones too', async () => {
    await put('events/dt=2026-11-26/a');
    await hide('events/dt=2026-11-26/a');
    await put('events/dt=2026-11-27/a');
    await put('events/stray');
    const below = await versions.evidenceVersions(bucket).below('events/');
    expect(below.sort()).toEqual(['events/dt=2026-11-26/', 'events/dt=2026-11-27/', 'events/stray']);
  });

  it('are read one by one, behind a marker too', async () => {
    const { VersionId = '' } = await put('events/a', 'hidden');
    await hide('events/a');
    const { read } = versions.evidenceVersions(bucket);
    expect(Buffer.from((await read('events/a', VersionId)) ?? []).toString()).toBe('hidden');
    expect(await read('events/a', 'no-such-version')).toBeUndefined();
    await expect(versions.evidenceVersions('no-such-bucket').read('a', 'v')).rejects.toMatchObject({
      name: 'NoSuchBucket',
    });
  });
});
