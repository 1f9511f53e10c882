import type { Accumulator } from '../../../../core/insights/aggregates.ts';
import type { Times } from '../../../../core/insights/compile.ts';
import { findFunction, isAggregate } from '../../../../core/insights/functions.ts';
import { mapExpression } from '../../../../core/insights/map.ts';
import { columnName } from '../../../../core/insights/print.ts';
import { WorkRow } from '../../../../core/insights/run/row.ts';
import type { Call, Expression, StatsCommand } from '../../../../core/insights/syntax.ts';
import { toText, type Value } from '../../../../core/insights/values.ts';
import { compile, type Evaluate, type Values } from './evaluate.ts';

interface Group {
  readonly keys: readonly Value[];
  readonly accumulators: readonly Accumulator[];
}

/** An aggregate call inside an item: its argument, and how to begin. */
interface Part {
  readonly argument: Evaluate;
  readonly start: () => Accumulator;
}

/** The rows that `stats` makes: one for each group, in the order in which the groups were met. */
export function aggregate(stats: StatsCommand, rows: Iterable<Values>, times: Times): Map<string, Value>[] {
  const parts: Part[] = [];
  const items = stats.aggregates.map((item) => ({
    name: columnName(item),
    compute: compile(withoutCalls(item.expression, parts, times), times),
  }));
  const keys = stats.by.map((item) => ({ name: columnName(item), compute: compile(item.expression, times) }));
  const groups = new Map<string, Group>();
  let place = 0;
  for (const row of rows) {
    const values = keys.map(({ compute }) => compute(row));
    const id = JSON.stringify(values.map(toText));
    let group = groups.get(id);
    if (group === undefined) {
      group = { keys: values, accumulators: parts.map(({ start }) => start()) };
      groups.set(id, group);
    }
    place += 1;
    const met = new WorkRow([row.get('@timestamp') ?? null], { origin: noOrigin, time: null, place });
    for (const [index, { argument }] of parts.entries()) group.accumulators[index]?.add(argument(row), met);
  }
  return Array.from(groups.values(), (group) => {
    const results = new Map<string, Value>();
    for (const [index, each] of group.accumulators.entries()) results.set(partName(index), each.result());
    const row = new Map<string, Value>();
    for (const [index, { name }] of keys.entries()) row.set(name, group.keys[index] ?? null);
    for (const { name, compute } of items) {
      const value = compute(results);
      results.set(name, value);
      row.set(name, value);
    }
    return row;
  });
}

/** What accumulators may ask of a row: its place, and its time, which is its only value. */
const noOrigin = { load: () => null, mightHold: () => true };
const rowOrder = {
  isBefore: (a: WorkRow, b: WorkRow) => a.place < b.place,
  timeOf: (row: WorkRow) => row.values[0] ?? null,
};

/** The item with its aggregate calls replaced by names of their results, which no query can write. */
function withoutCalls(expression: Expression, parts: Part[], times: Times): Expression {
  return mapExpression(expression, (part) => {
    if (!isAggregate(part)) return part;
    parts.push(partOf(part, times));
    return { kind: 'field', name: partName(parts.length - 1), span: part.span };
  });
}

function partName(index: number): string {
  return `\0${index}`;
}

/** `count()` counts rows, as `count(*)` does. */
function partOf({ name, args }: Call, times: Times): Part {
  const called = findFunction(name);
  if (called?.kind !== 'aggregate') throw new RangeError(`${name} is not an aggregate`);
  const [argument, parameter] = args;
  const number = parameter?.kind === 'number' ? Number(parameter.text) : 0;
  return {
    argument: argument === undefined ? () => 1 : compile(argument, times),
    start: () => called.start(number, rowOrder),
  };
}
