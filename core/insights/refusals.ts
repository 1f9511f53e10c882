import type { QueryErrorCode } from './error.ts';

interface Reason {
  readonly code: Extract<QueryErrorCode, 'refused' | 'unsupported'>;
  readonly reason: string;
}

const refused = (reason: string): Reason => ({ code: 'refused', reason });

const fixedTime = 'and the time range of the request is fixed';
const lookups = refused('it reads a lookup table, and your grant covers log groups only');
const sql = refused(
  'only CloudWatch Logs Insights’ own language can be used; this one names its log groups in its text',
);
/** What a page does not say in full, nobody can be sure to keep inside the grant. */
const underDocumented: Reason = {
  code: 'unsupported',
  reason: 'it is not documented well enough to be sure what it does',
};

/** Commands that are not allowed here, each with the reason that is shown, by lower-case name. */
const reasons: Readonly<Record<string, Reason>> = {
  source: refused('your grant fixes the log groups'),
  start: refused('your grant and the time range of the request fix the time'),
  end: refused('your grant and the time range of the request fix the time'),
  join: refused('it reads other log groups, and your grant fixes the log groups'),
  appendcols: refused('it runs a second query, which your grant does not cover'),
  lookup: lookups,
  cidrlookup: lookups,
  unmask: refused('it shows what data protection has masked'),
  diff: refused(`it reads a second time range, ${fixedTime}`),
  logcompare: refused(`it reads a second time range, ${fixedTime}`),
  select: sql,
  with: sql,
  estimate: { code: 'unsupported', reason: 'it tells what a query would scan and does not run it' },
  accum: underDocumented,
  addtotals: underDocumented,
  anomaly: underDocumented,
  autoregress: underDocumented,
  head: { code: 'unsupported', reason: 'it is not documented: use `limit`' },
  order: { code: 'unsupported', reason: 'it is not documented: use `sort`' },
  relevantfields: underDocumented,
  search: { code: 'unsupported', reason: 'it is not documented: use `filter @message like "…"`' },
  tail: { code: 'unsupported', reason: 'it is not documented: use `sort @timestamp asc | limit 20`' },
};

/** Why `stats … offset` is not. */
export const offsetReason = `it moves the time, ${fixedTime}`;

export function isRefusedName(name: string): boolean {
  return Object.hasOwn(reasons, name);
}

/** Why a command is not allowed here; undefined if it is. */
export function reasonOf(name: string): Reason | undefined {
  const word = name.toLowerCase();
  return isRefusedName(word) ? reasons[word] : undefined;
}
