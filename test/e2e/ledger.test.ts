import { createPublicKey, verify } from 'node:crypto';
import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { GetPublicKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256Bytes } from '../../adapters/system/bytes.ts';
import { parseCheckpoint } from '../../core/audit/log/checkpoint.ts';
import { inclusionProof, rootFromInclusion, treeHashing } from '../../core/audit/log/merkle.ts';
import { openNote } from '../../core/audit/log/note.ts';
import { decodeEntries, entriesPath, tilePath } from '../../core/audit/log/tiles.ts';
import { ask } from '../support/grants.ts';
import { eventually, outputOf, type Site, startSite } from '../support/running-stack.ts';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site?.close());

const hashing = treeHashing(sha256Bytes);

describe('the log of the evidence', () => {
  it('is signed and has every event, as anybody can check who has the key and both buckets', async () => {
    const s3 = new S3Client({ ...site.stack.clientConfig(), forcePathStyle: true });
    const evidence = outputOf(site.stack, 'EvidenceBucket');
    const fetched = async (path: string) => {
      const { Body } = await s3.send(
        new GetObjectCommand({ Bucket: outputOf(site.stack, 'LogBucket'), Key: path }),
      );
      return (await Body?.transformToByteArray()) ?? new Uint8Array();
    };
    await ask(site);
    const { Contents = [] } = await s3.send(
      new ListObjectsV2Command({ Bucket: evidence, Prefix: 'events/' }),
    );
    expect(Contents.length).toBeGreaterThan(0);

    const kms = new KMSClient(site.stack.clientConfig());
    const { PublicKey = new Uint8Array() } = await kms.send(
      new GetPublicKeyCommand({ KeyId: outputOf(site.stack, 'LogKeyId') }),
    );
    const key = { name: `vitrine/${evidence}`, publicKey: PublicKey.slice(-32) };
    const readHead = async () => {
      const opened = openNote(new TextDecoder().decode(await fetched('checkpoint')), key, sha256Bytes);
      const publicKey = createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' });
      const isSigned = opened && verify(null, Buffer.from(opened.text), publicKey, opened.signature);
      return isSigned ? parseCheckpoint(opened.text) : undefined;
    };
    site.stack.advanceClock(61_000);
    const head = await eventually(
      () => readHead().catch(() => undefined),
      (found) => (found?.size ?? 0) >= Contents.length,
      30_000,
    );
    if (!head) throw new Error('There is no signed head.');

    // Fewer than 256 entries: one tile has all hashes.
    const width = head.size;
    const tile = await fetched(tilePath({ level: 0, index: 0, width }));
    const leaves = Array.from({ length: width }, (_, at) => tile.subarray(at * 32, at * 32 + 32));
    const read = async (level: number, index: number): Promise<Uint8Array> => {
      if (level === 0) return leaves[index] ?? hashing.empty;
      return hashing.node(await read(level - 1, index * 2), await read(level - 1, index * 2 + 1));
    };
    const entries = decodeEntries(await fetched(entriesPath({ index: 0, width }))) ?? [];
    const named = new Map<string, unknown>();
    for (const [index, entry] of entries.entries()) {
      const { key: event, ...vouched } = JSON.parse(new TextDecoder().decode(entry)) as { key: string };
      named.set(event, vouched);
      const proof = await inclusionProof(index, head.size, read, hashing);
      expect(rootFromInclusion(hashing.leaf(entry), { index, size: head.size, proof }, hashing)).toEqual(
        head.root,
      );
    }
    for (const { Key = '' } of Contents) {
      const object = await s3.send(new GetObjectCommand({ Bucket: evidence, Key }));
      const bytes = (await object.Body?.transformToByteArray()) ?? new Uint8Array();
      const { VersionId } = await s3.send(new HeadObjectCommand({ Bucket: evidence, Key }));
      expect(named.get(Key)).toEqual({
        versionId: VersionId,
        sha256: Buffer.from(sha256Bytes(bytes)).toString('hex'),
      });
    }
  });

  it('has its events in columns for SQL, once their hour is over', async () => {
    // What was asked for above is in the log by now.
    site.stack.advanceClock(2 * 60 * 60_000);
    const client = new AthenaClient(site.stack.clientConfig());
    const ids = async (table: string) => {
      const started = await client.send(
        new StartQueryExecutionCommand({
          QueryString: `SELECT id FROM ${table} WHERE dt >= current_date - interval '1' day AND type = 'request.submitted' ORDER BY id`,
          WorkGroup: outputOf(site.stack, 'WorkgroupName'),
          QueryExecutionContext: { Database: outputOf(site.stack, 'DatabaseName') },
        }),
      );
      const { QueryExecutionId } = started;
      await eventually(
        () => client.send(new GetQueryExecutionCommand({ QueryExecutionId })),
        ({ QueryExecution }) => QueryExecution?.Status?.State === 'SUCCEEDED',
        30_000,
      );
      const { ResultSet } = await client.send(new GetQueryResultsCommand({ QueryExecutionId }));
      return (ResultSet?.Rows ?? []).slice(1).map(({ Data }) => Data?.[0]?.VarCharValue);
    };
    const written = await ids('events');
    expect(written.length).toBeGreaterThan(0);
    expect(
      await eventually(
        () => ids('events_parquet'),
        (copied) => copied.length >= written.length,
        60_000,
      ),
    ).toEqual(written);
  }, 120_000);
});
