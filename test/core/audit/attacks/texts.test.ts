import { expect, it } from 'vitest';
import { reportMail } from '../../../../core/audit/review/mail.ts';
import type { FiledReport } from '../../../../core/audit/review/store.ts';
import { bareEvent } from '../../../support/whole-events.ts';

const words =
  'alice: x\r\nBcc: all@example.com\n\n<script src="//theirs"></script>\n<a href="https://theirs">sign in here</a>';
const report: FiledReport = {
  id: 'weekly-2026-11-16',
  kind: 'weekly',
  from: '2026-11-16',
  to: '2026-11-23',
  writtenAt: '2026-11-23T06:00:00.000Z',
  dueAt: '2026-11-30T06:00:00.000Z',
  items: [{ id: 'a-1', kind: 'anomaly', words, concerns: ['alice'] }],
  signed: {},
  event: bareEvent('report.written'),
};

it.each(['new', 'overdue'] as const)(
  'E8 what people wrote makes no header, line or link of a mail (%s)',
  (occasion) => {
    const { subject, text, html } = reportMail(report, occasion);
    expect(subject).not.toMatch(/[\r\n]|Bcc/);
    expect(text.split('\n').filter((line) => line.includes('Bcc'))).toEqual([
      expect.stringMatching(/^ *a-1 +alice: x Bcc/),
    ]);
    expect(text).not.toContain('\r');
    expect(html).not.toMatch(/<(?:script|a)\b/);
    expect(html).toContain('&#60;script');
  },
);
