import { type Days, dayOf } from '../core/day.ts';
import { CliError } from './errors.ts';

/** The UTC days from one on: until another, or until today. */
export function daysFrom(from: string, to: string | undefined, nowMs: number): Days {
  const last = to ?? dayOf(nowMs);
  if (from > last) throw new CliError('usage', `--from ${from} is after the last day, ${last}`);
  return { from, to: last };
}
