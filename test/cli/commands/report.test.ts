import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeSite } from '../fake-site.ts';
import { type Machine, signedInAt } from '../run.ts';

let site: FakeSite;
let on: Machine;
beforeEach(async () => {
  site = await FakeSite.start();
  on = await signedInAt(site);
});
afterEach(() => site.stop());

const id = 'weekly-2026-11-16';
const signed = { by: 'carol', at: '2026-11-24T09:00:00.000Z', outcome: 'accepted', note: 'seen' } as const;
const report = (changes: object = {}) => ({
  id,
  kind: 'weekly' as const,
  from: '2026-11-16',
  to: '2026-11-23',
  writtenAt: '2026-11-23T05:00:00.000Z',
  dueAt: '2026-11-30T05:00:00.000Z',
  overdue: true,
  open: 1,
  items: [
    { id: 'b-1', kind: 'broken glass', words: 'dave broke the glass', concerns: ['dave'], signed },
    { id: 'a-1', kind: 'anomaly', words: 'volume, alice: \x1b[2J much', concerns: ['alice'] },
  ],
  ...changes,
});

describe('vitrine report', () => {
  it('lists reviews with what is open of them', async () => {
    site.on('listReports', { reports: [report()] });
    const { stdout } = await on.run('report', 'list');
    expect(stdout.split('\n')[1]?.split(/ {2,}/)).toEqual([
      id,
      '2026-11-16',
      '2026-11-23',
      '2',
      '1',
      '2026-11-30 overdue',
    ]);
  });

  it('shows every item, and who signed it off', async () => {
    site.on('getReport', report());
    const { stdout } = await on.run('report', 'show', id);
    expect(stdout).toMatch(/b-1 +broken glass +accepted by carol +dave broke the glass/);
    expect(stdout).toMatch(/a-1 +anomaly +volume, alice: \\x1b\[2J much/);
    expect(stdout).toContain('1 of 2');
  });

  it('signs one item off', async () => {
    site.on('signReportItem', report({ open: 0 }));
    const { status, stdout } = await on.run(
      ...['report', 'sign', id, 'a-1', '--outcome', 'to-be-mended', '--note', 'asked alice'],
      ...['--output', 'json'],
    );
    expect(status).toBe(0);
    expect(site.callsTo('signReportItem')).toMatchObject([
      { params: { report: id, item: 'a-1' }, body: { outcome: 'to-be-mended', note: 'asked alice' } },
    ]);
    expect(JSON.parse(stdout)).toEqual(report({ open: 0 }));
  });

  it.each([
    [['report', 'show', 'weekly'], 'A report id looks like'],
    [['report', 'sign', id, 'first', '--outcome', 'accepted', '--note', 'seen'], 'An item looks like'],
    [['report', 'sign', id, 'a-1', '--note', 'seen'], '--outcome'],
  ])('refuses %j', async (args, message) => {
    const { status, stderr } = await on.run(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});
