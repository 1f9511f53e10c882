import { dayMs, dayOf } from '../day.ts';
import type { Ids, Timeline } from '../ports.ts';
import type { AuditEvent } from './event.ts';

/** More than a busy installation has in a day; no run must read without end. */
const maxPages = 500;
const pageSize = 1_000;

/** The copies of the events of the time from `from` to before `to`, oldest first. Milliseconds since the epoch. */
export async function eventsBetween(
  { timeline, ids }: { timeline: Timeline; ids: Ids },
  from: number,
  to: number,
): Promise<AuditEvent[]> {
  const events: AuditEvent[] = [];
  let pages = 0;
  for (const day of stepsBetween(Math.floor(from / dayMs) * dayMs, to, dayMs).reverse()) {
    let after: string | undefined = day + dayMs > to ? ids.ulid(to) : undefined;
    do {
      pages += 1;
      if (pages > maxPages)
        throw new Error(`There are over ${maxPages * pageSize} events since ${dayOf(from)}.`);
      const page = await timeline.ofDay(dayOf(day), pageSize, after);
      events.push(...page.events);
      const oldest = page.events.at(-1);
      after = oldest && Date.parse(oldest.time) < from ? undefined : page.next;
    } while (after !== undefined);
  }
  return events
    .filter(({ time }) => Date.parse(time) >= from && Date.parse(time) < to)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The starts of the steps that begin in a time. */
export function stepsBetween(from: number, to: number, lengthMs: number): number[] {
  const count = Math.max(0, Math.ceil((to - from) / lengthMs));
  return Array.from({ length: count }, (_, index) => from + index * lengthMs);
}
