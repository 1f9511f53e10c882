import type { Accumulator } from './aggregates.ts';
import { evaluate, type Values } from './evaluate.ts';
import { findFunction } from './functions.ts';
import { columnName } from './print.ts';
import type { Expression, StatsCommand } from './syntax.ts';
import { toText, type Value } from './values.ts';

interface Group {
  readonly keys: readonly Value[];
  readonly accumulators: readonly Accumulator[];
}

/** The rows that `stats` makes: one for each group, in the order in which the groups were met. */
export function aggregate(stats: StatsCommand, rows: readonly Values[], now: number): Map<string, Value>[] {
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const keys = stats.by.map(({ expression }) => evaluate(expression, row, now));
    const id = JSON.stringify(keys.map(toText));
    const group = groups.get(id) ?? {
      keys,
      accumulators: stats.aggregates.map((item) => start(item.expression)),
    };
    groups.set(id, group);
    for (const [index, item] of stats.aggregates.entries()) {
      group.accumulators[index]?.add(argumentOf(item.expression, row, now));
    }
  }
  return Array.from(groups.values(), (group) => toRow(stats, group));
}

function toRow(stats: StatsCommand, { keys, accumulators }: Group): Map<string, Value> {
  const row = new Map<string, Value>();
  for (const [index, item] of stats.by.entries()) row.set(columnName(item), keys[index] ?? null);
  for (const [index, item] of stats.aggregates.entries()) {
    row.set(columnName(item), accumulators[index]?.result() ?? null);
  }
  return row;
}

function start(expression: Expression): Accumulator {
  const called = expression.kind === 'call' ? findFunction(expression.name) : undefined;
  if (called?.kind !== 'aggregate') throw new RangeError('An item of stats is an aggregate');
  return called.start();
}

/** `count()` counts rows, as `count(*)` does. */
function argumentOf(expression: Expression, row: Values, now: number): Value {
  const argument = expression.kind === 'call' ? expression.args[0] : undefined;
  return argument === undefined ? 1 : evaluate(argument, row, now);
}
