import { dayMs, dayOf } from '../../day.ts';
import type { Config } from '../../policy/config.ts';
import type { Clock, Ids, Timeline } from '../../ports.ts';
import { eventsBetween, stepsBetween } from '../events-between.ts';
import type { Seen } from './rule.ts';
import type { WatchStore } from './store.ts';
import { addTallies, type DayTally, type Tally, tallyOf } from './tally.ts';

export interface Remembering {
  config: Config;
  clock: Clock;
  ids: Ids;
  timeline: Timeline;
  store: WatchStore;
}

const hourMs = 3_600_000;
/** After so long the copies of a period's events are all there: they are written before anybody is answered. */
const settledMs = 10 * 60_000;
/** Days without a tally that one run counts; after a long pause the next runs do the rest. */
const daysPerRun = 2;

/** What the rules look at now. Time that is over is counted once and remembered. */
export async function readHistory(base: Remembering): Promise<Seen> {
  const now = base.clock.now();
  const today = Math.floor(now / dayMs) * dayMs;
  const recentFrom = Math.floor((now - longestWindowMs(base.config)) / hourMs) * hourMs;
  const recent = await eventsBetween(base, recentFrom, now + hourMs);
  const hours = await Promise.all(
    stepsBetween(today, recentFrom, hourMs).map((from) => periodTally(base, from, hourMs)),
  );
  const current = tallyOf(recent.filter(({ time }) => Date.parse(time) >= today));
  const days = [
    ...(await pastDays(base, today, now)),
    { day: dayOf(today), ...addTallies([...hours, current]) },
  ];
  return { config: base.config, recent, days };
}

function longestWindowMs({ watch: { deniedCalls, probing } }: Config): number {
  const windows = [deniedCalls, probing].map((rule) => (rule === false ? 0 : rule.window * 1000));
  return Math.max(hourMs, ...windows);
}

async function pastDays(base: Remembering, today: number, now: number): Promise<DayTally[]> {
  const { volume, repeatedBreakGlass } = base.config.watch;
  const breakGlassDays =
    repeatedBreakGlass === false ? 0 : Math.ceil((repeatedBreakGlass.window * 1000) / dayMs) + 1;
  const days = Math.max(volume === false ? 0 : volume.days, breakGlassDays);
  const first = Math.max(today - days * dayMs, Date.parse(base.config.audit.installedOn));
  const starts = stepsBetween(first, today, dayMs).filter((start) => start + dayMs + settledMs <= now);
  const known = await Promise.all(starts.map((start) => base.store.tally(nameOf(start, dayMs))));
  let counted = 0;
  const tallies: DayTally[] = [];
  for (const [index, start] of [...starts.entries()].reverse()) {
    const found = known[index];
    if (!found && counted >= daysPerRun) continue;
    if (!found) counted += 1;
    tallies.unshift({ day: dayOf(start), ...(found ?? (await periodTally(base, start, dayMs))) });
  }
  return tallies;
}

async function periodTally(base: Remembering, from: number, lengthMs: number): Promise<Tally> {
  const name = nameOf(from, lengthMs);
  const known = await base.store.tally(name);
  if (known) return known;
  const tally = tallyOf(await eventsBetween(base, from, from + lengthMs));
  await base.store.putTally(name, tally);
  return tally;
}

/** `2026-11-21` for a day, `2026-11-21T05` for an hour. */
const nameOf = (from: number, lengthMs: number): string =>
  new Date(from).toISOString().slice(0, lengthMs === dayMs ? 10 : 13);
