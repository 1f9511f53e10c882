import type { Cursor } from './cursor.ts';
import { QueryFault } from './error.ts';
import { readExpression } from './expression.ts';
import { isAggregate } from './functions.ts';
import type { Command, LimitCommand, Projection, SortKey, StatsCommand } from './syntax.ts';

/** Reads what follows a command's name. */
type CommandReader = (cursor: Cursor, start: number) => Command;

/** The most rows the service returns for one query (CWL_QuerySyntax-Limit). */
const maxLimit = 100_000;

/** Every command that is allowed here, by lower-case name. */
export const commands: ReadonlyMap<string, CommandReader> = new Map<string, CommandReader>([
  [
    'display',
    (cursor, start) => ({ kind: 'display', items: readItems(cursor), span: cursor.spanFrom(start) }),
  ],
  ['fields', (cursor, start) => ({ kind: 'fields', items: readItems(cursor), span: cursor.spanFrom(start) })],
  ['filter', readFilter],
  ['limit', readLimit],
  ['sort', (cursor, start) => ({ kind: 'sort', keys: readSortKeys(cursor), span: cursor.spanFrom(start) })],
  ['stats', readStats],
  ['where', readFilter],
]);

function readFilter(cursor: Cursor, start: number): Command {
  return { kind: 'filter', condition: readExpression(cursor), span: cursor.spanFrom(start) };
}

function readItems(cursor: Cursor): Projection[] {
  return readList(cursor, () => readProjection(cursor, false));
}

function readProjection(cursor: Cursor, aggregates: boolean): Projection {
  const start = cursor.next.span.start;
  const expression = readExpression(cursor, { aggregates });
  const alias = cursor.skip('as') ? readAlias(cursor) : undefined;
  const span = cursor.spanFrom(start);
  return { kind: 'projection', expression, ...(alias === undefined ? {} : { alias }), span };
}

function readAlias(cursor: Cursor): string {
  if (cursor.next.kind !== 'word' && cursor.next.kind !== 'field')
    throw cursor.unexpected('a name after `as`');
  return cursor.take().value;
}

function readSortKeys(cursor: Cursor): SortKey[] {
  cursor.skip('by');
  return readList(cursor, () => {
    const start = cursor.next.span.start;
    const expression = readExpression(cursor);
    const direction = cursor.skip('desc') ? 'desc' : 'asc';
    if (direction === 'asc') cursor.skip('asc');
    return { kind: 'sortKey', expression, direction, span: cursor.spanFrom(start) };
  });
}

function readLimit(cursor: Cursor, start: number): LimitCommand {
  if (cursor.next.kind !== 'number') throw cursor.unexpected('a number of rows after `limit`');
  const { text, span } = cursor.take();
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < 1 || count > maxLimit) {
    throw new QueryFault('syntax', `\`limit\` takes a whole number from 1 to ${maxLimit}, not ${text}`, span);
  }
  return { kind: 'limit', count, span: cursor.spanFrom(start) };
}

function readStats(cursor: Cursor, start: number): StatsCommand {
  const aggregates = readList(cursor, () => {
    const item = readProjection(cursor, true);
    if (isAggregate(item.expression)) return item;
    const reason = 'An item of `stats` is an aggregate, such as `count(*)` or `avg(duration)`';
    throw new QueryFault('syntax', reason, item.expression.span);
  });
  const by = cursor.skip('by') ? readList(cursor, () => readProjection(cursor, false)) : [];
  return { kind: 'stats', aggregates, by, span: cursor.spanFrom(start) };
}

function readList<Item>(cursor: Cursor, readItem: () => Item): Item[] {
  const items = [readItem()];
  while (cursor.skip(',')) items.push(readItem());
  return items;
}
