import type { Weekday } from '../../policy/working-hours.ts';

/** A moment on somebody's clock and calendar. */
export interface LocalTime {
  weekday: Weekday;
  /** Minutes since midnight. */
  minute: number;
  /** Such as `2026-11-21`. */
  day: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** A moment as clocks in the time zone show it, daylight saving included. */
export function localTime(atMs: number, timeZone: string): LocalTime {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(atMs)
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  return {
    weekday: part('weekday') as Weekday,
    minute: Number(part('hour')) * 60 + Number(part('minute')),
    day: `${part('year')}-${part('month')}-${part('day')}`,
  };
}

/** Making a format takes a thousand times as long as using it. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    calendar: 'gregory',
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  formats.set(timeZone, format);
  return format;
}
