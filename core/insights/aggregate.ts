import type { Accumulator } from './aggregates.ts';
import { compile, type Evaluate } from './compile.ts';
import { findFunction, isAggregate } from './functions.ts';
import { mapExpression } from './map.ts';
import { columnName } from './print.ts';
import { groupKey } from './run/group-key.ts';
import type { WorkRow } from './run/row.ts';
import { handOn, holdOneMore, type MakeStage, type StageScope } from './run/stage.ts';
import type { Call, Expression, StatsCommand } from './syntax.ts';
import type { Value } from './values.ts';

interface Group {
  /** The row of the group that comes first in the order. */
  first: WorkRow;
  keys: readonly Value[];
  readonly accumulators: readonly Accumulator[];
}

/** An aggregate call inside an item: its argument, how to begin, and where its result goes. */
interface Part {
  readonly argument: Evaluate;
  readonly start: () => Accumulator;
  readonly slot: number;
}

/** Makes one row for each group, in the order in which the groups were met. Holds the groups, not the rows. */
export function aggregate(stats: StatsCommand, scope: StageScope): MakeStage {
  const { slots, order } = scope;
  const parts: Part[] = [];
  const items = stats.aggregates.map((item) => ({
    slot: slots.of(columnName(item)),
    compute: compile(withoutCalls(item.expression, parts, scope), scope),
  }));
  const keys = stats.by.map((item) => compile(item.expression, scope));
  const keySlots = stats.by.map((item) => slots.of(columnName(item)));
  const groups = new Map<string | null, Group>();
  const keyOf = groupKey(keys);

  const groupOf = (row: WorkRow): Group => {
    const id = keyOf(row);
    const known = groups.get(id);
    if (known === undefined) {
      holdOneMore(groups.size, '`stats` has one group for each combination of values');
      const accumulators = parts.map(({ start }) => start());
      const group = { first: row, keys: keys.map((read) => read(row)), accumulators };
      groups.set(id, group);
      return group;
    }
    if (order(row, known.first) < 0) {
      known.first = row;
      known.keys = keys.map((read) => read(row));
    }
    return known;
  };

  const rowOf = (group: Group): WorkRow => {
    const results = slots.madeRow();
    for (const [index, { slot }] of parts.entries()) {
      results.set(slot, group.accumulators[index]?.result() ?? null);
    }
    const row = slots.madeRow();
    for (const [index, slot] of keySlots.entries()) row.set(slot, group.keys[index] ?? null);
    for (const { slot, compute } of items) {
      const value = compute(results);
      results.set(slot, value);
      row.set(slot, value);
    }
    return row;
  };

  return (next) => ({
    push(row) {
      const { accumulators } = groupOf(row);
      for (let at = 0; at < parts.length; at += 1) {
        accumulators[at]?.add(parts[at]?.argument(row) ?? null, row);
      }
    },
    finish() {
      const met = [...groups.values()].sort((a, b) => order(a.first, b.first));
      handOn(met.map(rowOf), next);
    },
  });
}

/** The item with its aggregate calls replaced by names of their results, which no query can write. */
function withoutCalls(expression: Expression, parts: Part[], scope: StageScope): Expression {
  return mapExpression(expression, (part) => {
    if (!isAggregate(part)) return part;
    const name = `\0${parts.length}`;
    parts.push(partOf(part, scope.slots.of(name), scope));
    return { kind: 'field', name, span: part.span };
  });
}

/** `count()` counts rows, as `count(*)` does. */
function partOf({ name, args }: Call, slot: number, scope: StageScope): Part {
  const called = findFunction(name);
  if (called?.kind !== 'aggregate') throw new RangeError(`${name} is not an aggregate`);
  const [argument, parameter] = args;
  const number = parameter?.kind === 'number' ? Number(parameter.text) : 0;
  const time = called.reads.includes('@timestamp') ? scope.slots.of('@timestamp') : undefined;
  const rows = {
    isBefore: (a: WorkRow, b: WorkRow) => scope.order(a, b) < 0,
    timeOf: (row: WorkRow) => (time === undefined ? null : row.get(time)),
  };
  return {
    argument: argument === undefined ? () => 1 : compile(argument, scope),
    start: () => called.start(number, rows),
    slot,
  };
}
