import { sortOrder, toNumber, type Value } from './values.ts';

/** Takes the values of one group, one after the other. */
export interface Accumulator {
  add(value: Value): void;
  result(): Value;
}

export interface AggregateFunction {
  readonly kind: 'aggregate';
  /** `rows` also counts without an argument or with `*`. */
  readonly takes: 'value' | 'rows';
  readonly start: () => Accumulator;
}

export const aggregates: readonly (readonly [string, AggregateFunction])[] = [
  ['avg', aggregate(average)],
  ['count', { kind: 'aggregate', takes: 'rows', start: count }],
  ['max', aggregate(() => extreme((order) => order > 0))],
  ['min', aggregate(() => extreme((order) => order < 0))],
  ['sum', aggregate(sum)],
];

function aggregate(start: () => Accumulator): AggregateFunction {
  return { kind: 'aggregate', takes: 'value', start };
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
