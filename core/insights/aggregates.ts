import { arity } from './scalar/scalar.ts';
import type { ParsedExpression } from './syntax-parsed.ts';
import { sortOrder, toColumn, toNumber, toQuantity, type Value } from './values.ts';

/** Takes the values of one group, one after the other. */
export interface Accumulator {
  /** `time` is the event's `@timestamp`. */
  add(value: Value, time: Value): void;
  result(): Value;
}

export interface AggregateFunction {
  readonly kind: 'aggregate';
  readonly signature: string;
  readonly min: number;
  readonly max: number;
  /** `rows` also counts without an argument or with `*`. */
  readonly takes: 'value' | 'rows';
  /** Reads the event's time besides its argument. */
  readonly reads: readonly string[];
  /** Stands only with `by bin( )` (CWL_QuerySyntax-timeseries-functions). */
  readonly overTime?: true;
  readonly check?: (args: readonly ParsedExpression[]) => string | undefined;
  /** `parameter` is the number behind the value, as in `pct(duration, 95)`. */
  readonly start: (parameter: number) => Accumulator;
}

const time = ['@timestamp'] as const;

export const aggregates: readonly (readonly [string, AggregateFunction])[] = [
  aggregate('avg(number)', average),
  aggregate('count([value])', count, { takes: 'rows' }),
  aggregate('count_over_time(value)', count, { overTime: true }),
  aggregate('countOverTime(value)', count, { overTime: true }),
  aggregate('sum_over_time(number)', sum, { overTime: true }),
  aggregate('sumOverTime(number)', sum, { overTime: true }),
  aggregate('count_distinct(value)', countDistinct),
  aggregate('max(value)', () => extreme((order) => order > 0)),
  aggregate('median(number)', () => percentile(50)),
  aggregate('min(value)', () => extreme((order) => order < 0)),
  aggregate('pct(number, percent)', percentile, { check: checkPercent }),
  aggregate('stddev(number)', deviation),
  aggregate('sum(number)', sum),
  aggregate('earliest(value)', () => byTime((order) => order < 0), { reads: time }),
  aggregate('latest(value)', () => byTime((order) => order > 0), { reads: time }),
  aggregate('sortsFirst(value)', () => inOrder((order) => order < 0)),
  aggregate('sortsLast(value)', () => inOrder((order) => order > 0)),
];

function aggregate(
  signature: string,
  start: AggregateFunction['start'],
  options: Partial<Pick<AggregateFunction, 'takes' | 'reads' | 'check' | 'overTime'>> = {},
): readonly [string, AggregateFunction] {
  const name = signature.slice(0, signature.indexOf('(')).toLowerCase();
  const entry = {
    kind: 'aggregate' as const,
    signature,
    ...arity(signature),
    takes: 'value' as const,
    reads: [],
  };
  return [name, { ...entry, ...options, start }];
}

function checkPercent([, percent]: readonly ParsedExpression[]): string | undefined {
  const isShare = percent?.kind === 'number' && Number(percent.text) >= 0 && Number(percent.text) <= 100;
  return isShare ? undefined : 'the percent is a number from 0 to 100';
}

function countDistinct(): Accumulator {
  const seen = new Set<string>();
  return {
    add(value) {
      const text = toColumn(value);
      if (text !== null) seen.add(text);
    },
    result: () => seen.size,
  };
}

/** The value that the given percent of the numbers do not exceed (nearest rank). */
function percentile(percent: number): Accumulator {
  const numbers: number[] = [];
  return {
    add(value) {
      const number = toQuantity(value);
      if (number !== undefined) numbers.push(number);
    },
    result() {
      numbers.sort((a, b) => a - b);
      return numbers[Math.max(0, Math.ceil((percent / 100) * numbers.length) - 1)] ?? null;
    },
  };
}

/** Of the whole group, as it is not a sample (Welford's method). */
function deviation(): Accumulator {
  let seen = 0;
  let mean = 0;
  let squares = 0;
  return {
    add(value) {
      const number = toNumber(value);
      if (number === undefined) return;
      seen += 1;
      const before = number - mean;
      mean += before / seen;
      squares += before * (number - mean);
    },
    result: () => (seen === 0 ? null : Math.sqrt(squares / seen)),
  };
}

/** The value of the event that comes first by the test on its time. */
function byTime(isBetter: (order: number) => boolean): Accumulator {
  let best: Value = null;
  let bestTime: Value = null;
  return {
    add(value, at) {
      if (value === null || (bestTime !== null && !isBetter(sortOrder(at, bestTime)))) return;
      best = value;
      bestTime = at;
    },
    result: () => best,
  };
}

function inOrder(isBetter: (order: number) => boolean): Accumulator {
  let best: Value = null;
  return {
    add(value) {
      if (value !== null && (best === null || isBetter(sortOrder(value, best)))) best = value;
    },
    result: () => best,
  };
}

function count(): Accumulator {
  let present = 0;
  return {
    add(value) {
      if (value !== null) present += 1;
    },
    result: () => present,
  };
}

function sum(): Accumulator {
  let total: number | null = null;
  return {
    add(value) {
      const number = toNumber(value);
      if (number !== undefined) total = (total ?? 0) + number;
    },
    result: () => total,
  };
}

function average(): Accumulator {
  let total = 0;
  let numbers = 0;
  return {
    add(value) {
      const number = toNumber(value);
      if (number === undefined) return;
      total += number;
      numbers += 1;
    },
    result: () => (numbers === 0 ? null : total / numbers),
  };
}

/** Numbers if there are any, so that a stray word does not become the minimum; else texts in the order of `sort`. */
function extreme(isBetter: (order: number) => boolean): Accumulator {
  let best: Value = null;
  return {
    add(value) {
      if (value === null) return;
      const isNumber = toNumber(value) !== undefined;
      const bestIsNumber = toNumber(best) !== undefined;
      if (best !== null && bestIsNumber && !isNumber) return;
      if (best === null || (isNumber && !bestIsNumber) || isBetter(sortOrder(value, best))) best = value;
    },
    result: () => best,
  };
}
