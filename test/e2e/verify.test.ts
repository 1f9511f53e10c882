import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  GetObjectCommand,
  ListObjectVersionsCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommandLine } from '../support/command-line.ts';
import { ask } from '../support/grants.ts';
import { eventually, outputOf, type Site, startSite } from '../support/running-stack.ts';
import { unzip } from '../support/unzip.ts';

let site: Site;
let auditor: CommandLine;
let s3: S3Client;
let evidence: string;
let log: string;
/** Copies, which are left for tools that are not ours if LOG_COPY names a folder. */
const copies = process.env['LOG_COPY'] ?? mkdtempSync(join(tmpdir(), 'vitrine-copy-'));
const [copy, served, keyFile] = ['evidence', 'served', 'vkey'].map((name) => join(copies, name)) as [
  string,
  string,
  string,
];

/** Entries under the head that is served now. */
async function servedSize(): Promise<number> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: log, Key: 'checkpoint' }));
  return Number((await Body?.transformToString())?.split('\n')[1]);
}

/** The command with the keys of a role, or of the operator. */
function commandLine(roleArn?: string): CommandLine {
  const { endpoint, region, credentials } = site.stack.clientConfig(roleArn);
  return new CommandLine(site.url, {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
  });
}

beforeAll(async () => {
  site = await startSite();
  s3 = new S3Client({ ...site.stack.clientConfig(), forcePathStyle: true });
  evidence = outputOf(site.stack, 'EvidenceBucket');
  log = outputOf(site.stack, 'LogBucket');
  auditor = commandLine(outputOf(site.stack, 'AuditorRoleArn'));
  mkdirSync(copies, { recursive: true });

  // Three heads at least, so that there is something to be consistent, and more entries than a tile has.
  let size = 0;
  const carol = await site.client('carol');
  for (let round = 0; round < 3; round += 1) {
    await ask(site);
    // Reading the evidence is evidence.
    for (let reads = 0; reads < 90; reads += 10) {
      await Promise.all(Array.from({ length: 10 }, () => carol('auditEvents', {})));
    }
    site.stack.advanceClock(61_000);
    size = await eventually(
      () => servedSize().catch(() => 0),
      (found) => found > size + 90,
      40_000,
    );
  }
  const kmsKey = outputOf(site.stack, 'LogKeyId');
  const { key } = await auditor.json<{ key: string }>(
    ...['audit', 'checkpoint', `s3://${evidence}`, '--kms-key', kmsKey],
  );
  writeFileSync(keyFile, `${key}\n`);
});
afterAll(async () => {
  auditor?.close();
  s3?.destroy();
  await site?.close();
  if (process.env['LOG_COPY'] === undefined) rmSync(copies, { recursive: true, force: true });
});

const asOf = () => new Date(site.stack.clock()).toISOString();
const verify = (source: string, ...more: string[]) =>
  auditor.run('audit', 'verify', source, '--key', `@${keyFile}`, '--as-of', asOf(), ...more);

/** Downloads a bucket as `aws s3 sync` does. */
async function sync(bucket: string, folder: string): Promise<void> {
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: bucket })) {
    for (const { Key = '' } of Contents) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
      mkdirSync(dirname(join(folder, Key)), { recursive: true });
      writeFileSync(join(folder, Key), (await Body?.transformToByteArray()) ?? '');
    }
  }
}

