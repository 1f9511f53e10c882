import { describe, expect, it } from 'vitest';
import { sha256Bytes } from '../../../../adapters/system/bytes.ts';
import type { AuditEvent } from '../../../../core/audit/event.ts';
import { escalateOverdue } from '../../../../core/audit/review/escalate.ts';
import { headOf } from '../../../../core/audit/review/ledger-state.ts';
import { lastPeriod } from '../../../../core/audit/review/period.ts';
import { readReport, signOff } from '../../../../core/audit/review/sign.ts';
import type { FiledReport, ReportStore } from '../../../../core/audit/review/store.ts';
import { writeReport } from '../../../../core/audit/review/write.ts';
import type { Timeline } from '../../../../core/ports.ts';
import { causeOf, codeOf, good, inMemory } from '../../../support/in-memory.ts';
import { accessStory, eventAt } from './history.ts';

const dayMs = 86_400_000;

function reportStore(): ReportStore & { reports: Map<string, FiledReport> } {
  const reports = new Map<string, FiledReport>();
  const existing = (id: string) => {
    const report = reports.get(id);
    if (!report) throw new Error(`There is no ${id}.`);
    return report;
  };
  return {
    reports,
    get: async (id) => structuredClone(reports.get(id)),
    async insert(report) {
      if (reports.has(report.id)) return false;
      reports.set(report.id, structuredClone(report));
      return true;
    },
    list: async () => structuredClone([...reports.values()]),
    async sign(id, item, signed) {
      const report = existing(id);
      if (Object.hasOwn(report.signed, item)) return false;
      report.signed[item] = signed;
      return true;
    },
    async markOverdue(id, event) {
      existing(id).overdue ??= event;
    },
    async markTold(id, what, at) {
      existing(id)[what] = at;
    },
  };
}

/** The reviews at six o’clock on the Monday after a week in which the glass was broken and something raised. */
function monday(events: readonly AuditEvent[] = week) {
  const at = inMemory();
  at.advance(2 * dayMs + 3_600_000);
  const files = new Map<string, string>();
  const timeline: Timeline = {
    ofRequest: async () => [],
    ofDay: async (day) => ({ events: events.filter(({ time }) => time.startsWith(day)).reverse() }),
  };
  const base = {
    ...at.base,
    timeline,
    reports: reportStore(),
    files: {
      async put(name: string, body: string) {
        if (files.has(name)) return false;
        files.set(name, body);
        return true;
      },
      async get(name: string) {
        return files.get(name) ?? '';
      },
    },
    mailer: at.base.notifier,
    sha256: sha256Bytes,
    ledger: async () => ({ size: 5, signedAt: '2026-11-23T05:30:00.000Z' }),
  };
  const typed = (type: string) => at.world.events.filter((event) => event.type === type);
  return { ...at, base, files, typed };
}

const week = [
  ...accessStory('req-1', '2026-11-16', { details: { kind: 'break-glass', requester: 'dave' } }),
  eventAt('2026-11-22T23:59:59.999Z', 'watch.raised', { rule: 'volume', concerns: 'carol', detail: 'much' }),
  ...accessStory('req-2', '2026-11-23'),
  ...accessStory('req-0', '2026-11-15'),
];

describe('a period', () => {
  it.each([
    ['weekly', '2026-11-23T05:00:00.000Z', '2026-11-16', '2026-11-23'],
    ['weekly', '2026-11-29T23:00:00.000Z', '2026-11-16', '2026-11-23'],
    ['monthly', '2026-12-01T05:30:00.000Z', '2026-11-01', '2026-12-01'],
    ['monthly', '2027-01-01T00:00:00.000Z', '2026-12-01', '2027-01-01'],
  ] as const)('that is %s and over at %s is from %s to %s', (kind, now, from, to) => {
    const { fromMs, toMs } = lastPeriod(kind, Date.parse(now));
    expect([fromMs, toMs]).toEqual([Date.parse(from), Date.parse(to)]);
  });
});

describe('the report', () => {
  it('is put into the bucket in three forms, recorded, and mailed to the reviewers', async () => {
    const { base, files, typed, world } = monday();
    const { id, items } = await writeReport(base, 'weekly');
    expect(id).toBe('weekly-2026-11-16');
    expect([...files.keys()].sort()).toEqual([`${id}.csv`, `${id}.html`, `${id}.json`]);
    expect(items.map((item) => item.id)).toEqual(['b-1', 'a-1']);
    expect(typed('report.written')).toMatchObject([{ report: id, measured: 2 }]);
    expect(world.mails.map(({ to, subject }) => [to, subject])).toEqual([
      ['carol@shop.example', expect.stringContaining('2 items to sign off')],
    ]);
    expect(world.mails[0]?.text).toContain('dave broke the glass of checkout-prod');
  });

  it('has the events of its days alone', async () => {
    const { base, files } = monday();
    const { id } = await writeReport(base, 'weekly');
    const { grants } = JSON.parse(files.get(`${id}.json`) ?? '') as { grants: { request: string }[] };
    expect(grants.map(({ request }) => request)).toEqual(['req-1']);
  });

  it('is written, recorded and mailed once, though it runs again', async () => {
    const { base, files, typed, world, advance } = monday();
    await writeReport(base, 'weekly');
    const first = new Map(files);
    advance(60_000);
    await writeReport(base, 'weekly');
    expect(files).toEqual(first);
    expect(typed('report.written')).toHaveLength(1);
    expect(world.mails).toHaveLength(1);
  });

  it('goes on with what is in the bucket when a run died before it was filed', async () => {
    const { base, files, typed, advance } = monday();
    const dying = { ...base, reports: { ...base.reports, insert: () => Promise.reject(new Error('dies')) } };
    await expect(writeReport(dying, 'weekly')).rejects.toThrow('dies');
    const written = files.get('weekly-2026-11-16.json');
    advance(60_000);
    const { writtenAt } = await writeReport(base, 'weekly');
    expect(files.get('weekly-2026-11-16.json')).toBe(written);
    expect(JSON.parse(written ?? '')).toMatchObject({ writtenAt });
    expect(typed('report.written')).toHaveLength(1);
  });

  it('is mailed later when mail is refused', async () => {
    const { base, world } = monday();
    world.fail.add('mail');
    await expect(writeReport(base, 'weekly')).rejects.toThrow('mail refuses');
    world.fail.clear();
    await writeReport(base, 'weekly');
    expect(world.mails).toHaveLength(1);
  });
});

