export const dayMs: number = 24 * 60 * 60_000;

/** The UTC day of a moment, such as `2026-11-21`. Milliseconds since the epoch. */
export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