describe('the evidence of a running stack', () => {
  it('is clean to an auditor who verifies the buckets, with the rights of the role of auditors', async () => {
    const { status, stdout, stderr } = await verify(
      `s3://${evidence}`,
      ...['--served', `s3://${log}`, '--retention', '365'],
    );
    const stillOpen = 'not checked: the fast copy of the events\n';
    expect({ status, stdout, stderr }).toMatchObject({ status: 0, stderr: stillOpen });
    expect(stdout).toMatch(/^clean: \d+ events/);
  });

  it('is in the fast copy as well, to somebody who may read that', async () => {
    const operator = commandLine();
    const table = ['--copy', outputOf(site.stack, 'EventsTable'), '--from', asOf().slice(0, 10)];
    const key = ['--key', `@${keyFile}`, '--as-of', asOf(), '--output', 'json'];
    const { summary } = await operator.json<{ summary: { copies: number; findings: number } }>(
      ...['audit', 'verify', `s3://${evidence}`, ...key, ...table],
    );
    operator.close();
    expect(summary.findings).toBe(0);
    expect(summary.copies).toBeGreaterThan(90);
  });

  it('is clean in a copy, and proves an event to a stranger', async () => {
    await sync(log, served);
    await auditor.ok('audit', 'copy', `s3://${evidence}`, copy);
    const { status, stdout } = await verify(copy, '--served', served, '--retention', '365');
    expect({ status, stdout }).toMatchObject({ status: 0 });

    const day = readdirSync(join(copy, 'events'))[0] ?? '';
    const event = readdirSync(join(copy, 'events', day))[0] ?? '';
    const proof = join(copies, 'event.tlog-proof');
    const key = ['--key', `@${keyFile}`];
    await auditor.ok('audit', 'prove', event.slice(0, -'.json'.length), copy, ...key, '--to', proof);
    const file = join(copy, 'events', day, event);
    expect(await auditor.ok('audit', 'prove', '--check', proof, '--event', file, ...key)).toMatch(
      /^proven\n/,
    );
  });

  it('is packed for somebody else, with the rules in force, and clean in there', async () => {
    const file = join(copies, 'pack.zip');
    const day = asOf().slice(0, 10);
    const key = ['--key', `@${keyFile}`, '--retention', '365'];
    await auditor.ok('audit', 'pack', `s3://${evidence}`, file, ...key, '--from', day);
    await unzip(file, copies);
    const pack = join(copies, 'pack');
    const days = ['--from', day, '--served', join(pack, 'served'), '--retention', '365'];
    const { status, stdout } = await auditor.run('audit', 'verify', join(pack, 'evidence'), ...key, ...days);
    expect({ status, stdout }).toMatchObject({ status: 0, stdout: expect.stringMatching(/^clean/) });
    const readme = readFileSync(join(pack, 'README.md'), 'utf8');
    expect(readme).toMatch(/\| `[0-9a-f]{64}` \| \S+ \| \S+ \| there \|/);
    expect(readdirSync(join(pack, 'proofs')).length).toBeGreaterThan(90);
  });

  it('is clean in a copy by the AWS command line, with what it prints of the versions', async () => {
    const plain = join(copies, 'plain');
    await sync(evidence, plain);
    const { Versions, DeleteMarkers } = await s3.send(new ListObjectVersionsCommand({ Bucket: evidence }));
    const printed = JSON.stringify({ Versions, DeleteMarkers, RequestCharged: null, Prefix: '' }, null, 4);
    writeFileSync(join(plain, 'versions.json'), printed);
    const { status, stdout, stderr } = await verify(plain);
    expect({ status, stdout }).toMatchObject({ status: 0 });
    expect(stderr).not.toContain('versions');
  });

  it('is not clean when one event of a copy is changed', async () => {
    const changed = join(copies, 'changed');
    cpSync(copy, changed, { recursive: true, preserveTimestamps: true });
    const day = readdirSync(join(changed, 'events'))[0] ?? '';
    const event = readdirSync(join(changed, 'events', day))[0] ?? '';
    writeFileSync(join(changed, 'events', day, event), '{}');
    const { status, stdout } = await verify(changed, '--output', 'json');
    const [first] = stdout.split('\n').map((line) => JSON.parse(line || 'null'));
    expect(status).toBe(1);
    expect(first.finding).toMatchObject({ code: 'event-changed', key: `events/${day}/${event}` });
  });

  it('cannot be verified with an address that does not answer', async () => {
    const { status, stderr } = await verify('s3://no-such-bucket');
    expect(status).toBe(2);
    expect(stderr).toMatch(/could not be verified/);
  });
});
