import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommandLine } from '../support/command-line.ts';
import { ask, open } from '../support/grants.ts';
import { eventually, outputOf, type Site, startSite } from '../support/running-stack.ts';

interface Record {
  class_uid: number;
  metadata: { uid: string; event_code: string };
}

let site: Site;
let carol: CommandLine;
beforeAll(async () => {
  site = await startSite();
  carol = new CommandLine(site.url);
  await carol.ok('login', '--as', 'carol', '--no-browser');
  await ask(site);
  await open(site);
});
afterAll(async () => {
  carol?.close();
  await site?.close();
});

const records = (lines: string): Record[] =>
  lines
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record);

describe('the export of the evidence', () => {
  it('reaches the bucket for the SIEM by itself, each event once', async () => {
    const before = await site.evidence();
    const s3 = new S3Client({ ...site.stack.clientConfig(), forcePathStyle: true });
    const Bucket = outputOf(site.stack, 'OcsfBucket');
    const exported = async () => {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'ocsf/dt=' }));
      const files = await Promise.all(
        Contents.map(async ({ Key }) => {
          const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
          return gunzipSync((await Body?.transformToByteArray()) ?? '').toString();
        }),
      );
      return records(files.join(''));
    };
    // Once for the ledger, and once for the exporter after it.
    site.stack.advanceClock(61_000);
    await eventually(
      () => s3.send(new ListObjectsV2Command({ Bucket: outputOf(site.stack, 'LogBucket') })),
      ({ KeyCount = 0 }) => KeyCount > 0,
      30_000,
    );
    site.stack.advanceClock(301_000);
    const found = await eventually(exported, ({ length }) => length >= before.length, 30_000);
    const ids = found.map(({ metadata }) => metadata.uid);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(before.map(({ id }) => id)));
    s3.destroy();
  });

  it('is written by the command, whole days, newest first', async () => {
    const day = new Date().toISOString().slice(0, 10);
    const found = records(await carol.ok('audit', 'export', '--format', 'ocsf', '--from', day));
    const codes = found.map(({ metadata }) => metadata.event_code);
    expect(codes).toEqual(expect.arrayContaining(['request.submitted', 'grant.activated', 'session.minted']));
    expect(found.map(({ metadata }) => metadata.uid)).toEqual(
      found
        .map(({ metadata }) => metadata.uid)
        .toSorted()
        .toReversed(),
    );
  });
});
