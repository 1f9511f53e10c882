import type { Times } from './compile.ts';
import type { LogEvent } from './discover.ts';
import { type Columns, compileCommands } from './pipeline.ts';
import { bestRows } from './run/best-rows.ts';
import { EventSource, RowSource } from './run/source.ts';
import { maxHeldRows, type Stage } from './run/stage.ts';
import type { Query } from './syntax.ts';
import { toColumn } from './values.ts';

/** A row of results or of events: field → value as text; a field without a value is absent. Columns in insertion order. */
export type Row = ReadonlyMap<string, string>;

/** Times in milliseconds since 1970. */
export interface ExecuteOptions extends Times {
  /** Show `@ptr` with each event that has one, as the service does. Never for rows that a person gets to see. */
  pointers?: boolean;
  /** The most rows to give: the first ones in the order of the query. */
  maxRows?: number;
}

/** A query at work: takes events or rows in any order, one after the other, and gives its rows at the end. */
export interface Execution {
  pushEvent(event: LogEvent, ptr: string): void;
  pushRow(row: Row): void;
  /** The events that have passed the filters, as far as these stand before rows are cut or put together. */
  readonly matched: number;
  finish(): Row[];
}

/**
 * Runs a query over rows. They count in the order of `@timestamp`, newest first, as far as they have one, until the query
 * sorts them; without `fields` or `display` they show `@timestamp` and `@message`.
 *
 * @throws TooManyRows
 */
export function execute(query: Query, rows: Iterable<Row>, options: ExecuteOptions): Row[] {
  const execution = startQuery(query, options);
  for (const row of rows) execution.pushRow(row);
  return execution.finish();
}

/**
 * Begins a query. Rows that pass one by one are not held; `sort … | limit N` holds N rows, `stats` its groups, and commands
 * that need all rows at once hold them up to a maximum. Of an event only the fields that the query reads are discovered.
 *
 * Its methods throw `TooManyRows` when more would have to be held.
 */
export function startQuery(query: Query, options: ExecuteOptions): Execution {
  const { slots, make, order, columns, counter } = compileCommands(query, options);
  const shown = columns(options.pointers === true);
  const result: Row[] = [];
  const output: Stage = {
    push: (row) => {
      result.push(toRow(shown, (slot) => toColumn(row.get(slot))));
    },
    finish: () => {},
  };
  const first = make(bestRows(options.maxRows ?? maxHeldRows + 1, order)(output));
  const [events, rows] = [new EventSource(slots), new RowSource(slots)];
  return {
    pushEvent: (event, ptr) => first.push(events.row(event, ptr)),
    pushRow: (row) => first.push(rows.row(row)),
    get matched() {
      return counter.count;
    },
    finish() {
      first.finish();
      return result;
    },
  };
}

function toRow(columns: Columns, read: (slot: number) => string | null): Row {
  const shown = new Map<string, string>();
  for (const [name, slot] of columns) {
    const text = read(slot);
    if (text !== null) shown.set(name, text);
  }
  return shown;
}
