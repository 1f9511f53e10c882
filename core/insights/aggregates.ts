import { ExactSum } from './exact-sum.ts';
import type { WorkRow } from './run/row.ts';
import { arity } from './scalar/scalar.ts';
import type { ParsedExpression } from './syntax-parsed.ts';
import { sortOrder, toColumn, toNumber, toQuantity, type Value } from './values.ts';

/** Takes the values of one group, one after the other, in whatever order the rows come. */
export interface Accumulator {
  /** A value, and the row it is computed from. */
  add(value: Value, row: WorkRow): void;
  result(): Value;
}

/** What an aggregate may know about the rows that values come from. */
interface RowOrder {
  /** Does the first row come before the second in the order of the query? */
  isBefore(a: WorkRow, b: WorkRow): boolean;
  /** The event's `@timestamp`. */
  timeOf(row: WorkRow): Value;
}

export interface AggregateFunction {
  readonly kind: 'aggregate';
  readonly signature: string;
  readonly min: number;
  readonly max: number;
  /** Their names in the signature, in order. */
  readonly parameters: readonly string[];
  /** `rows` also counts without an argument or with `*`. */
  readonly takes: 'value' | 'rows';
  /** Reads the event's time besides its argument. */
  readonly reads: readonly string[];
  /** Stands only with `by bin( )` (CWL_QuerySyntax-timeseries-functions). */
  readonly overTime?: true;
  readonly check?: (args: readonly ParsedExpression[]) => string | undefined;
  /** `parameter` is the number behind the value, as in `pct(duration, 95)`. */
  readonly start: (parameter: number, rows: RowOrder) => Accumulator;
}

const time = ['@timestamp'] as const;

export const aggregates: readonly (readonly [string, AggregateFunction])[] = [
  aggregate('avg(number)', average),
  aggregate('count([value])', count, { takes: 'rows' }),
  aggregate('count_distinct(value)', countDistinct),
  aggregate('count_over_time(value)', count, { overTime: true }),
  aggregate('countOverTime(value)', count, { overTime: true }),
  aggregate('sum_over_time(number)', sum, { overTime: true }),
  aggregate('sumOverTime(number)', sum, { overTime: true }),
  aggregate('max(value)', (_, rows) => extreme((order) => order > 0, rows)),
  aggregate('median(number)', () => percentile(50)),
  aggregate('min(value)', (_, rows) => extreme((order) => order < 0, rows)),
  aggregate('pct(number, percent)', percentile, { check: checkPercent }),
  aggregate('stddev(number)', deviation),
  aggregate('sum(number)', sum),
  aggregate('earliest(value)', (_, rows) => byTime((order) => order < 0, rows), { reads: time }),
  aggregate('latest(value)', (_, rows) => byTime((order) => order > 0, rows), { reads: time }),
  aggregate('sortsFirst(value)', (_, rows) => inOrder((order) => order < 0, rows)),
  aggregate('sortsLast(value)', (_, rows) => inOrder((order) => order > 0, rows)),
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

/** Of the whole group, as it is not a sample: the root of n Σx² − (Σx)², without loss, by n. */
function deviation(): Accumulator {
  const total = new ExactSum();
  const squares = new ExactSum();
  let seen = 0;
  return {
    add(value) {
      const number = toNumber(value);
      if (number === undefined) return;
      seen += 1;
      total.add(number);
      squares.addProduct(number, number);
    },
    result() {
      if (seen === 0) return null;
      const spread = new ExactSum();
      for (const square of squares.terms) spread.addProduct(square, seen);
      for (const a of total.terms) for (const b of total.terms) spread.addProduct(-a, b);
      return Math.sqrt(spread.value) / seen;
    },
  };
}

/**
 * The value of the event that comes first by the test on its time, and of those with one time the first in the order. A
 * value without a time counts only if none has one; then the last does.
 */
function byTime(isBetter: (order: number) => boolean, rows: RowOrder): Accumulator {
  let best: { readonly value: Value; readonly time: Value; readonly row: WorkRow } | undefined;
  const isBest = (time: Value, row: WorkRow) => {
    if (best === undefined) return true;
    if (time === null) return best.time === null && rows.isBefore(best.row, row);
    const order = best.time === null ? undefined : sortOrder(time, best.time);
    return order === undefined || isBetter(order) || (order === 0 && rows.isBefore(row, best.row));
  };
  return {
    add(value, row) {
      if (value === null) return;
      const time = rows.timeOf(row);
      if (isBest(time, row)) best = { value, time, row };
    },
    result: () => best?.value ?? null,
  };
}

/** Of values that sort as equal but are not the same, the first in the order of the query. */
function inOrder(isBetter: (order: number) => boolean, rows: RowOrder): Accumulator {
  let best: { readonly value: Value; readonly row: WorkRow } | undefined;
  return {
    add(value, row) {
      if (value === null) return;
      const order = best === undefined ? undefined : sortOrder(value, best.value);
      const isBest = order === undefined || isBetter(order);
      if (isBest || (order === 0 && best !== undefined && rows.isBefore(row, best.row)))
        best = { value, row };
    },
    result: () => best?.value ?? null,
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
  const total = new ExactSum();
  let numbers = 0;
  return {
    add(value) {
      const number = toNumber(value);
      if (number === undefined) return;
      total.add(number);
      numbers += 1;
    },
    result: () => (numbers === 0 ? null : total.value),
  };
}

function average(): Accumulator {
  const total = new ExactSum();
  let numbers = 0;
  return {
    add(value) {
      const number = toNumber(value);
      if (number === undefined) return;
      total.add(number);
      numbers += 1;
    },
    result: () => (numbers === 0 ? null : total.value / numbers),
  };
}

/** Numbers if there are any, so that a stray word does not become the minimum; else texts in the order of `sort`. */
function extreme(isBetter: (order: number) => boolean, rows: RowOrder): Accumulator {
  const numbers = inOrder(isBetter, rows);
  const others = inOrder(isBetter, rows);
  return {
    add: (value, row) => (toNumber(value) === undefined ? others : numbers).add(value, row),
    result: () => numbers.result() ?? others.result(),
  };
}
