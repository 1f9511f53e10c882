/** What is chosen: one of the ends at now, or two moments in UTC, as the rows show them. */
export interface RangeForm {
  choice: string;
  /** `YYYY-MM-DDTHH:MM`, with seconds where they matter; UTC. */
  from: string;
  to: string;
}

export const lastRanges: Record<string, { title: string; seconds: number }> = {
  '15m': { title: 'Last 15 minutes', seconds: 900 },
  '1h': { title: 'Last hour', seconds: 3600 },
  '2h': { title: 'Last 2 hours', seconds: 7200 },
  '24h': { title: 'Last 24 hours', seconds: 86_400 },
};

/** The range as the API takes it, or what is wrong with it. */
export function readRange(
  form: RangeForm,
  nowMs: number,
): { ok: true; from: string; to: string } | { ok: false; message: string } {
  const last = Object.hasOwn(lastRanges, form.choice) ? lastRanges[form.choice] : undefined;
  if (last) return { ok: true, from: iso(nowMs - last.seconds * 1000), to: iso(nowMs) };
  const fromMs = utc(form.from);
  const toMs = utc(form.to);
  if (fromMs === undefined || toMs === undefined)
    return { ok: false, message: 'Give both ends of the range.' };
  if (fromMs >= toMs) return { ok: false, message: 'The range must begin before it ends.' };
  if (fromMs > nowMs) return { ok: false, message: 'The range lies in the future.' };
  return { ok: true, from: iso(fromMs), to: iso(Math.min(toMs, nowMs)) };
}

/** A moment as `datetime-local` wants it, in UTC. */
export const toInput = (ms: number): string => iso(ms).slice(0, 16);

/** A moment of the API as `datetime-local` wants it, to the millisecond. */
export const toExactInput = (time: string): string => iso(Date.parse(time)).slice(0, 23);

function utc(input: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?$/.test(input)) return undefined;
  const ms = Date.parse(`${input}Z`);
  return Number.isNaN(ms) ? undefined : ms;
}

const iso = (ms: number) => new Date(ms).toISOString();
