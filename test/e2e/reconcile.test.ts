import { DeleteItemCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import {
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditEvent } from '../../core/audit/event.ts';
import { parseManifest } from '../../core/audit/log/manifest.ts';
import { ask } from '../support/grants.ts';
import { eventually, outputOf, type Site, startSite } from '../support/running-stack.ts';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site?.close());

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Lets time pass until it is so many hours after midnight, UTC. */
function advanceTo(hour: number): void {
  const now = site.stack.clock();
  const sinceMidnight = now % dayMs;
  const at = hour * hourMs + 1_000;
  site.stack.advanceClock(at - sinceMidnight + (at <= sinceMidnight ? dayMs : 0));
}

/** Lets it become morning and waits for what the reconciliation tells. */
async function nextMorning(known: readonly AuditEvent[]): Promise<AuditEvent> {
  advanceTo(2);
  const told = await eventually(
    async () => {
      const events = (await site.evidence()).filter(({ type }) => type.startsWith('ledger.'));
      return events.find(({ id }) => !known.some((each) => each.id === id));
    },
    (event) => event !== undefined,
    30_000,
  );
  if (!told) throw new Error('Nothing was told.');
  return told;
}

describe('the daily reconciliation', () => {
  it('finds nothing where nothing is wrong, and then what a rogue role and an accident have done', async () => {
    const s3 = new S3Client({ ...site.stack.clientConfig(), forcePathStyle: true });
    const Bucket = outputOf(site.stack, 'EvidenceBucket');
    await ask(site);
    await ask(site);
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'events/' }));
    const [hidden, uncopied] = Contents.map(({ Key = '' }) => Key);
    site.stack.advanceClock(61_000);
    const logBucket = outputOf(site.stack, 'LogBucket');
    await eventually(
      () => s3.send(new GetObjectCommand({ Bucket: logBucket, Key: 'checkpoint' })).catch(() => undefined),
      (head) => head !== undefined,
      30_000,
    );
    const clean = await nextMorning([]);
    expect(clean).toMatchObject({ type: 'ledger.reconciled', outcome: 'success', actor: 'vitrine' });
    expect(clean.detail).toMatch(/^Compared [1-9][\d,]* events? of /);

    // The bucket's policy refuses a marker; whoever rules the account can take it away, though not what the lock holds.
    await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
    await s3.send(new DeleteObjectCommand({ Bucket, Key: hidden }));
    const tables = new DynamoDBClient(site.stack.clientConfig());
    const TableName = outputOf(site.stack, 'EventsTable');
    const id = uncopied?.replace(/^.*\/|\.json$/g, '') ?? '';
    await tables.send(new DeleteItemCommand({ TableName, Key: { id: { S: id } } }));
    // An event of yesterday that only comes now, as from a writer whose clock is wrong.
    const late = `events/dt=${clean.time.slice(0, 10)}/01BX5ZZKBKACTAV9WEVGEMMVRZ.json`;
    const Body = `${JSON.stringify({ ...clean, id: '01BX5ZZKBKACTAV9WEVGEMMVRZ', type: 'audit.read' })}\n`;
    await s3.send(new PutObjectCommand({ Bucket, Key: late, Body, ChecksumAlgorithm: 'SHA256' }));

    const differing = await nextMorning([clean]);
    expect(differing).toMatchObject({ type: 'ledger.differed', outcome: 'failure', code: 'differences' });
    expect(differing.detail).toContain(`${hidden} is hidden by a delete marker`);
    expect(differing.detail).toContain(`${uncopied} is not copied`);
    expect(differing.detail).toContain(`${late} is not in the log`);
    const { Count } = await tables.send(
      new ScanCommand({
        TableName,
        FilterExpression: 'id = :id',
        ExpressionAttributeValues: { ':id': { S: id } },
      }),
    );
    expect(Count).toBe(1);

    advanceTo(3);
    const wholeLog = await eventually(
      async () => {
        const { Contents: manifests = [] } = await s3.send(
          new ListObjectsV2Command({ Bucket, Prefix: 'log/seq/' }),
        );
        const texts = manifests.map(async ({ Key }) => {
          const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
          return parseManifest((await Body?.transformToString()) ?? '')?.entries ?? [];
        });
        return (await Promise.all(texts)).flat();
      },
      (entries) => entries.some(({ key }) => key === late),
      30_000,
    );
    // Time may go on only when what was committed has been signed, since all is compared with the newest head.
    await eventually(
      async () => {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: logBucket, Key: 'checkpoint' }));
        return Number((await Body?.transformToString())?.split('\n')[1]);
      },
      (size) => size >= wholeLog.length,
      30_000,
    );
    const after = await nextMorning([clean, differing]);
    expect(after.detail).toContain(`${hidden} is hidden by a delete marker`);
    expect(after.detail).not.toContain(`${uncopied} is not copied`);
    expect(after.detail).not.toContain(`${late} is not in the log`);
  });
});
