import * as z from 'zod';

/** Where the copy for SQL lies. What is locked cannot be mended: another layout gets another number. */
export const historyPrefix = 'history/v1/';
/** Where it is written down which places have been taken. */
export const rangesPrefix = `${historyPrefix}ranges/`;

/** Places of the log whose events are in the files named after them; the end is not among them. */
export interface Range {
  readonly first: number;
  readonly end: number;
  /** The hour that was over and wholly in the log, such as `2026-11-27T10`. */
  readonly hour: string;
}

/** More places than a log will ever have. */
const placesEnd = 10 ** 15;
const digits = 15;

/** Named by how many places are left behind it, so that the newest sorts first. */
export function rangeKey(first: number): string {
  return `${rangesPrefix}${padded(placesEnd - 1 - first)}.json`;
}

export function historyKey(day: string, { first, end }: Pick<Range, 'first' | 'end'>): string {
  return `${historyPrefix}dt=${day}/${padded(first)}-${padded(end)}.parquet`;
}

export function formatRange({ first, end, hour }: Range): string {
  return `${JSON.stringify({ version: 1, first, end, hour })}\n`;
}

const rangeSchema = z.strictObject({
  version: z.literal(1),
  first: z.int().min(0),
  end: z.int().min(1),
  hour: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d$/),
});

/** @throws for a text that is no range: what follows it would be lost or twice. */
export function parseRange(text: string): Range {
  const { first, end, hour } = rangeSchema.parse(JSON.parse(text));
  return { first, end, hour };
}

/** Milliseconds since the epoch at which an hour of a range was over. */
export function endOfHour(hour: Range['hour']): number {
  return Date.parse(`${hour}:00:00.000Z`) + 60 * 60_000;
}

function padded(place: number): string {
  return String(place).padStart(digits, '0');
}
