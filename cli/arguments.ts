import { InvalidArgumentError } from 'commander';
import { ids } from '../contract/schemas.ts';
import { parseDuration } from '../core/duration.ts';

/** Readers of single arguments; commander puts the name of the argument before the message. */

export function requestId(text: string): string {
  if (ids.request.safeParse(text).success) return text;
  throw new InvalidArgumentError('A request id looks like req-01k… (see: vitrine requests).');
}

export function reportId(text: string): string {
  if (ids.report.safeParse(text).success) return text;
  throw new InvalidArgumentError('A report id looks like weekly-2026-11-16 (see: vitrine report list).');
}

export function reportItem(text: string): string {
  if (ids.reportItem.safeParse(text).success) return text;
  throw new InvalidArgumentError('An item looks like a-3 (see: vitrine report show).');
}

export function durationSeconds(text: string): number {
  const seconds = parseDuration(text);
  if (seconds === undefined) throw new InvalidArgumentError('A duration looks like 90s, 30m, 4h or 1h30m.');
  return seconds;
}

/** Reads a time as milliseconds since the epoch; without a zone it is meant as the reader's clock shows it. */
export function timeMs(text: string): number {
  const isIso = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?)?$/.test(text);
  const time = isIso ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) {
    throw new InvalidArgumentError('A time looks like 2026-11-21T05:42:00Z or 2026-11-21T05:42+01:00.');
  }
  return time;
}

export function day(text: string): string {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time) && new Date(time).toISOString().startsWith(text)) return text;
  throw new InvalidArgumentError('A day looks like 2026-11-21 (UTC).');
}

export function wholeDays(text: string): number {
  const value = /^(\d{1,5})d?$/.exec(text)?.[1];
  if (value === undefined) throw new InvalidArgumentError('Give a whole number of days such as 365.');
  return Number(value);
}
