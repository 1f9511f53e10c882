import { csvRecord } from '../../csv.ts';
import type { Report } from './report.ts';

const columns = [
  'section',
  'id',
  'request',
  'person',
  'scope',
  'from',
  'to',
  'count',
  'verdict',
  'words',
  'kind',
  'approver',
  'ticket',
  'queries',
] as const;
type Line = { [column in (typeof columns)[number]]?: string | number | undefined };

/** Without it Excel takes UTF-8 for the code page of its country. */
const byteOrderMark = '\ufeff';

/** The report as one table for a spreadsheet, a line for each thing, with the kind of thing in `section` (RFC 4180). */
export function reportCsv(report: Report): string {
  const lines: Line[] = [
    ...report.items.map(
      ({ id, request, kind, words }): Line => ({ section: 'to sign off', id, request, kind, words }),
    ),
    {
      section: 'evidence',
      from: report.ledger.signedAt,
      count: report.ledger.size ?? 0,
      words:
        report.ledger.signedAt === undefined ? 'no signed head of the log' : 'newest signed head of the log',
    },
    {
      section: 'evidence',
      count: report.comparisons.agreed,
      words: 'comparisons of log, bucket and copy that agreed',
    },
    ...report.comparisons.differed.map(
      ({ event, time, detail }): Line => ({
        section: 'evidence',
        id: event,
        from: time,
        verdict: 'differed',
        words: detail,
      }),
    ),
    ...report.grants.map(
      (grant): Line => ({
        section: 'grants',
        request: grant.request,
        person: grant.person,
        scope: grant.scope,
        from: grant.openedAt,
        to: grant.closedAt,
        count: grant.rows,
        verdict: [grant.justified, grant.purpose, grant.prompt].map((verdict) => verdict ?? '').join('/'),
        words: grant.reason,
        kind: grant.kind,
        approver: grant.approver,
        ticket: grant.ticket,
        queries: grant.queries,
      }),
    ),
    ...report.anomalies.map(
      ({ event, request, person, scope, time, rule, detail }): Line => ({
        section: 'anomalies',
        id: event,
        request,
        person,
        scope,
        from: time,
        verdict: rule,
        words: detail,
      }),
    ),
    ...report.decisions.map(
      ({ approver, requester, approved, denied, medianSeconds, isRubberStamp }): Line => ({
        section: 'decisions',
        person: approver,
        count: approved + denied,
        verdict: isRubberStamp ? 'rubber stamp' : '',
        words: `${approved} approved and ${denied} denied of ${requester}, ${medianSeconds} s at the median`,
      }),
    ),
    ...report.unusedRights.map(
      ({ scope, group, days, proposal }): Line => ({
        section: 'unused rights',
        person: group,
        scope,
        count: days,
        words: proposal,
      }),
    ),
  ];
  const records = [columns, ...lines.map((line) => columns.map((column) => line[column]))];
  return byteOrderMark + records.map(csvRecord).join('');
}
