const unitMilliseconds: Readonly<Record<string, { length: number; cap: number }>> = {
  ms: { length: 1, cap: 1_000 },
  s: { length: 1_000, cap: 60 },
  m: { length: 60_000, cap: 60 },
  h: { length: 3_600_000, cap: 24 },
  d: { length: 86_400_000, cap: 36_500 },
  w: { length: 7 * 86_400_000, cap: 5_200 },
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

/**
 * The milliseconds of a period such as `5m`; undefined if it is none. Numbers above a unit's cap count as the cap, so
 * `300s` is a minute (AmazonCloudWatch logs, CWL_QuerySyntax-operations-functions, "bin").
 */
export function periodMilliseconds(text: string): number | undefined {
  const [, digits, unit] = /^(\d{1,9})([a-z]+)$/i.exec(text) ?? [];
  if (digits === undefined || unit === undefined) return undefined;
  const name = unit.toLowerCase();
  const known = Object.hasOwn(unitNames, name) ? unitMilliseconds[unitNames[name] ?? ''] : undefined;
  const count = Number(digits);
  return known === undefined || count === 0 ? undefined : Math.min(count, known.cap) * known.length;
}
