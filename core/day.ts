export const dayMs: number = 24 * 60 * 60_000;

/** The UTC day of a moment, such as `2026-11-21`. Milliseconds since the epoch. */
export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** Some UTC days, given by the first and the last of them. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** Each of the days, in order; none if the last is before the first. */
export function eachDay({ from, to }: Days): string[] {
  const count = (Date.parse(to) - Date.parse(from)) / dayMs + 1;
  return Array.from({ length: Math.max(0, count) }, (_, offset) => dayOf(Date.parse(from) + offset * dayMs));
}
