import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { saveEvidence } from '../../../adapters/files/save-evidence.ts';
import { sha256Bytes } from '../../../adapters/system/bytes.ts';
import { verifierKey } from '../../../core/audit/log/note.ts';
import { logHistory } from '../../support/log-history.ts';
import { VersionedEvidence } from '../../support/versioned-evidence.ts';
import { machine } from '../run.ts';

let folder: string;
let key: string;
let evidence: VersionedEvidence;
/** An event that is in the log. */
let event: string;
let nowMs: number;
const on = machine();

beforeEach(async () => {
  const world = await logHistory('tampered 1');
  evidence = new VersionedEvidence(world, 365);
  key = verifierKey(world.signer.key, sha256Bytes);
  nowMs = world.now;
  event = evidence.keys('events/')[0] ?? '';
  await copy();
});

/** Makes the copy anew, after the evidence was changed. */
async function copy(): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), 'vitrine-copy-'));
  await saveEvidence(evidence, folder, { asOfMs: nowMs, progressed: () => {} });
}

const verify = (...more: string[]) => on.run('audit', 'verify', folder, '--key', key, ...more);

describe('vitrine audit verify', () => {
  it('says that a copy is clean, and what it could not check', async () => {
    const { status, stdout, stderr } = await verify();
    expect(status).toBe(0);
    expect(stdout).toMatch(/^clean: \d+ events for \d+ entries in \d+ manifests under \d+ signed heads/);
    expect(stderr).toContain('not checked: locks; say with --retention');
    expect(stderr).toContain('not checked: the served log');
  });

  it('takes the time of the list for when the copy was made', async () => {
    expect((await verify()).stdout).toContain(`as of ${new Date(nowMs).toISOString()}`);
    const later = new Date(nowMs + 3 * 60 * 60_000).toISOString();
    const { status, stdout } = await verify('--as-of', later);
    expect(status).toBe(1);
    expect(stdout).toContain('checkpoint-gap');
  });

  it('looks at the events of some days alone, and says so', async () => {
    const [day = ''] = new Set(evidence.keys('events/').map((each) => each.slice(10, 20)));
    writeFileSync(join(folder, event), 'changed');
    const next = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
    const { status, stdout, stderr } = await verify('--from', next);
    expect({ status, stderr }).toMatchObject({ status: 0 });
    expect(stdout).toMatch(/^clean/);
    expect(stderr).toContain('not checked: events of other days');
    expect((await verify('--from', day, '--to', day)).status).toBe(1);
  });

  it('says which days make no sense', async () => {
    expect((await verify('--to', '2026-11-27')).stderr).toContain('--to goes with --from');
    expect((await verify('--from', '2026-11-28', '--to', '2026-11-27')).stderr).toContain(
      '--from 2026-11-28 is after the last day, 2026-11-27',
    );
    expect((await verify('--from', '2026-02-30')).stderr).toContain('A day looks like');
  });

  it('checks locks that the copy tells', async () => {
    expect((await verify('--retention', '365')).status).toBe(0);
    const { status, stdout } = await verify('--retention', '366d');
    expect(status).toBe(1);
    expect(stdout).toContain('locked for 365.0 days; promised are 366');
  });

  it('names what is wrong, where, and what it means', async () => {
    writeFileSync(join(folder, event), 'changed');
    const { status, stdout } = await verify();
    expect(status).toBe(1);
    expect(stdout).toMatch(new RegExp(`^event-changed {2}${event}, entry \\d+\\n {2}SHA-256 `));
    expect(stdout).toContain('event-changed, 1 time\n  The bytes of the event are not those');
    expect(stdout).toMatch(/\n1 finding: /);
  });

  it('gives programs a finding a line and a summary', async () => {
    rmSync(join(folder, event));
    const { stdout } = await verify('--output', 'json');
    const [first, last] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(first).toEqual({ finding: expect.objectContaining({ code: 'object-unread', key: event }) });
    expect(last.summary).toMatchObject({ findings: 1, asOf: new Date(nowMs).toISOString() });
  });

  it('finds what a newer version and a delete marker hide, from a copy that has them', async () => {
    const lock = { mode: 'COMPLIANCE', untilMs: nowMs };
    evidence.add(event, { versionId: 'newer', takenAtMs: nowMs, bytes: Buffer.from('other'), lock });
    evidence.add(event, { versionId: 'marker', takenAtMs: nowMs, bytes: undefined, lock });
    await copy();
    expect(existsSync(join(folder, event))).toBe(false);
    const { stdout } = await verify('--output', 'json');
    const codes = [...stdout.matchAll(/"code":"([a-z-]+)"/g)].map(([, code]) => code);
    expect(codes).toEqual(['object-hidden', 'object-replaced']);
  });

  it('does without a list of versions, and says so', async () => {
    rmSync(join(folder, 'versions.jsonl'));
    const { status, stderr } = await verify('--as-of', new Date(nowMs).toISOString());
    expect(status).toBe(0);
    expect(stderr).toContain('not checked: versions and delete markers');
  });

  it('follows no link and reads nothing outside of the copy', async () => {
    const secret = join(mkdtempSync(join(tmpdir(), 'outside-')), 'secret.json');
    writeFileSync(secret, readFileSync(join(folder, event)));
    rmSync(join(folder, event));
    symlinkSync(secret, join(folder, event));
    expect((await verify()).stdout).toContain('object-unread');
    const listed = { Key: 'events/../../../etc/passwd', VersionId: 'v', IsLatest: true, Size: 1 };
    appendFileSync(
      join(folder, 'versions.jsonl'),
      `${JSON.stringify({ ...listed, LastModified: '2026-11-27T00:00:00Z' })}\n`,
    );
    expect((await verify('--as-of', new Date(nowMs).toISOString())).stdout).toContain(
      'object-unexpected  events/../../../etc/passwd',
    );
  });

  it.each([
    ['no JSON', '{"Key": nothing}\n'],
    ['no version', '{"Key":"events/x"}\n'],
    ['something endless', `{"Key":"${'x'.repeat(70_000)}`],
    ['half a line', '{"Key":"ev'],
  ])('cannot verify with a list of versions in which there is %s', async (_, text) => {
    appendFileSync(join(folder, 'versions.jsonl'), text);
    const { status, stderr } = await verify();
    expect(status).toBe(2);
    expect(stderr).toMatch(/^vitrine: could not be verified: .*versions\.jsonl is no listing of versions/);
  });

  it.each([
    ['a key that is none', () => ['audit', 'verify', folder, '--key', 'nonsense']],
    ['a key file that is not there', () => ['audit', 'verify', folder, '--key', '@/no/such/file']],
    ['no key', () => ['audit', 'verify', folder]],
    ['a folder that is not there', () => ['audit', 'verify', `${folder}/none`, '--key', key]],
    ['a bucket with a wrong name', () => ['audit', 'verify', 's3://A_B', '--key', key]],
    ['a retention that is no number', () => ['audit', 'verify', folder, '--key', key, '--retention', 'long']],
  ])('refuses %s', async (_, args) => {
    expect((await on.run(...args())).status).toBe(2);
  });
});

