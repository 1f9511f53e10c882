import { describe, expect, it } from 'vitest';
import { reportMail } from '../../../../core/audit/review/mail.ts';
import type { FiledReport } from '../../../../core/audit/review/store.ts';
import { accessStory, eventAt } from './history.ts';
import { reportOf } from './report-of.ts';

const alert = (detail: string) =>
  eventAt('2026-11-19T08:00:00.000Z', 'watch.raised', { rule: 'volume', concerns: 'alice', detail });

function filed(...given: Parameters<typeof reportOf>): FiledReport {
  const event = eventAt('2026-11-23T06:00:00.000Z', 'report.written');
  return { ...reportOf(...given), signed: {}, event };
}

describe('the mail on a report', () => {
  it('says in its subject and its first sentence what is to be done, and how', () => {
    const broken = accessStory('req-1', '2026-11-17', {
      details: { kind: 'break-glass', requester: 'dave' },
    });
    const { subject, text } = reportMail(filed([...broken, alert('much')]), 'new');
    expect(subject).toBe(
      'Vitrine: weekly review of access to logs, 2026-11-16 to 2026-11-22: 2 items to sign off',
    );
    expect(text.split('\n')).toEqual([
      'The weekly review of access to logs, 2026-11-16 to 2026-11-22, is written. ' +
        'Please sign off 2 items by 2026-11-30 06:00 UTC: 1 broken glass and 1 anomaly.',
      '',
      '1 broken glass',
      '  b-1  dave broke the glass of checkout-prod (outage); review due',
      '',
      '1 anomaly',
      '  a-1  volume, alice: much',
      '',
      'vitrine report show weekly-2026-11-16',
      'vitrine report sign weekly-2026-11-16 ITEM --outcome accepted --note "…"',
      '',
      'The whole report lies in the evidence bucket as reviews/weekly-2026-11-16.html, to be read and printed, .csv and .json.',
      '',
    ]);
  });

  it('asks for nothing after a quiet week', () => {
    const { subject, text } = reportMail(filed([]), 'new');
    expect(subject).toContain(': nothing to sign off');
    expect(text).toContain('There is nothing to sign off.');
    expect(text).not.toContain('report sign');
  });

  it('names of what is overdue the first of every kind, and counts the others', () => {
    const events = Array.from({ length: 1_234 }, () => alert('much'));
    const { subject, text, html } = reportMail(filed(events, { ledger: {} }), 'overdue');
    expect(subject).toContain('overdue: weekly review');
    expect(subject).toContain('1,235 items not signed off');
    expect(text).toContain('1 doubt about the evidence\n  l-1  ');
    expect(text).toContain('1,234 anomalies\n  a-1  ');
    expect(text.match(/^ {2}a-/gm)).toHaveLength(10);
    for (const form of [text, html]) expect(form).toContain('and 1,224 more');
  });

  it('lets no words of a stranger be an item or markup of their own', () => {
    const { text, html } = reportMail(filed([alert('much\n  a-2  <b>harmless</b>')]), 'new');
    expect(text).toContain('  a-1  volume, alice: much a-2 <b>harmless</b>\n');
    expect(html).toContain('&#60;b&#62;harmless&#60;/b&#62;');
  });
});
