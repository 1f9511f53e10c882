import type { Times } from '../../../../core/insights/compile.ts';
import type { Row } from '../../../../core/insights/execute.ts';
import { Structure } from '../../../../core/insights/json.ts';
import { columnName } from '../../../../core/insights/print.ts';
import { compileRegex } from '../../../../core/insights/regex.ts';
import { cutter } from '../../../../core/insights/run/parse.ts';
import type {
  Command,
  ParseCommand,
  Projection,
  Query,
  SortKey,
  StatsCommand,
} from '../../../../core/insights/syntax.ts';
import { isTrue, sortOrder, toColumn, toText, type Value } from '../../../../core/insights/values.ts';
import { commandColumns } from '../../../../core/insights/walk.ts';
import { aggregate } from './aggregate.ts';
import { compile, type Values } from './evaluate.ts';
import { type Rows, withValues } from './rows.ts';
import { runCountFrequent, runDedup } from './run/dedup.ts';
import { runFillDown, runFillMissing } from './run/fill.ts';
import { runUnnest } from './run/lists.ts';
import { runOutlier } from './run/outlier.ts';
import { runPattern } from './run/pattern.ts';
import { runSessionize } from './run/sessionize.ts';

interface State {
  rows: Rows;
  /** The columns of `fields`, which add up, and of the last `display`, which replaces them. */
  fields: readonly string[] | undefined;
  display: readonly string[] | undefined;
  /** Columns that commands such as `parse` add to those shown. */
  added: readonly string[];
  /** The last aggregation, after which rows are no longer events. */
  stats: StatsCommand | undefined;
}

/** The plain way to run a query: all rows in their order, each command on what the one before left. */
export function executeInOrder(query: Query, rows: Iterable<Row>, times: Times): Row[] {
  const state: State = {
    rows: newestFirst(Array.from(rows, (row) => new Map<string, Value>(row))),
    fields: undefined,
    display: undefined,
    added: [],
    stats: undefined,
  };
  for (const command of query.commands) run(command, state, times);
  const columns = state.display ?? [...(state.fields ?? ['@timestamp', '@message']), ...state.added];
  return state.rows.map((row) => toRow(row, columns));
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
  }
}

/** Rows that do not match stay, without the new columns. */
function runParse(command: ParseCommand, rows: Rows, times: Times): Rows {
  const source = compile(command.source, times);
  return rows.flatMap((row) => {
    const value = source(row);
    const text = value instanceof Structure ? value.toString() : toText(value);
    const found = text === null ? [] : cutPlainly(command, text);
    if (found.length === 0) return [withValues(row, command.names, [])];
    return found.map((pieces) => withValues(row, command.names, pieces));
  });
}

function cutPlainly(command: ParseCommand, text: string): readonly (readonly Value[])[] {
  if (command.format.kind !== 'regex') return cutter(command)(text);
  const program = compileRegex(command.format.source);
  const matcher = program.matcher(text);
  const found: (string | null)[][] = [];
  while (found.length < 1_000 && matcher.find()) {
    found.push(Array.from({ length: program.groupCount() }, (_, index) => matcher.group(index + 1)));
    if (!command.multi) break;
  }
  return found;
}

function newRows(state: State, rows: Rows, columns: readonly string[]): void {
  state.rows = rows;
  state.fields = columns;
  state.display = undefined;
  state.added = [];
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
