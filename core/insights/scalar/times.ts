import { formatTimestamp, parseTimestamp } from '../timestamps.ts';
import { toNumber, toQuantity, toText, type Value } from '../values.ts';
import { formatDate, isDatePattern, parseDate } from './dates.ts';
import { onText, type ScalarFunction, scalar } from './scalar.ts';
import { byteLength } from './texts.ts';

/** What a time of JavaScript can be; a thousand years are enough for logs. */
const maxMilliseconds = 8.64e15;

const reads = ['@timestamp'] as const;

export const timeFunctions: readonly (readonly [string, ScalarFunction])[] = [
  scalar('bin([time], period)', bin, { period: true, reads }),
  scalar('datefloor(time, period)', ([a, period]) => rounded(a, period, Math.floor), { period: true }),
  scalar('dateceil(time, period)', ([a, period]) => rounded(a, period, Math.ceil), { period: true }),
  scalar('fromMillis(number)', ([a]) => timestamp(toNumber(a ?? null))),
  scalar('toMillis(time)', ([a]) => (typeof a === 'string' ? (parseTimestamp(a) ?? null) : null)),
  scalar('now()', (_args, { now }) => Math.floor(now / 1_000), { deterministic: false }),
  scalar(
    'parseDate(text, pattern)',
    ([a, pattern]) => onText(a, (text) => onText(pattern, (form) => parseDate(text, form))),
    { check: checkPattern },
  ),
  scalar('formatDate(time, pattern)', formatted, { check: checkPattern }),
  scalar('strftime(time, pattern)', formatted, { check: checkPattern }),
  scalar('messageSize()', (_args, { field }) => byteLength(field('@message')), { reads: ['@message'] }),
  scalar('queryStartTime()', (_args, { from }) => from ?? null, { deterministic: false }),
  scalar('queryEndTime()', (_args, { to }) => to ?? null, { deterministic: false }),
  scalar(
    'queryTimeRange()',
    (_args, { from, to }) => (from === undefined || to === undefined ? null : to - from),
    { deterministic: false },
  ),
];

/** Rounds the event's time, or the time given, down to a multiple of the period. */
function bin(args: readonly Value[], { field }: { field: (name: string) => Value }): Value {
  const [first, second] = args;
  return second === undefined
    ? rounded(field('@timestamp'), first, Math.floor)
    : rounded(first, second, Math.floor);
}

/** Times stay times; numbers (of milliseconds, or anything else) stay numbers. */
function rounded(value: Value | undefined, period: Value | undefined, round: (n: number) => number): Value {
  const quantity = toQuantity(value ?? null);
  if (quantity === undefined || typeof period !== 'number') return null;
  const result = round(quantity / period) * period;
  return toNumber(value ?? null) === undefined ? timestamp(result) : result;
}

function timestamp(milliseconds: number | undefined): Value {
  if (milliseconds === undefined || !(Math.abs(milliseconds) <= maxMilliseconds)) return null;
  return formatTimestamp(Math.trunc(milliseconds));
}

function checkPattern([, pattern]: Parameters<NonNullable<ScalarFunction['check']>>[0]): string | undefined {
  if (pattern?.kind !== 'string' && pattern?.kind !== 'number') return undefined;
  return pattern.kind === 'string' && isDatePattern(pattern.value)
    ? undefined
    : 'the pattern has the letters yMdHhmsSaEXZz, and other letters in single quotes: `"yyyy-MM-dd\'T\'HH:mm:ss"`';
}

function formatted([time, pattern]: readonly Value[]): Value {
  const milliseconds = toQuantity(time ?? null);
  const form = toText(pattern ?? null);
  if (milliseconds === undefined || form === null || !(Math.abs(milliseconds) <= maxMilliseconds))
    return null;
  return formatDate(milliseconds, form);
}
