import { aggregate } from './aggregate.ts';
import { compile, type Times, type Values } from './compile.ts';
import { columnName } from './print.ts';
import { runCountFrequent, runDedup } from './run/dedup.ts';
import { runFillDown, runFillMissing } from './run/fill.ts';
import { runUnnest } from './run/lists.ts';
import { runOutlier } from './run/outlier.ts';
import { runParse } from './run/parse.ts';
import { runPattern } from './run/pattern.ts';
import type { Rows } from './run/rows.ts';
import { runSessionize } from './run/sessionize.ts';
import { runAccum, runAddTotals, runAutoregress } from './run/totals.ts';
import type { Command, Projection, Query, SortKey, StatsCommand } from './syntax.ts';
import { isTrue, sortOrder, toColumn, type Value } from './values.ts';
import { commandColumns } from './walk.ts';

/** A row of results or of events: field → value as text; a field without a value is absent. Columns in insertion order. */
export type Row = ReadonlyMap<string, string>;

/** Times in milliseconds since 1970. */
export interface ExecuteOptions extends Times {
  /** Show `@ptr` with each event that has one, as the service does. Never for rows that a person gets to see. */
  pointers?: boolean;
}

interface State {
  rows: Rows;
  /** The columns of `fields`, which add up, and of the last `display`, which replaces them. */
  fields: readonly string[] | undefined;
  display: readonly string[] | undefined;
  /** Columns that commands such as `parse` add to those shown. */
  added: readonly string[];
  /** The last aggregation, after which rows are no longer events. */
  stats: StatsCommand | undefined;
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
    added: [],
    stats: undefined,
    aggregated: false,
  };
  for (const command of query.commands) run(command, state, options);
  const columns = shownColumns(state);
  const pointer = options.pointers === true && !state.aggregated ? ['@ptr'] : [];
  return state.rows.map((row) => toRow(row, [...columns, ...pointer]));
}

function run(command: Command, state: State, times: Times): void {
  switch (command.kind) {
    case 'fields':
      state.fields = [...(state.fields ?? []), ...define(command.items, state.rows, times)];
      return;
    case 'display':
      state.display = define(command.items, state.rows, times);
      return;
    case 'filter': {
      const holds = compile(command.condition, times);
      state.rows = state.rows.filter((row) => isTrue(holds(row)));
      return;
    }
    case 'sort':
      state.rows = sorted(state.rows, command.keys, times);
      return;
    case 'limit':
      state.rows = state.rows.slice(0, command.count);
      return;
    case 'stats':
      newRows(
        state,
        aggregate(command, state.rows, times),
        [...command.by, ...command.aggregates].map(columnName),
      );
      state.stats = command;
      return;
    case 'parse':
      state.rows = runParse(command, state.rows, times);
      state.added = [...state.added, ...command.names];
      return;
    case 'dedup':
      state.rows = runDedup(command, state.rows, times);
      return;
    case 'unnest':
    case 'expand':
      state.rows = runUnnest(command, state.rows, times);
      state.added = [...state.added, ...commandColumns(command)];
      return;
    case 'pattern':
      newRows(state, runPattern(command, state.rows, times), commandColumns(command));
      return;
    case 'fillmissing':
      state.rows = runFillMissing(command, state.stats, state.rows);
      return;
    case 'filldown':
      state.rows = runFillDown(command, state.rows);
      return;
    case 'sessionize':
      state.rows = runSessionize(command, state.rows, times);
      state.added = [...state.added, command.into];
      return;
    case 'outlier':
      state.rows = runOutlier(command, state.rows, times);
      state.added = [...state.added, ...commandColumns(command)];
      return;
    case 'countfrequent':
      newRows(state, runCountFrequent(command, state.rows, times), commandColumns(command));
      return;
    case 'accum':
      state.rows = runAccum(command, state.rows, times);
      addColumns(state, [command.into]);
      return;
    case 'autoregress':
      state.rows = runAutoregress(command, state.rows, times);
      addColumns(state, commandColumns(command));
      return;
    case 'addtotals':
      state.rows = runAddTotals(command, { rows: state.rows, columns: shownColumns(state) }, times);
      addColumns(state, commandColumns(command));
  }
}

function shownColumns({ display, fields, added }: State): readonly string[] {
  return display ?? [...(fields ?? ['@timestamp', '@message']), ...added];
}

/** Also behind `display`, which shows only what stood before it. */
function addColumns(state: State, columns: readonly string[]): void {
  if (state.display === undefined) state.added = [...state.added, ...columns];
  else state.display = [...state.display, ...columns];
}

function newRows(state: State, rows: Rows, columns: readonly string[]): void {
  state.rows = rows;
  state.fields = columns;
  state.display = undefined;
  state.added = [];
  state.aggregated = true;
}

/** Gives each row the columns of the items, one after the other, so that an item may use the name of one before it. */
function define(items: readonly Projection[], rows: Rows, times: Times): string[] {
  for (const item of items) {
    const { expression, alias } = item;
    if (expression.kind === 'field' && alias === undefined && !expression.name.includes('.')) continue;
    const name = columnName(item);
    const compute = compile(expression, times);
    for (const row of rows) row.set(name, compute(row));
  }
  return items.map(columnName);
}

function newestFirst(rows: Map<string, Value>[]): Map<string, Value>[] {
  const timeOf = (row: Values) => row.get('@timestamp') ?? null;
  return rows.sort((a, b) => sortOrder(timeOf(b), timeOf(a)));
}

/** Equal rows keep their order. */
function sorted(rows: Rows, keys: readonly SortKey[], times: Times): Rows {
  const readers = keys.map((key) => compile(key.expression, times));
  const keyed = rows.map((row) => ({ row, values: readers.map((read) => read(row)) }));
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
    const text = toColumn(row.get(column) ?? null);
    if (text !== null) shown.set(column, text);
  }
  return shown;
}
