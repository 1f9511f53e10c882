import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeTime } from 'ulid';
import { beforeEach, describe, expect, it } from 'vitest';
import { saveEvidence } from '../../../adapters/files/save-evidence.ts';
import { sha256Bytes } from '../../../adapters/system/bytes.ts';
import { type AuditEvent, evidenceKey } from '../../../core/audit/event.ts';
import { integrate } from '../../../core/audit/log/ledger.ts';
import { verifierKey } from '../../../core/audit/log/note.ts';
import { LogWorld, signerOf } from '../../support/evidence-log.ts';
import { unzip } from '../../support/unzip.ts';
import { VersionedEvidence } from '../../support/versioned-evidence.ts';
import { wholeEvent } from '../../support/whole-events.ts';
import { machine } from '../run.ts';

const rules = `${JSON.stringify({ installation: 'production' })}\n`;
const rulesVersion = createHash('sha256').update(rules).digest('hex');
const reports = [
  'weekly-2026-11-16.html',
  'weekly-2026-11-23.html',
  'monthly-2026-10-01.csv',
  'monthly-2026-11-01.csv',
];

let world: LogWorld;
let key: string;
let place: string;
let count: number;
const on = machine();

/** An event that is made and put now. */
function put(type: AuditEvent['type'], changes: Partial<AuditEvent> = {}): AuditEvent {
  count += 1;
  const id = `${encodeTime(world.now, 10)}${String(count).padStart(16, '0')}`;
  const event = wholeEvent(type, {
    id,
    time: new Date(world.now).toISOString(),
    rules_version: rulesVersion,
    ...changes,
  });
  world.put(evidenceKey(event), `${JSON.stringify(event)}\n`);
  return event;
}

async function later(minutes: number): Promise<void> {
  world.now += minutes * 60_000;
  await integrate(world.ledger());
}

let before: AuditEvent;
let first: AuditEvent;
let second: AuditEvent;
let after: AuditEvent;

/** A day before, a day with two events, and one after. */
beforeEach(async () => {
  count = 0;
  world = new LogWorld();
  world.now = Date.parse('2026-11-26T23:58:00.000Z');
  key = verifierKey(world.signer.key, sha256Bytes);
  before = put('query.started');
  await later(5);
  first = put('request.submitted', { reason: '=cmd|calc' });
  second = put('query.returned');
  await later(5);
  for (let minutes = 0; minutes < 24 * 60; minutes += 60) await later(60);
  after = put('grant.expired');
  await later(5);
  world.put(`rules/${rulesVersion}.json`, rules);
  for (const name of reports) world.put(`reviews/${name}`, name);
  place = mkdtempSync(join(tmpdir(), 'vitrine-pack-'));
});

/** Packs the 27th of November out of a copy of the world. */
async function pack(evidence = new VersionedEvidence(world, 365), ...more: string[]) {
  const source = mkdtempSync(join(place, 'copy-'));
  await saveEvidence(evidence, source, { asOfMs: world.now, progressed: () => {} });
  const file = join(place, 'november.zip');
  const days = ['--from', '2026-11-27', '--to', '2026-11-27'];
  return on.run('audit', 'pack', source, file, '--key', key, ...days, ...more);
}

async function unpacked(): Promise<string> {
  await unzip(join(place, 'november.zip'), place);
  return join(place, 'november');
}