describe('signing off', () => {
  const signature = { report: 'weekly-2026-11-16', item: 'b-1', outcome: 'accepted', note: 'seen' } as const;

  it('is an event with a redacted note, once for each item', async () => {
    const { base, person, typed } = monday();
    await writeReport(base, 'weekly');
    const note = 'asked bob@example.com about it';
    const signed = good(await signOff(base, person('carol'), causeOf('carol'), { ...signature, note }));
    expect(signed.signed['b-1']).toMatchObject({ by: 'carol', outcome: 'accepted' });
    expect(typed('report.signed')).toMatchObject([
      { actor: 'carol', report: signature.report, report_item: 'b-1', code: 'accepted', request_id: 'req-1' },
    ]);
    expect(JSON.stringify(typed('report.signed'))).not.toContain('bob@example.com');
    expect(codeOf(await signOff(base, person('carol'), causeOf('carol'), signature))).toBe('wrong-state');
    expect(typed('report.signed')).toHaveLength(1);
  });

  it('is for reviewers, and for none about themselves', async () => {
    const { base, person } = monday();
    await writeReport(base, 'weekly');
    const sign = (who: string, more = {}) =>
      signOff(base, person(who), causeOf(who), { ...signature, ...more });
    expect(codeOf(await sign('alice'))).toBe('not-allowed');
    expect(codeOf(await sign('carol', { item: 'a-1' }))).toBe('own-request');
    expect(codeOf(await sign('carol', { item: 'x-9' }))).toBe('not-found');
    expect(codeOf(await sign('carol', { report: 'weekly-2020-01-06' }))).toBe('not-found');
    expect(codeOf(await readReport(base, person('bob'), signature.report))).toBe('not-allowed');
  });

  it('gets into the evidence the next day when it could not at once', async () => {
    const { base, person, typed, world } = monday();
    await writeReport(base, 'weekly');
    world.fail.add('evidence');
    await expect(signOff(base, person('carol'), causeOf('carol'), signature)).rejects.toThrow(
      'evidence refuses',
    );
    world.fail.clear();
    await escalateOverdue(base);
    await escalateOverdue(base);
    expect(typed('report.signed')).toHaveLength(1);
  });
});

describe('a report that is overdue', () => {
  it('is told of once, to reviewers and supervisors', async () => {
    const { base, typed, world, advance } = monday();
    await writeReport(base, 'weekly');
    advance(6.9 * dayMs);
    expect(await escalateOverdue(base)).toEqual({ overdue: 0 });
    advance(0.2 * dayMs);
    expect(await escalateOverdue(base)).toEqual({ overdue: 1 });
    expect(await escalateOverdue(base)).toEqual({ overdue: 0 });
    expect(typed('report.overdue')).toMatchObject([{ measured: 2, detail: 'not signed off: b-1, a-1' }]);
    expect(world.mails.slice(1).map(({ to }) => to)).toEqual(['carol@shop.example', 'sam@shop.example']);
  });

  it('is none when all has been signed off', async () => {
    const { base, person, advance, typed } = monday(week.slice(0, 6));
    await writeReport(base, 'weekly');
    const signature = {
      report: 'weekly-2026-11-16',
      item: 'b-1',
      outcome: 'accepted',
      note: 'seen',
    } as const;
    good(await signOff(base, person('carol'), causeOf('carol'), signature));
    advance(30 * dayMs);
    expect(await escalateOverdue(base)).toEqual({ overdue: 0 });
    expect(typed('report.overdue')).toEqual([]);
  });
});

describe('the head of the log', () => {
  const served = (note?: string) => ({
    read: async () => (note === undefined ? undefined : new TextEncoder().encode(note)),
  });

  it('is read from what the log serves', async () => {
    const root = Buffer.alloc(32).toString('base64');
    const note = `vitrine/bucket\n12\n${root}\ntime 2026-11-23T05:30:00.000Z\n\n— vitrine/bucket AAAA\n`;
    expect(await headOf(served(note))).toEqual({ size: 12, signedAt: '2026-11-23T05:30:00.000Z' });
    expect(await headOf(served())).toEqual({});
    expect(await headOf(served('no head'))).toEqual({});
  });
});
