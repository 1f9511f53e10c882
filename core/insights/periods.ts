import { dayMs } from '../day.ts';

const unitMilliseconds: Readonly<Record<string, { length: number; cap: number }>> = {
  ms: { length: 1, cap: 1_000 },
  s: { length: 1_000, cap: 60 },
  m: { length: 60_000, cap: 60 },
  h: { length: 3_600_000, cap: 24 },
  d: { length: dayMs, cap: 36_500 },
  w: { length: 7 * dayMs, cap: 5_200 },
};

const unitNames: Readonly<Record<string, string>> = {
  ms: 'ms',
  millisecond: 'ms',
  milliseconds: 'ms',
  msec: 'ms',
  s: 's',
  sec: 's',
  secs: 's',
  second: 's',
  seconds: 's',
  m: 'm',
  min: 'm',
  mins: 'm',
  minute: 'm',
  minutes: 'm',
  h: 'h',
  hr: 'h',
  hrs: 'h',
  hour: 'h',
  hours: 'h',
  d: 'd',
  day: 'd',
  days: 'd',
  w: 'w',
  week: 'w',
  weeks: 'w',
};

/** Units without a fixed length (CWL_QuerySyntax-Stats). AWS does not say where their bins begin. */
const calendarUnits: readonly string[] = [
  ...['mo', 'mon', 'mons', 'month', 'months', 'q', 'qtr', 'qtrs', 'quarter', 'quarters'],
  ...['y', 'yr', 'yrs', 'year', 'years'],
];

interface PeriodParts {
  readonly count: number;
  readonly unit: string;
}

function readParts(text: string): PeriodParts | undefined {
  const [, digits, unit] = /^(\d{1,9})([a-z]+)$/i.exec(text) ?? [];
  return digits === undefined || unit === undefined || Number(digits) === 0
    ? undefined
    : { count: Number(digits), unit: unit.toLowerCase() };
}

/** Is the text a period of the language, also one in months or longer? */
export function isPeriod(text: string): boolean {
  const parts = readParts(text);
  if (parts === undefined) return false;
  return Object.hasOwn(unitNames, parts.unit) || calendarUnits.includes(parts.unit);
}

/**
 * The milliseconds of a period such as `5m`; undefined if it is none or has no fixed length. Numbers above a unit's cap
 * count as the cap, so `300s` is a minute (AmazonCloudWatch logs, CWL_QuerySyntax-operations-functions, "bin").
 */
export function periodMilliseconds(text: string): number | undefined {
  const parts = readParts(text);
  if (parts === undefined || !Object.hasOwn(unitNames, parts.unit)) return undefined;
  const known = unitMilliseconds[unitNames[parts.unit] ?? ''];
  return known === undefined ? undefined : Math.min(parts.count, known.cap) * known.length;
}
