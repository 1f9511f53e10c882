import { formatDuration } from '../../core/duration.ts';

/** Time left, for people: `2h05m`, `4m10s`, `0s`. Seconds are shown in the last ten minutes only. */
export function timeLeft(until: string, nowMs: number): string {
  const seconds = Math.max(0, Math.ceil((Date.parse(until) - nowMs) / 1000));
  return formatDuration(seconds >= 600 ? Math.ceil(seconds / 60) * 60 : seconds);
}

/** A moment in the reader's own time zone; the day is left out when it is today. */
export function moment(iso: string, nowMs: number): string {
  const at = new Date(iso);
  const isToday = at.toDateString() === new Date(nowMs).toDateString();
  return at.toLocaleString(undefined, {
    ...(!isToday && { day: 'numeric', month: 'short' }),
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
}
