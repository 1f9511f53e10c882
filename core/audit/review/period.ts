import { dayMs } from '../../day.ts';
import type { Period } from './report.ts';

/** The last week from Monday to Monday, or the last month, that is over at a moment, in UTC. */
export function lastPeriod(kind: Period['kind'], now: number): Period {
  const today = new Date(Math.floor(now / dayMs) * dayMs);
  if (kind === 'weekly') {
    const toMs = today.getTime() - ((today.getUTCDay() + 6) % 7) * dayMs;
    return { kind, fromMs: toMs - 7 * dayMs, toMs };
  }
  const [year, month] = [today.getUTCFullYear(), today.getUTCMonth()];
  return { kind, fromMs: Date.UTC(year, month - 1), toMs: Date.UTC(year, month) };
}
