import { type Days, dayMs, dayOf } from '../../day.ts';
import type { Period } from './report.ts';

/** The last week from Monday to Monday, or the last month, that is over at a moment, in UTC. */
export function lastPeriod(kind: Period['kind'], now: number): Period {
  const today = new Date(Math.floor(now / dayMs) * dayMs);
  if (kind === 'weekly') {
    const toMs = today.getTime() - ((today.getUTCDay() + 6) % 7) * dayMs;
    return { kind, fromMs: toMs - 7 * dayMs, toMs };
  }
  const [year, month] = [today.getUTCFullYear(), today.getUTCMonth()];
  return { kind, fromMs: Date.UTC(year, month - 1), toMs: Date.UTC(year, month) };
}

const reportName = /^(weekly|monthly)-(\d{4}-\d{2}-\d{2})\./;

/** Whether a report's file, such as `weekly-2026-11-16.html`, is of a period that has one of the days. */
export function isReportOf(name: string, { from, to }: Days): boolean {
  const [, kind, first = ''] = reportName.exec(name) ?? [];
  const start = new Date(first);
  if (kind === undefined || Number.isNaN(start.getTime())) return false;
  const last =
    kind === 'weekly'
      ? dayOf(start.getTime() + 6 * dayMs)
      : dayOf(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1) - dayMs);
  return first <= to && last >= from;
}
