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
] as const;
type Line = Partial<Record<(typeof columns)[number], string | number>>;

/** The report as one table, a line for each thing, with the kind of thing in `section` (RFC 4180). */
export function reportCsv(report: Report): string {
  const lines: Line[] = [
    ...report.items.map(
      ({ id, request, kind, words }): Line => ({ section: 'to sign off', id, request, verdict: kind, words }),
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
  return [columns, ...lines.map((line) => columns.map((column) => line[column]))].map(csvRecord).join('');
}
