import { aggregate } from './aggregate.ts';
import { compile, compileTest, type Scope, type Times } from './compile.ts';
import { columnName } from './print.ts';
import { bestRows } from './run/best-rows.ts';
import { countFrequent, dedup } from './run/dedup.ts';
import { fillDown, fillMissing } from './run/fill.ts';
import { unnest } from './run/lists.ts';
import { andThen, byPlace, bySlots, newestFirst, type Order } from './run/order.ts';
import { outlier } from './run/outlier.ts';
import { parseFields } from './run/parse.ts';
import { pattern } from './run/pattern.ts';
import { Slots } from './run/row.ts';
import { sessionize } from './run/sessionize.ts';
import { eachRow, type MakeStage, type StageScope } from './run/stage.ts';
import { accum, addTotals, autoregress } from './run/totals.ts';
import type { Command, Projection, Query, SortKey, StatsCommand } from './syntax.ts';
import { commandColumns } from './walk.ts';

/** Columns to show, and the slots of their values. */
export type Columns = readonly (readonly [name: string, slot: number])[];

interface State {
  readonly scope: Scope;
  /** The order in which rows count, whatever order they come in. */
  order: Order;
  /** The columns of `fields`, which add up, and of the last `display`, which replaces them. */
  fields: readonly string[] | undefined;
  display: readonly string[] | undefined;
  /** Columns that commands such as `parse` add to those shown. */
  added: readonly string[];
  /** The last aggregation, after which rows are no longer events. */
  stats: StatsCommand | undefined;
  aggregated: boolean;
}

export interface Pipeline {
  readonly slots: Slots;
  /** The first of the stages, whose last hands on to the stage given. */
  readonly make: MakeStage;
  /** The order in which the rows count that the last stage hands on. */
  readonly order: Order;
  /** The columns that the query shows. Gives them slots, so it comes before the first row. */
  readonly columns: (pointers: boolean) => Columns;
  readonly counter: { readonly count: number };
}

/** Compiles the commands of a query to stages, each made once for all rows. */
export function compileCommands(query: Query, times: Times): Pipeline {
  const slots = new Slots();
  const state: State = {
    scope: { slots, times },
    order: newestFirst,
    fields: undefined,
    display: undefined,
    added: [],
    stats: undefined,
    aggregated: false,
  };
  const counter = { count: 0 };
  const counted = countedCommands(query);
  const stages: MakeStage[] = [];
  for (const [index, command] of query.commands.entries()) {
    if (index === counted) stages.push(counting(counter));
    stages.push(compileCommand(command, state));
  }
  if (counted === query.commands.length) stages.push(counting(counter));
  return {
    slots,
    make: (last) => stages.reduceRight((next, make) => make(next), last),
    order: state.order,
    columns: (pointers) => {
      const shown = shownColumns(state);
      const pointer = pointers && !state.aggregated ? ['@ptr'] : [];
      return [...shown, ...pointer].map((name) => [name, slots.of(name)] as const);
    },
    counter,
  };
}

/** How many commands at the beginning leave each event one row or none. */
function countedCommands({ commands }: Query): number {
  const end = commands.findIndex(
    (command) =>
      !['fields', 'display', 'filter', 'sort', 'parse'].includes(command.kind) ||
      (command.kind === 'parse' && command.multi),
  );
  return end < 0 ? commands.length : end;
}

function counting(counter: { count: number }): MakeStage {
  return eachRow((row, next) => {
    counter.count += 1;
    next.push(row);
  });
}

function compileCommand(command: Command, state: State): MakeStage {
  const scope: StageScope = { ...state.scope, order: state.order };
  switch (command.kind) {
    case 'fields':
      state.fields = [...(state.fields ?? []), ...command.items.map(columnName)];
      return define(command.items, scope);
    case 'display':
      state.display = command.items.map(columnName);
      return define(command.items, scope);
    case 'filter': {
      const holds = compileTest(command.condition, scope);
      return eachRow((row, next) => {
        if (holds(row)) next.push(row);
      });
    }
    case 'sort':
      return sort(command.keys, state);
    case 'limit':
      state.order = byPlace;
      return bestRows(command.count, scope.order);
    case 'stats':
      newRows(state, [...command.by, ...command.aggregates].map(columnName));
      state.stats = command;
      return aggregate(command, scope);
    case 'parse':
      state.added = [...state.added, ...command.names];
      return parseFields(command, scope, command.multi ? numbered(state) : 0);
    case 'dedup':
      return dedup(command, scope);
    case 'unnest':
    case 'expand':
      state.added = [...state.added, ...commandColumns(command)];
      return unnest(command, scope, numbered(state));
    case 'pattern':
      newRows(state, commandColumns(command));
      return pattern(command, scope);
    case 'fillmissing':
      state.order = byPlace;
      return fillMissing(command, state.stats, scope);
    case 'filldown':
      state.order = byPlace;
      return fillDown(command, scope);
    case 'sessionize':
      state.added = [...state.added, command.into];
      state.order = byPlace;
      return sessionize(command, scope);
    case 'outlier':
      state.added = [...state.added, ...commandColumns(command)];
      state.order = byPlace;
      return outlier(command, scope);
    case 'countfrequent':
      newRows(state, commandColumns(command));
      return countFrequent(command, scope);
    case 'accum':
      addColumns(state, commandColumns(command));
      return accum(command, scope);
    case 'autoregress':
      addColumns(state, commandColumns(command));
      return autoregress(command, scope);
    case 'addtotals': {
      const shown = shownColumns(state);
      addColumns(state, commandColumns(command));
      return addTotals(command, shown, scope);
    }
  }
}

function shownColumns({ display, fields, added }: State): readonly string[] {
  return display ?? [...(fields ?? ['@timestamp', '@message']), ...added];
}

/** The rows are put in order. New columns show also behind `display`, which shows only what stood before it. */
function addColumns(state: State, columns: readonly string[]): void {
  state.order = byPlace;
  if (state.display === undefined) state.added = [...state.added, ...columns];
  else state.display = [...state.display, ...columns];
}

function newRows(state: State, columns: readonly string[]): void {
  state.fields = columns;
  state.display = undefined;
  state.added = [];
  state.aggregated = true;
  state.order = byPlace;
}

/** From now on rows of one row keep the order of their numbers. */
function numbered(state: State): number {
  const slot = state.scope.slots.hidden();
  state.order = andThen(state.order, slot);
  return slot;
}

/** Gives each row the columns of the items, one after the other, so that an item may use the name of one before it. */
function define(items: readonly Projection[], scope: Scope): MakeStage {
  const computed = items
    .filter(({ expression, alias }) => {
      return expression.kind !== 'field' || alias !== undefined || expression.name.includes('.');
    })
    .map((item) => ({
      slot: scope.slots.of(columnName(item)),
      compute: compile(item.expression, scope),
    }));
  if (computed.length === 0) return (next) => next;
  return eachRow((row, next) => {
    for (const { slot, compute } of computed) row.set(slot, compute(row));
    next.push(row);
  });
}

/** Keeps the values to sort by, since later commands may change their fields. Equal rows keep their order. */
function sort(keys: readonly SortKey[], state: State): MakeStage {
  const sorted = keys.map(({ expression, direction }) => ({
    slot: state.scope.slots.hidden(),
    descending: direction === 'desc',
    read: compile(expression, state.scope),
  }));
  state.order = bySlots(sorted, state.order);
  return eachRow((row, next) => {
    for (const { slot, read } of sorted) row.set(slot, read(row));
    next.push(row);
  });
}
