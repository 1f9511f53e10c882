import { dayMs, dayOf } from '../../day.ts';
import { skewMs, windowMs } from './times.ts';

/** Compared every day, so that a run that failed is made good by the next ones. */
const latestDays = 3;
/** What a run compares of the older days: about five minutes' work, of the fifteen that a function has. */
const maxOlderEntries = 2_000_000;

/**
 * The days whose turn it is. The latest are compared every day; the older ones are dealt out to so many runs that none has more
 * than it can do, one after the other, so that with up to two million entries every day is compared daily, and with twenty
 * million within ten days. The days of the ledger's own window are left to it.
 */
export function daysDue(
  days: Iterable<string>,
  { now, entries }: { now: number; entries: number },
): string[] {
  const [openFrom, openTo] = [dayOf(now - windowMs - skewMs), dayOf(now + skewMs)];
  const runs = Math.max(1, Math.ceil(entries / maxOlderEntries));
  return [...days].filter((day) => {
    if (day >= openFrom && day <= openTo) return false;
    return isLatest(day, now) || dayNumber(Date.parse(day)) % runs === dayNumber(now) % runs;
  });
}

/** Whether a day is compared every day, and in full. */
export function isLatest(day: string, now: number): boolean {
  return dayNumber(Date.parse(day)) >= dayNumber(now) - latestDays;
}

/** The number of a moment's UTC day. */
export function dayNumber(ms: number): number {
  return Math.floor(ms / dayMs);
}

/** These days, and all from the first of them that is kept until today. */
export function daysToCompare(
  days: readonly string[],
  { keptFrom, now }: { keptFrom: string; now: number },
): string[] {
  const kept = days.filter((day) => day >= keptFrom).sort();
  const all = new Set(kept);
  for (let ms = Date.parse(kept[0] ?? dayOf(now)); ms <= now; ms += dayMs) all.add(dayOf(ms));
  return [...all].sort();
}
