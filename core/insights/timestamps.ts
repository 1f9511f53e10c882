import { dayMs } from '../day.ts';

/** Times of log events come day by day, so the last day's date is kept. */
let lastDay = Number.NaN;
let lastDate = '';

/** Milliseconds since 1970 as the service prints times: `2026-11-21 05:42:00.000`, in UTC. */
export function formatTimestamp(milliseconds: number): string {
  const whole = Math.trunc(milliseconds);
  const day = Math.floor(whole / dayMs);
  if (day !== lastDay) {
    lastDate = new Date(whole).toISOString().split('T', 1)[0] ?? '';
    lastDay = day;
  }
  const rest = whole - day * dayMs;
  const seconds = Math.floor(rest / 1_000);
  const minutes = Math.floor(seconds / 60);
  const hour = digits(Math.floor(minutes / 60), 2);
  return `${lastDate} ${hour}:${digits(minutes % 60, 2)}:${digits(seconds % 60, 2)}.${digits(rest % 1_000, 3)}`;
}

function digits(number: number, length: 2 | 3): string {
  if (length === 3 && number < 100) return number < 10 ? `00${number}` : `0${number}`;
  return length === 2 && number < 10 ? `0${number}` : String(number);
}

const form = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}\.\d{3})$/;

/** The inverse of `formatTimestamp`; undefined for any other text. */
export function parseTimestamp(text: string): number | undefined {
  if (text.length !== 23) return undefined;
  const parts = form.exec(text);
  if (parts === null) return undefined;
  const milliseconds = Date.parse(`${parts[1]}T${parts[2]}Z`);
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}
