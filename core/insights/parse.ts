import { checkCommands } from './check-commands.ts';
import { checkStats } from './check-stats.ts';
import { checkStructures } from './check-structures.ts';
import { commands } from './commands.ts';
import { Cursor } from './cursor.ts';
import { type Fault, locate, type QueryError, QueryFault, quote, refusing } from './error.ts';
import type { StringReading, Token } from './lexer.ts';
import { commandRefusal, refusedCommands } from './refused-commands.ts';
import { resolveColumns } from './resolve.ts';
import type { ParsedCommand, ParsedQuery } from './syntax-parsed.ts';

export type { QueryError } from './error.ts';
export type ParseResult = { ok: true; query: ParsedQuery } | { ok: false; errors: QueryError[] };

/** The service's own bound (StartQuery, queryString). */
const maxLength = 10_000;
const maxCommands = 100;
/** More would not help anybody. */
const maxFaults = 10;

/**
 * Reads a query of CloudWatch Logs Insights' own language, also one that is not allowed here. What is not understood
 * completely is an error with its place: nothing is skipped, guessed or passed through.
 */
export function parse(text: string): ParseResult {
  const { query, faults } = read(text);
  return faults.length === 0 ? { ok: true, query } : { ok: false, errors: locateAll(text, faults) };
}

/** What could be read, and what is wrong with the rest. */
export interface Reading {
  readonly query: ParsedQuery;
  readonly faults: readonly Fault[];
  /** As far as the text could be read, in its order. Between them are blanks and comments. */
  readonly tokens: readonly Token[];
}

/** As `parse`, for whoever has more to say about the text: with faults the query is what could be read. */
export function read(text: string): Reading {
  const reading = readAs(text, 'escapes');
  const offset = reading.faults.length > 0 ? -1 : text.search(/\\["']/);
  if (offset < 0 || readAs(text, 'plain').faults.length > 0) return reading;
  const reason =
    'This query can be read in two ways, since the service does not say how it reads a backslash before a quote: ' +
    'use the other kind of quotes';
  return { ...reading, faults: [{ code: 'refused', reason, span: { start: offset, end: offset + 2 } }] };
}

/** The first faults in the order of the text, with their lines and columns. */
export function locateAll(text: string, faults: readonly Fault[]): QueryError[] {
  const inOrder = [...faults].sort((a, b) => a.span.start - b.span.start);
  return inOrder.slice(0, maxFaults).map((fault) => locate(text, fault));
}

function readAs(text: string, reading: StringReading): Reading {
  const faults: Fault[] = [];
  const commands: ParsedCommand[] = [];
  let tokens: readonly Token[] = [];
  const query: ParsedQuery = { kind: 'query', commands, span: { start: 0, end: text.length } };
  const keep = (error: unknown) => {
    if (!(error instanceof QueryFault)) throw error;
    if (error.refusal !== undefined) faults.push(error.refusal);
    faults.push(error);
  };
  try {
    checkLength(text);
    const cursor = new Cursor(text, { reading, readCommands });
    tokens = cursor.taken;
    readPipeline(cursor, commands, keep);
  } catch (error) {
    keep(error);
  }
  if (faults.length > 0) return { query, faults, tokens };
  const resolved = resolveColumns(query);
  return {
    query: resolved,
    faults: [...checkCommands(resolved), ...checkStats(resolved), ...checkStructures(resolved)],
    tokens,
  };
}

function checkLength(text: string): void {
  if (text.length <= maxLength) return;
  const span = { start: maxLength, end: text.length };
  throw new QueryFault('limit', `The query has ${text.length} characters; ${maxLength} are allowed`, span);
}

/** Reads on behind a command that has a fault, so that an editor can show more than one. */
function readPipeline(cursor: Cursor, read: ParsedCommand[], keep: (error: unknown) => void): void {
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
    checkCount(read, cursor);
  } while (cursor.skip('|'));
}

/** Reads the commands of a query inside the query. */
function readCommands(cursor: Cursor): ParsedCommand[] {
  const read: ParsedCommand[] = [];
  do {
    read.push(readCommand(cursor));
    checkCount(read, cursor);
  } while (cursor.skip('|'));
  return read;
}

function checkCount({ length }: readonly ParsedCommand[], cursor: Cursor): void {
  if (length <= maxCommands) return;
  throw new QueryFault('limit', `A query may have ${maxCommands} commands`, cursor.next.span);
}

function readCommand(cursor: Cursor): ParsedCommand {
  const { kind, text, span } = cursor.next;
  if (kind !== 'word') throw cursor.unexpected(`a command (${commandNames})`);
  const name = text.toLowerCase();
  const allowed = commands.get(name);
  if (allowed !== undefined) {
    cursor.take();
    return allowed.read(cursor, span.start);
  }
  const refused = refusedCommands.get(name);
  if (refused === undefined) {
    const reason = `There is no command ${quote(text)}. Allowed are: ${commandNames}`;
    throw new QueryFault('syntax', reason, span);
  }
  return refusing(commandRefusal(text, span), () => {
    cursor.take();
    return refused.read(cursor, span.start);
  });
}

const commandNames = [...commands.keys()].join(', ');
