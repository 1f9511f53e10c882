import { aggregate } from './aggregate.ts';
import { evaluate, type Values } from './evaluate.ts';
import { columnName } from './print.ts';
import type { Command, Projection, Query, SortKey } from './syntax.ts';
import { isTrue, sortOrder, toText, type Value } from './values.ts';

/** A row of results or of events: field → value as text; a field without a value is absent. Columns in insertion order. */
export type Row = ReadonlyMap<string, string>;

export interface ExecuteOptions {
  /** Milliseconds since 1970, for `now()`. */
  now: number;
  /** Show `@ptr` with each event that has one, as the service does. Never for rows that a person gets to see. */
  pointers?: boolean;
}

interface State {
  rows: Map<string, Value>[];
  /** The columns of `fields`, which add up, and of the last `display`, which replaces them. */
  fields: readonly string[] | undefined;
  display: readonly string[] | undefined;
  aggregated: boolean;
}

/**
 * Runs a query over rows, each command on what the one before left. Rows begin in the order of `@timestamp`, newest first,
 * as far as they have one; without `fields` or `display` they show `@timestamp` and `@message`.
 *
 * Takes time and memory in proportion to the rows, which the caller bounds.
 */
export function execute(query: Query, rows: Iterable<Row>, options: ExecuteOptions): Row[] {
  const state: State = {
    rows: newestFirst(Array.from(rows, (row) => new Map<string, Value>(row))),
    fields: undefined,
    display: undefined,
    aggregated: false,
  };
  for (const command of query.commands) run(command, state, options.now);
  const columns = state.display ?? state.fields ?? ['@timestamp', '@message'];
  const pointer = options.pointers === true && !state.aggregated ? ['@ptr'] : [];
  return state.rows.map((row) => toRow(row, [...columns, ...pointer]));
}

function run(command: Command, state: State, now: number): void {
  switch (command.kind) {
    case 'fields':
      state.fields = [...(state.fields ?? []), ...define(command.items, state.rows, now)];
      return;
    case 'display':
      state.display = define(command.items, state.rows, now);
      return;
    case 'filter':
      state.rows = state.rows.filter((row) => isTrue(evaluate(command.condition, row, now)));
      return;
    case 'sort':
      state.rows = sorted(state.rows, command.keys, now);
      return;
    case 'limit':
      state.rows = state.rows.slice(0, command.count);
      return;
    case 'stats':
      state.rows = aggregate(command, state.rows, now);
      state.fields = [...command.by, ...command.aggregates].map(columnName);
      state.display = undefined;
      state.aggregated = true;
  }
}

/** Gives each row the columns of the items, one after the other, so that an item may use the name of one before it. */
function define(items: readonly Projection[], rows: readonly Map<string, Value>[], now: number): string[] {
  for (const item of items) {
    if (item.expression.kind === 'field' && item.alias === undefined) continue;
    for (const row of rows) row.set(columnName(item), evaluate(item.expression, row, now));
  }
  return items.map(columnName);
}

function newestFirst(rows: Map<string, Value>[]): Map<string, Value>[] {
  const timeOf = (row: Values) => row.get('@timestamp') ?? null;
  return rows.sort((a, b) => sortOrder(timeOf(b), timeOf(a)));
}

/** Equal rows keep their order. */
function sorted(
  rows: readonly Map<string, Value>[],
  keys: readonly SortKey[],
  now: number,
): Map<string, Value>[] {
  const keyed = rows.map((row) => ({ row, values: keys.map((key) => evaluate(key.expression, row, now)) }));
  keyed.sort((a, b) => {
    for (const [index, key] of keys.entries()) {
      const order = sortOrder(a.values[index] ?? null, b.values[index] ?? null);
      if (order !== 0) return key.direction === 'asc' ? order : -order;
    }
    return 0;
  });
  return keyed.map(({ row }) => row);
}

function toRow(row: Values, columns: readonly string[]): Row {
  const shown = new Map<string, string>();
  for (const column of columns) {
    const text = toText(row.get(column) ?? null);
    if (text !== null) shown.set(column, text);
  }
  return shown;
}
