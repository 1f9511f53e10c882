import { counted } from '../../counted.ts';
import { dayMs, dayOf } from '../../day.ts';
import type { ReviewItem } from './items.ts';
import type { Report } from './report.ts';

/** `2026-11-16 09:00`: a moment in UTC, which whoever shows it has to say. */
export const minute = (time: string): string => `${time.slice(0, 10)} ${time.slice(11, 16)}`;

/** `2026-11-16 to 2026-11-22`: the days of a report, the last one included. */
export function span({ from, to }: Pick<Report, 'from' | 'to'>): string {
  return `${from} to ${dayOf(Date.parse(to) - dayMs)}`;
}

const kinds: Record<ReviewItem['kind'], [one: string, many: string]> = {
  ledger: ['doubt about the evidence', 'doubts about the evidence'],
  'broken glass': ['broken glass', 'broken glasses'],
  anomaly: ['anomaly', 'anomalies'],
  'doubtful use': ['doubtful use', 'doubtful uses'],
  'rubber stamp': ['rubber stamp', 'rubber stamps'],
  'unused right': ['unused right', 'unused rights'],
};

/** The items of each kind, in the order in which kinds come first. */
export function byKind(items: readonly ReviewItem[]): { title: string; items: ReviewItem[] }[] {
  return Object.entries(kinds).flatMap(([kind, [one, many]]) => {
    const alike = items.filter((item) => item.kind === kind);
    return alike.length === 0 ? [] : [{ title: counted(alike.length, one, many), items: alike }];
  });
}

/** `1 broken glass, 7 anomalies and 2 unused rights` */
export function kindsInWords(items: readonly ReviewItem[]): string {
  return new Intl.ListFormat('en').format(byKind(items).map(({ title }) => title));
}
