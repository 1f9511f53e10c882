import {
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  PutObjectRetentionCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ask, lastHours, look, open } from '../support/grants.ts';
import { eventually, outputOf, problemOf, type Site, startSite } from '../support/running-stack.ts';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site?.close());
afterEach(() => site.stack.faults.clear());

const isEvidence = (operation: string, detail: string) =>
  operation === 'PutObject' && detail.includes('/events/');
const unavailable = { status: 503, code: 'unavailable' };

describe('no audit, no access', () => {
  it('grants nothing when the evidence bucket refuses writes', async () => {
    const request = await ask(site);
    const bob = await site.client('bob');
    const params = { id: request.id };
    site.stack.faults.fail('s3', isEvidence);
    const decision = { decision: 'approve' as const, termsDigest: request.termsDigest };
    expect(await problemOf(bob('decideRequest', { params, body: decision }))).toEqual(unavailable);
    expect(await problemOf(ask(site))).toEqual(unavailable);
    const alice = await site.client('alice');
    expect((await alice('getRequest', { params })).state).not.toBe('active');
  });

  it('starts no query and returns no row when the evidence bucket refuses writes', async () => {
    const request = await open(site);
    const alice = await site.client('alice');
    const params = { id: request.id };
    const body = { query: 'fields @message | limit 5', ...lastHours(2) };
    const started = await alice('startQuery', { params, body });
    site.stack.faults.fail('s3', isEvidence);
    expect(await problemOf(alice('startQuery', { params, body }))).toEqual(unavailable);
    const read = () => alice('getResults', { params: { ...params, handle: started.id } });
    expect(await problemOf(read())).toEqual(unavailable);
    site.stack.faults.clear();
    expect((await eventually(read, ({ state }) => state === 'complete')).rows.length).toBeGreaterThan(0);
  });

  it('gives no access when DynamoDB refuses', async () => {
    const request = await open(site);
    const alice = await site.client('alice');
    site.stack.faults.fail('dynamodb');
    expect(await problemOf(alice('getRequest', { params: { id: request.id } }))).toEqual(unavailable);
    expect(await problemOf(look(alice, request.id, 'fields @message'))).toEqual(unavailable);
  });

  it('finishes what a refusal left behind', async () => {
    const restore = site.stack.faults.fail('s3', isEvidence);
    const alice = await site.client('alice');
    const body = { scope: 'checkout-prod', reason: 'left behind by a refusal', durationSeconds: 60 };
    const headers = { 'idempotency-key': 'left-behind' };
    expect(await problemOf(alice('submitRequest', { body, headers }))).toEqual(unavailable);
    restore();
    const request = await alice('submitRequest', { body, headers });
    const events = (await site.evidence()).filter(({ request_id }) => request_id === request.id);
    expect(events.map(({ type }) => type)).toEqual(['request.submitted']);
  });
});

describe('the evidence bucket', () => {
  const asWriter = () => new S3Client({ ...site.stack.clientConfig(), forcePathStyle: true });

  it('lets nobody delete, replace or shorten what is written, the operator included', async () => {
    await ask(site);
    const s3 = asWriter();
    const Bucket = outputOf(site.stack, 'EvidenceBucket');
    const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: 'events/' }));
    const { Key, VersionId } = Versions[0] ?? {};
    await expect(s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }))).rejects.toThrow(
      /not authorized|Access Denied/i,
    );
    const Retention = { Mode: 'COMPLIANCE' as const, RetainUntilDate: new Date(Date.now() + 1000) };
    await expect(
      s3.send(new PutObjectRetentionCommand({ Bucket, Key, VersionId, Retention })),
    ).rejects.toThrow();
    await expect(
      s3.send(new PutObjectCommand({ Bucket, Key, Body: 'forged', IfNoneMatch: '*' })),
    ).rejects.toThrow();
    await expect(s3.send(new PutObjectCommand({ Bucket, Key, Body: 'forged' }))).rejects.toThrow();
  });
});
