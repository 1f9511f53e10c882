import type { RuleSettings } from '../../policy/watch.ts';
import { median, medianAbsoluteDeviation } from './robust.ts';
import { evidenceOf, type Finding, type Seen } from './rule.ts';
import type { DayTally } from './tally.ts';

const measures = ['rows', 'bytes'] as const;
type Measure = (typeof measures)[number];

/**
 * More rows or bytes in a UTC day than is usual for the person, raised once per day.
 *
 * The norm is the median of the person's days of use, on a logarithmic scale since volumes are skewed. A day stands out by
 * the modified z-score, 0.6745 · (x − median) / MAD, which single big days in the past do not move (Iglewicz and Hoaglin
 * 1993, "How to Detect and Handle Outliers"). An incident makes everybody read more: while others stand out in the same
 * scopes, too, a day counts only as far as it rises above theirs.
 */
export function volume({ days }: Seen, settings: RuleSettings<'volume'>): Finding[] {
  const today = days.at(-1);
  if (!today) return [];
  const past = days.slice(0, -1).slice(-settings.days);
  return Object.entries(today.volumes).flatMap(([person, theirs]): Finding[] => {
    const excess = measures
      .map((measure) => ({ measure, threshold: thresholdOf(measure, { person, today, past, settings }) }))
      .find(({ measure, threshold }) => theirs[measure] > threshold);
    if (!excess) return [];
    const { measure, threshold } = excess;
    const [scope] = theirs.scopes;
    return [
      {
        rule: 'volume',
        thing: `${person}/${today.day}`,
        person,
        ...(theirs.scopes.length === 1 && scope !== undefined && { scope }),
        evidence: evidenceOf(theirs.largest.map(({ id }) => id).sort()),
        measured: theirs[measure],
        threshold,
        detail: `${theirs[measure]} ${measure === 'rows' ? 'rows were returned' : 'bytes were scanned'} on ${today.day}; up to ${threshold} is usual.`,
      },
    ];
  });
}

interface About {
  person: string;
  today: DayTally;
  past: readonly DayTally[];
  settings: RuleSettings<'volume'>;
}

/** Somebody who has read the same on every day may still read half as much again without being odd. */
const leastDeviation = Math.log(1.5);
/** An incident excuses a tenfold day, not any. */
const mostExcused = 10;

function thresholdOf(measure: Measure, about: About): number {
  const { person, past, settings } = about;
  const least = measure === 'rows' ? settings.minRows : settings.minBytes;
  const norm = normOf(usedDays(past, person, measure), settings);
  return Math.round(Math.max(norm?.most ?? 0, least) * excusedRise(measure, about));
}

interface Norm {
  usual: number;
  /** Up to here a day does not stand out. */
  most: number;
}

/** Undefined while there are too few days of use. */
function normOf(days: readonly number[], { minDays, deviations }: RuleSettings<'volume'>): Norm | undefined {
  if (days.length < minDays) return undefined;
  const logs = days.map(Math.log);
  const deviation = Math.max(medianAbsoluteDeviation(logs), leastDeviation);
  const middle = median(logs);
  return { usual: Math.exp(middle), most: Math.exp(middle + (deviations * deviation) / 0.6745) };
}

/** By how much those have risen whose day stands out, too, in the same scopes; two of them at least make an incident. */
function excusedRise(measure: Measure, { person, today, past, settings }: About): number {
  const scopes = new Set(today.volumes[person]?.scopes);
  const rises = Object.entries(today.volumes).flatMap(([other, theirs]) => {
    if (other === person || !theirs.scopes.some((scope) => scopes.has(scope))) return [];
    const norm = normOf(usedDays(past, other, measure), settings);
    return norm && theirs[measure] > norm.most ? [theirs[measure] / norm.usual] : [];
  });
  return rises.length < 2 ? 1 : Math.min(median(rises), mostExcused);
}

function usedDays(past: readonly DayTally[], person: string, measure: Measure): number[] {
  return past
    .map(({ volumes }) => (Object.hasOwn(volumes, person) ? (volumes[person]?.[measure] ?? 0) : 0))
    .filter((amount) => amount > 0);
}
