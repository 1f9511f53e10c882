import type { Line } from '../services/logs/ingest.ts';
import type { Logs } from '../services/logs/logs.ts';
import { seededRandom } from './random.ts';
import { scenarioLines } from './scenarios.ts';

export { plantedSecrets } from './planted.ts';

export interface SampleOptions {
  clock: () => number;
  /** How far back the sample reaches at the start. */
  backfillMs?: number;
}

export interface SampleApplication {
  stop(): void;
}

/** Something happens in each log group once in this time. */
const SLOT_MS = 15_000;
const BACKFILL_MS = 3 * 3_600_000;
const TICK_MS = 1000;

/**
 * Plays a shop whose services write to the given log groups: a few hours back at once, then as time goes by.
 *
 * The lines follow from the group's name and the time alone: after a restart the same past is there again, so that
 * they need not be stored, and what a recorded query returned can be found again.
 */
export function startSampleApplication(
  logs: Pick<Logs, 'append'>,
  logGroups: readonly string[],
  { clock, backfillMs = BACKFILL_MS }: SampleOptions,
): SampleApplication {
  let next = Math.floor((clock() - backfillMs) / SLOT_MS);
  const writeDue = (): void => {
    const due = Math.floor(clock() / SLOT_MS);
    if (due === next) return;
    // A clock that was put forward (a machine that slept) brings at most one backfill.
    next = Math.max(next, due - Math.ceil(backfillMs / SLOT_MS));
    for (const group of logGroups) {
      const lines: Line[] = [];
      for (let slot = next; slot < due; slot++) lines.push(...slotLines(group, slot));
      logs.append(group, streamOf(group), lines, { stored: false });
    }
    next = due;
  };
  writeDue();
  const timer = setInterval(writeDue, TICK_MS).unref();
  return { stop: () => clearInterval(timer) };
}

/** What a log group holds for one slot of time. */
export function slotLines(logGroup: string, slot: number): Line[] {
  const random = seededRandom(`${logGroup} ${slot}`);
  const startsAt = slot * SLOT_MS + random.integer(0, SLOT_MS / 2);
  return scenarioLines(logGroup, random, startsAt).map(({ afterMs, message }) => ({
    timestamp: startsAt + Math.round(afterMs),
    message,
  }));
}

function streamOf(logGroup: string): string {
  return `${logGroup.split('/').at(-1) || 'app'}-${seededRandom(logGroup).text('0123456789abcdef', 12)}`;
}