describe('vitrine audit pack', () => {
  it('packs the events of the days, what proves them, and nothing of other days', async () => {
    const { status, stdout, stderr } = await pack(undefined, '--retention', '365');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('november.zip: 2 proven events from 2026-11-27 to 2026-11-27');
    expect(stdout).toMatch(/\nclean: 2 events for 4 entries /);
    expect(readdirSync(place).filter((name) => name.startsWith('november'))).toEqual(['november.zip']);
    expect(statSync(join(place, 'november.zip')).mode & 0o777).toBe(0o600);

    const folder = await unpacked();
    expect(readdirSync(folder).sort()).toEqual([
      'README.md',
      'SHA256SUMS',
      'events.csv',
      'events.ocsf.jsonl',
      'evidence',
      'findings.jsonl',
      'proofs',
      'served',
      'vkey',
    ]);
    expect(readdirSync(join(folder, 'evidence/events'))).toEqual(['dt=2026-11-27']);
    for (const event of [first, second]) {
      const bytes = readFileSync(join(folder, 'evidence', evidenceKey(event)), 'utf8');
      expect(bytes).toBe(world.locked.get(evidenceKey(event)));
    }
    expect(readdirSync(join(folder, 'evidence/reviews'))).toEqual([
      'monthly-2026-11-01.csv',
      'weekly-2026-11-23.html',
    ]);
    expect(readFileSync(join(folder, 'evidence/rules', `${rulesVersion}.json`), 'utf8')).toBe(rules);
    for (const { id } of [before, after])
      expect(existsSync(join(folder, 'proofs', `${id}.tlog-proof`))).toBe(false);
  });

  it('gives the events as a table that no spreadsheet takes for formulas, and in OCSF', async () => {
    await pack();
    const folder = await unpacked();
    const csv = readFileSync(join(folder, 'events.csv'), 'utf8');
    expect(csv.match(/\r\n/g)).toHaveLength(3);
    expect(csv).toContain(`"${first.id}"`);
    expect(csv).toContain(`"'=cmd|calc"`);
    const ocsf = readFileSync(join(folder, 'events.ocsf.jsonl'), 'utf8').trim().split('\n');
    expect(ocsf.map((line) => JSON.parse(line).metadata.uid)).toEqual([first.id, second.id]);
  });

  it('is verified as it was packed, as a whole, event by event and file by file', async () => {
    await pack();
    const folder = await unpacked();
    const options = ['--key', `@${join(folder, 'vkey')}`];
    const days = ['--from', '2026-11-27', '--to', '2026-11-27', '--served', join(folder, 'served')];
    const verified = await on.run('audit', 'verify', join(folder, 'evidence'), ...options, ...days);
    expect(verified).toMatchObject({ status: 0, stdout: expect.stringMatching(/^clean: 2 events for 4 /) });
    for (const event of [first, second]) {
      const proof = join(folder, 'proofs', `${event.id}.tlog-proof`);
      const file = join(folder, 'evidence', evidenceKey(event));
      const proven = await on.run('audit', 'prove', '--check', proof, '--event', file, ...options);
      expect(proven.status).toBe(0);
    }
    const sums = readFileSync(join(folder, 'SHA256SUMS'), 'utf8').trim().split('\n');
    for (const line of sums) {
      const [sum, path = ''] = line.split('  ');
      expect(
        createHash('sha256')
          .update(readFileSync(join(folder, path)))
          .digest('hex'),
      ).toBe(sum);
    }
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) =>
      each.isFile(),
    );
    expect(sums).toHaveLength(files.length - 1);
  });

  it('says in its README what was found, which rules were in force and how to check it', async () => {
    await pack();
    const readme = readFileSync(join(await unpacked(), 'README.md'), 'utf8');
    expect(readme).toContain('# Audit pack of vitrine/test, 2026-11-27 to 2026-11-27 (UTC days)');
    expect(readme).toContain('**clean: 2 events for 4 entries');
    expect(readme).toContain(`| \`${rulesVersion}\` | ${first.time} | ${second.time} | there |`);
    expect(readme).toContain('monthly-2026-11-01.csv, weekly-2026-11-23.html');
    expect(readme).toContain('sha256sum --check --quiet SHA256SUMS');
  });

  it('says of days without events how to see that there are none', async () => {
    const { stdout } = await pack(undefined, '--from', '2026-11-20', '--to', '2026-11-21');
    expect(stdout).toContain('0 proven events from 2026-11-20');
    const readme = readFileSync(join(await unpacked(), 'README.md'), 'utf8');
    expect(readme).toContain('The log names no event of these days.');
    expect(readme).not.toContain('logged.txt');
    expect(readme).not.toContain('## Rules in force');
  });

  it('has no word of an event in its README, E57', async () => {
    world.now += 60_000;
    const hostile = '`\n\n```sh\nrm -rf ~\n```\n../../../etc/passwd';
    put('query.returned', { rules_version: hostile });
    await later(1);
    await pack(undefined, '--from', '2026-11-28', '--to', '2026-11-28');
    const readme = readFileSync(join(await unpacked(), 'README.md'), 'utf8');
    expect(readme).toContain('| `no digest` | 2026-11-28T');
    expect(readme).not.toContain('rm -rf');
  });

  it('names rules whose text is not there or another', async () => {
    world.locked.set(`rules/${rulesVersion}.json`, '{}');
    await pack();
    expect(readFileSync(join(await unpacked(), 'README.md'), 'utf8')).toMatch(
      new RegExp(`\`${rulesVersion}\` .* not there \\|`),
    );
  });

  it('packs what is left of tampered events, with what was found, and proves the others', async () => {
    const evidence = new VersionedEvidence(world, 365);
    evidence.change(evidenceKey(first), { bytes: Buffer.from('{}') });
    const { status, stdout, stderr } = await pack(evidence);
    expect(status).toBe(1);
    expect(stdout).toContain('1 proven event from');
    expect(stdout).toContain('\n1 finding: ');
    expect(stderr).toContain('findings.jsonl');
    const folder = await unpacked();
    expect(JSON.parse(readFileSync(join(folder, 'findings.jsonl'), 'utf8'))).toMatchObject({
      code: 'event-changed',
      key: evidenceKey(first),
    });
    expect(readdirSync(join(folder, 'proofs'))).toEqual([`${second.id}.tlog-proof`]);
    expect(readFileSync(join(folder, 'events.csv'), 'utf8')).not.toContain(first.id);
  });

  it('proves an event that a newer version hides', async () => {
    const evidence = new VersionedEvidence(world, 365);
    const lock = { mode: 'COMPLIANCE', untilMs: world.now };
    evidence.add(evidenceKey(first), {
      versionId: 'v-2',
      takenAtMs: world.now,
      bytes: Buffer.from('{}'),
      lock,
    });
    const { status, stdout } = await pack(evidence);
    expect(status).toBe(1);
    expect(stdout).toContain('2 proven events');
    const found = readFileSync(join(await unpacked(), 'findings.jsonl'), 'utf8');
    expect(JSON.parse(found)).toMatchObject({ code: 'object-replaced', key: evidenceKey(first) });
  });

  it('leaves events of another version of Vitrine out of the tables, and says so', async () => {
    world.now += 60_000;
    put('query.returned', { ...JSON.parse('{"column_of_later": 1}') });
    await later(1);
    const { stdout } = await pack(undefined, '--from', '2026-11-28', '--to', '2026-11-28');
    expect(stdout).toContain('2 proven events from 2026-11-28');
    const folder = await unpacked();
    expect(readFileSync(join(folder, 'events.csv'), 'utf8').match(/\r\n/g)).toHaveLength(2);
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toContain(
      'In neither, but in `evidence`: 1 event of another version of Vitrine.',
    );
  });

  it('packs a copy without a list of versions, and says what that leaves open', async () => {
    const source = mkdtempSync(join(place, 'plain-'));
    await saveEvidence(new VersionedEvidence(world, 365), source, {
      asOfMs: world.now,
      progressed: () => {},
    });
    rmSync(join(source, 'versions.jsonl'));
    const days = ['--from', '2026-11-27', '--to', '2026-11-27', '--as-of', new Date(world.now).toISOString()];
    const file = join(place, 'november.zip');
    const { status, stdout } = await on.run('audit', 'pack', source, file, '--key', key, ...days);
    expect({ status, stdout }).toMatchObject({ status: 0, stdout: expect.stringContaining('2 proven') });
    const folder = await unpacked();
    expect(existsSync(join(folder, 'evidence/versions.jsonl'))).toBe(false);
    const readme = readFileSync(join(folder, 'README.md'), 'utf8');
    expect(readme).toContain('versions and delete markers, since the copy has no list of them');
    expect(readme).not.toContain('versions.jsonl');
  });

  it('makes no pack of a log that is not what was signed, or by another key', async () => {
    const evidence = new VersionedEvidence(world, 365);
    const [manifest = ''] = evidence.keys('log/seq/');
    evidence.change(manifest, { bytes: Buffer.from(evidence.text(manifest).replace(before.id, first.id)) });
    const changed = await pack(evidence);
    key = verifierKey(signerOf('vitrine/other', 'other').key, sha256Bytes);
    const other = await pack();
    expect([changed.status, other.status]).toEqual([2, 2]);
    expect(changed.stderr).toContain('not those that were signed');
    expect(other.stderr).toContain('no head that this key has signed');
    expect(readdirSync(place).filter((name) => name.startsWith('november'))).toEqual([]);
  });

  it('writes over nothing, neither a file nor what a command left that was cut off', async () => {
    writeFileSync(join(place, 'november.zip'), 'mine');
    expect(await pack()).toMatchObject({ status: 2, stderr: expect.stringContaining('there is a file') });
    expect(readFileSync(join(place, 'november.zip'), 'utf8')).toBe('mine');
  });
});
