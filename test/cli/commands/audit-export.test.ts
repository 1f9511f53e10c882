import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { csvEvent, csvHeader } from '../../../core/audit/csv.ts';
import type { AuditEvent } from '../../../core/audit/event.ts';
import { toOcsf } from '../../../core/audit/ocsf/ocsf.ts';
import { bareEvent, wholeEvent } from '../../support/whole-events.ts';
import { FakeSite, Refusal } from '../fake-site.ts';
import { type Machine, signedInAt } from '../run.ts';

let site: FakeSite;
let on: Machine;
beforeEach(async () => {
  site = await FakeSite.start();
  on = await signedInAt(site);
});
afterEach(() => site.stop());

const first = wholeEvent('query.returned');
const second = bareEvent('grant.activated');

/** The second day has two pages, the first one. */
function twoDays() {
  const pages: Record<string, { events: AuditEvent[]; nextPageToken?: string }> = {
    '2026-11-21 ': { events: [first], nextPageToken: 't' },
    '2026-11-21 t': { events: [] },
    '2026-11-20 ': { events: [second] },
  };
  site.on('auditEvents', ({ query }) => pages[`${query['day']} ${query['pageToken'] ?? ''}`] ?? {});
}

const newFile = () => join(mkdtempSync(join(tmpdir(), 'vitrine-export-')), 'events');
const exportDays = (format: string, ...more: string[]) =>
  on.run('audit', 'export', '--format', format, '--from', '2026-11-20', '--to', '2026-11-21', ...more);

describe('vitrine audit export', () => {
  it.each([
    ['json', `${JSON.stringify(first)}\n${JSON.stringify(second)}\n`],
    ['ocsf', `${JSON.stringify(toOcsf(first))}\n${JSON.stringify(toOcsf(second))}\n`],
    ['csv', `${csvHeader}${csvEvent(first)}${csvEvent(second)}`],
  ])('writes every page of every day as %s, newest first', async (format, expected) => {
    twoDays();
    const { status, stdout, stderr } = await exportDays(format);
    expect([status, stderr]).toEqual([0, '2 events of 2 days\n']);
    expect(stdout).toBe(expected);
  });

  it('writes a file for its owner only, and only when it is whole', async () => {
    twoDays();
    const out = newFile();
    expect((await exportDays('json', '--out', out)).status).toBe(0);
    expect(readFileSync(out, 'utf8').split('\n')).toHaveLength(3);
    expect(statSync(out).mode & 0o777).toBe(0o600);
    expect(existsSync(`${out}.part`)).toBe(false);
  });

  it('leaves no file when it fails half way', async () => {
    site.on(
      'auditEvents',
      { events: [first], nextPageToken: 't' },
      new Refusal('not-allowed', { detail: 'No.' }),
    );
    const out = newFile();
    const { status, stderr } = await exportDays('json', '--out', out);
    expect([status, stderr]).toEqual([1, 'vitrine: No.\n']);
    expect([existsSync(out), existsSync(`${out}.part`)]).toEqual([false, false]);
  });

  it('goes on where a call had a hiccup', async () => {
    twoDays();
    site.hiccups = 1;
    expect((await exportDays('json')).stderr).toBe('2 events of 2 days\n');
  });

  it('neither overwrites a file nor goes on with what was left behind', async () => {
    const out = newFile();
    writeFileSync(`${out}.part`, 'half');
    const cutOff = await exportDays('json', '--out', out);
    expect([cutOff.status, cutOff.stderr]).toEqual([
      2,
      `vitrine: ${out}.part is what a command left that was cut off; remove it\n`,
    ]);
    writeFileSync(out, 'whole');
    expect((await exportDays('json', '--out', out)).stderr).toContain('there is a file');
    expect([readFileSync(out, 'utf8'), readFileSync(`${out}.part`, 'utf8')]).toEqual(['whole', 'half']);
  });

  it.each([
    ['a type', { ...first, type: 'grant.teleported' }],
    ['a version', { ...first, version: 2 }],
    ['a column', { ...first, shoe_size: '46' }],
  ])('stops at %s that it does not know, instead of leaving something out', async (_, event) => {
    site.on('auditEvents', { events: [event] });
    const { status, stderr } = await exportDays('csv');
    expect(status).toBe(1);
    expect(stderr).toContain(`event ${first.id}`);
  });

  it('shows no control characters to a terminal', async () => {
    on = await signedInAt(site, { isTTY: true });
    site.on('auditEvents', { events: [{ ...second, reason: '\x1b[2J' }] });
    const { stdout } = await on.run(
      'audit',
      'export',
      '--format',
      'csv',
      '--from',
      '2026-11-21',
      '--to',
      '2026-11-21',
    );
    expect(stdout).toContain('\\x1b[2J');
    expect(stdout).not.toContain('\x1b');
  });

  it('refuses days in the wrong order', async () => {
    const { status, stderr } = await on.run(
      'audit',
      'export',
      '--format',
      'csv',
      '--from',
      '2026-11-22',
      '--to',
      '2026-11-21',
    );
    expect([status, stderr]).toEqual([2, 'vitrine: --from 2026-11-22 is after the last day, 2026-11-21\n']);
  });
});