describe('vitrine audit prove', () => {
  const prove = (...more: string[]) => on.run('audit', 'prove', ...more, '--key', key);

  it('proves an event to whoever has the key', async () => {
    const file = join(folder, 'event.tlog-proof');
    expect((await prove(event, folder, '--to', file)).status).toBe(0);
    const { status, stdout } = await prove('--check', file, '--event', join(folder, event));
    expect(status).toBe(0);
    expect(stdout).toContain(event);
    const id = /([^/]+)\.json$/.exec(event)?.[1] ?? '';
    expect((await prove(id, folder)).stdout).toBe(readFileSync(file, 'utf8'));
  });

  it('refuses another event, a changed proof and what is no proof', async () => {
    const { stdout } = await prove(event, folder);
    const file = join(folder, 'event.tlog-proof');
    const other = join(folder, evidence.keys('events/')[1] ?? '');
    const check = async (text: string, ...more: string[]) => {
      writeFileSync(file, text);
      return prove('--check', file, ...more);
    };
    expect(await check(stdout, '--event', other)).toMatchObject({ status: 1 });
    expect(await check(stdout.replace(/^index \d+/m, 'index 99'))).toMatchObject({ status: 1 });
    expect(await check(stdout.replace(/^extra .*/m, 'extra e30='))).toMatchObject({ status: 1 });
    expect(await check(stdout.replace(/^time 2026/m, 'time 2025'))).toMatchObject({ status: 1 });
    expect(await check('nothing')).toMatchObject({ status: 1 });
    expect(await check(stdout)).toMatchObject({ status: 0 });
  });

  it('says when there is nothing to prove, or no way to', async () => {
    expect((await prove('01M6A6RYC8VXFTRTWCSQ030H6G', folder)).stderr).toContain('not in the log');
    const [manifest = ''] = evidence.keys('log/seq/');
    rmSync(join(folder, manifest));
    expect((await prove(event, folder)).stderr).toContain('not those that were signed');
    expect((await prove(event)).status).toBe(2);
  });
});

describe('vitrine audit checkpoint', () => {
  it('prints the newest head that the key has signed, and the key beside it', async () => {
    const head = evidence.keys('log/checkpoints/').at(-1) ?? '';
    const { stdout, stderr } = await on.run('audit', 'checkpoint', folder, '--key', key);
    expect(stdout).toBe(evidence.text(head));
    expect(stderr).toBe(`${key}\n`);
  });

  it('needs a key', async () => {
    expect((await on.run('audit', 'checkpoint', folder)).status).toBe(2);
  });
});
