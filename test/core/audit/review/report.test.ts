import { describe, expect, it } from 'vitest';
import { reportCsv } from '../../../../core/audit/review/csv.ts';
import { accessStory, eventAt } from './history.ts';
import { reportOf } from './report-of.ts';

const kindsOf = (...given: Parameters<typeof reportOf>) =>
  reportOf(...given).items.map(({ id, kind }) => [id, kind]);

describe('the report of a quiet week', () => {
  const report = reportOf(accessStory('req-1', '2026-11-17'));

  it('names its days, its due date and what happened', () => {
    expect(report).toMatchObject({
      id: 'weekly-2026-11-16',
      from: '2026-11-16',
      to: '2026-11-23',
      dueAt: '2026-11-30T06:00:00.000Z',
      totals: { grants: 1, breakGlass: 0, queries: 1, rows: 1_250, refused: 0, alerts: 0 },
    });
    expect(report.grants[0]).toMatchObject({
      request: 'req-1',
      person: 'alice',
      approver: 'bob',
      closedReason: 'released',
      queries: 1,
      rows: 1_250,
      justified: 'yes',
    });
  });

  it('has nothing to sign off', () => {
    expect(report.items).toEqual([]);
  });
});

describe('what is to be signed off', () => {
  it('is every broken glass, by somebody else than who broke it', () => {
    const details = { kind: 'break-glass', requester: 'dave' };
    const { items } = reportOf(accessStory('req-1', '2026-11-17', { details }));
    expect(items).toMatchObject([{ id: 'b-1', kind: 'broken glass', concerns: ['dave'], request: 'req-1' }]);
    expect(items[0]?.words).toBe('dave broke the glass of checkout-prod (outage); review due');
  });

  it('is a broken glass that was reviewed, by somebody else than its reviewer, too', () => {
    const details = { kind: 'break-glass', requester: 'dave' };
    const review = { request_id: 'req-1', actor: 'sam', code: 'justified' };
    const { items } = reportOf([
      ...accessStory('req-1', '2026-11-17', { details }),
      eventAt('2026-11-18T09:00:00.000Z', 'review.done', review),
    ]);
    expect(items).toMatchObject([{ id: 'b-1', concerns: ['dave', 'sam'] }]);
    expect(items[0]?.words).toContain('review justified by sam');
  });

  it('is every alert', () => {
    const raised = { rule: 'probing', concerns: 'alice', request_id: 'req-1', detail: '12 searches' };
    expect(reportOf([eventAt('2026-11-17T10:00:00.000Z', 'watch.raised', raised)]).items).toMatchObject([
      { id: 'a-1', concerns: ['alice'], request: 'req-1', words: 'probing, alice: 12 searches' },
    ]);
  });

  it.each([
    [{ assessed_purpose: 'no' }, 1],
    [{ assessed_purpose: 'doubtful' }, 0],
    [{ assessed_purpose: 'doubtful', assessed_prompt: 'doubtful' }, 1],
  ])('is use with the verdicts %o: %d', (details, count) => {
    expect(kindsOf(accessStory('req-1', '2026-11-17', { details }))).toHaveLength(count);
  });

  it('is approving all there is faster than one can read it', () => {
    const days = ['16', '17', '18', '19', '20'];
    const week = (decidedAfterSeconds: number, of = days) =>
      of.flatMap((day) => accessStory(`req-${day}`, `2026-11-${day}`, { decidedAfterSeconds }));
    expect(kindsOf(week(20))).toEqual([['s-1', 'rubber stamp']]);
    expect(kindsOf(week(20, days.slice(1)))).toEqual([]);
    expect(kindsOf(week(90))).toEqual([]);
    const denied = accessStory('req-21', '2026-11-21').map((event) =>
      event.type === 'request.approved' ? { ...event, type: 'request.denied' as const } : event,
    );
    expect(kindsOf([...week(20), ...denied])).toEqual([]);
  });

  it('is a log whose head is old or missing', () => {
    expect(kindsOf([], { ledger: { size: 1, signedAt: '2026-11-23T04:00:00.000Z' } })).toEqual([]);
    expect(kindsOf([], { ledger: { size: 1, signedAt: '2026-11-23T03:59:59.000Z' } })).toEqual([
      ['l-1', 'ledger'],
    ]);
    expect(kindsOf([], { ledger: {} })).toEqual([['l-1', 'ledger']]);
  });

  it('is every time that log, bucket and copy differed', () => {
    const detail = 'Found 1 difference. a.json is gone.';
    const agreed = eventAt('2026-11-17T03:00:00.000Z', 'ledger.reconciled');
    const { comparisons, items } = reportOf([
      agreed,
      eventAt('2026-11-18T03:00:00.000Z', 'ledger.differed', { detail }),
    ]);
    expect(comparisons).toMatchObject({ agreed: 1, differed: [{ detail }] });
    expect(items).toMatchObject([{ id: 'l-1', kind: 'ledger', words: `On 2026-11-18 03:00 UTC: ${detail}` }]);
  });

  it('tells of use what was not in order, and why', () => {
    const findings = ['justified: there is a ticket', 'purpose: no query was run', 'given up: at once'];
    const details = { assessed_purpose: 'no', findings };
    expect(reportOf(accessStory('req-1', '2026-11-17', { details })).items).toMatchObject([
      { words: 'alice in checkout-prod: purpose: no (no query was run)' },
    ]);
  });

  it('is every right that nobody used in ninety days, once there is so much evidence', () => {
    const used = accessStory('req-1', '2026-11-17');
    expect(reportOf(used).unusedRights).toEqual([]);
    const { unusedRights } = reportOf(used, { installedOn: '2026-08-25' });
    expect(unusedRights.map(({ proposal }) => proposal)).toEqual([
      "remove 'on-call' from scopes.checkout-prod.requesters",
      "remove 'on-call' from scopes.checkout-prod.breakGlass.eligible",
      "remove 'finance' from scopes.ledger-prod.requesters",
    ]);
  });
});

describe('the report as a table', () => {
  it('is UTF-8 to Excel, quotes every text, and makes no formula of a reason', () => {
    const details = { reason: '=cmd("x"), see\nbelow' };
    const csv = reportCsv(reportOf(accessStory('req-1', '2026-11-17', { details })));
    expect(csv.startsWith('\ufeff"section","id","request",')).toBe(true);
    expect(csv).toContain(`"'=cmd(""x""), see\nbelow","standard","bob","INC-4711",1\r\n`);
  });

  it('tells of the evidence', () => {
    const differed = eventAt('2026-11-18T03:00:00.000Z', 'ledger.differed', { detail: 'a.json is gone' });
    expect(
      reportCsv(reportOf([differed]))
        .split('\r\n')
        .slice(2, 5),
    ).toEqual([
      '"evidence",,,,,"2026-11-23T05:30:00.000Z",,4711,,"newest signed head of the log",,,,',
      '"evidence",,,,,,,0,,"comparisons of log, bucket and copy that agreed",,,,',
      `"evidence","${differed.id}",,,,"2026-11-18T03:00:00.000Z",,,"differed","a.json is gone",,,,`,
    ]);
  });
});
