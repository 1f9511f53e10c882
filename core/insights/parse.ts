import { checkCommands } from './check-commands.ts';
import { checkStats } from './check-stats.ts';
import { commands } from './commands.ts';
import { Cursor, type QueryReading } from './cursor.ts';
import { locate, type QueryError, QueryFault, quote } from './error.ts';
import type { StringReading } from './lexer.ts';
import { isRefusedName } from './refusals.ts';
import { readRefused } from './refused-command.ts';
import { resolveColumns } from './resolve.ts';
import { isRunnable } from './runnable.ts';
import type { ParsedQuery } from './syntax.ts';

export type { QueryError } from './error.ts';
/** With errors, `read` is what could be read nevertheless. */
export type ParseResult =
  | { ok: true; query: ParsedQuery }
  | { ok: false; errors: QueryError[]; read?: ParsedQuery };

/** The service's own bound (StartQuery, queryString). */
const maxLength = 10_000;
const maxCommands = 100;
/** More would not help anybody. */
const maxFaults = 10;

/**
 * Reads a query of CloudWatch Logs Insights' own language, with what is not allowed here. What is allowed and not understood
 * completely is an error with its place: nothing is guessed or passed through.
 */
export function parse(text: string): ParseResult {
  const result = parseAs(text, 'escapes');
  if (!result.ok || !/\\["']/.test(text) || !parseAs(text, 'plain').ok) return result;
  const offset = text.search(/\\["']/);
  const reason =
    'This query can be read in two ways, since the service does not say how it reads a backslash before a quote: ' +
    'use the other kind of quotes';
  return {
    ok: false,
    errors: [locate(text, { code: 'refused', reason, span: { start: offset, end: offset + 2 } })],
  };
}

function parseAs(text: string, reading: StringReading): ParseResult {
  const faults: QueryFault[] = [];
  const keep = (error: unknown) => {
    if (!(error instanceof QueryFault)) throw error;
    faults.push(error);
  };
  let read: ParsedQuery | undefined;
  try {
    checkLength(text);
    read = readQuery(new Cursor(text, reading, queries), text.length, keep);
    if (faults.length === 0) {
      // The rules of commands beside each other are for queries that may run.
      if (!isRunnable(read)) return { ok: true, query: read };
      const query = resolveColumns(read);
      checkCommands(query);
      checkStats(query);
      return { ok: true, query };
    }
  } catch (error) {
    keep(error);
  }
  return { ok: false, errors: faults.map((fault) => locate(text, fault)), ...(read && { read }) };
}

function checkLength(text: string): void {
  if (text.length <= maxLength) return;
  const span = { start: maxLength, end: text.length };
  throw new QueryFault('limit', `The query has ${text.length} characters; ${maxLength} are allowed`, span);
}

/** Reads on behind a command that has a fault, so that an editor can show more than one. */
function readQuery(cursor: Cursor, end: number, keep: (error: unknown) => void): ParsedQuery {
  const read: AnyCommand[] = [];
  let faults = 0;
  do {
    try {
      read.push(readCommand(cursor));
      if (!cursor.isAtEnd() && !cursor.isSymbol('|')) {
        throw cursor.unexpected('`|` and the next command, or the end of the query');
      }
    } catch (error) {
      keep(error);
      faults += 1;
      if (faults >= maxFaults) break;
      cursor.recover();
    }
    if (read.length > maxCommands) {
      throw new QueryFault('limit', `A query may have ${maxCommands} commands`, cursor.next.span);
    }
  } while (cursor.skip('|'));
  return { kind: 'query', commands: read, span: { start: 0, end } };
}

type AnyCommand = ParsedQuery['commands'][number];

/** Queries in parentheses are refused as a whole, so that the first fault in one ends it. */
const queries: QueryReading = {
  isCommand: (name) => commands.has(name) || isRefusedName(name),
  read: (cursor) => {
    const { start } = cursor.next.span;
    const read: AnyCommand[] = [];
    do read.push(readCommand(cursor));
    while (cursor.skip('|'));
    return { kind: 'query', commands: read, span: cursor.spanFrom(start) };
  },
};

function readCommand(cursor: Cursor): AnyCommand {
  const { kind, text, span } = cursor.next;
  const name = text.toLowerCase();
  const known = kind === 'word' ? commands.get(name) : undefined;
  if (known !== undefined) {
    cursor.take();
    return known.read(cursor, span.start);
  }
  if (kind === 'word' && isRefusedName(name)) return readRefused(cursor);
  if (kind === 'word') {
    throw new QueryFault('syntax', `There is no command ${quote(text)}. There are: ${commandNames()}`, span);
  }
  throw cursor.unexpected(`a command (${commandNames()})`);
}

function commandNames(): string {
  return [...commands.keys()].join(', ');
}
