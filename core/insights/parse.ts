import { checkStats } from './check-stats.ts';
import { commands } from './commands.ts';
import { Cursor } from './cursor.ts';
import { locate, type QueryError, QueryFault, quote } from './error.ts';
import { refusedCommands, unsupportedCommands } from './refusals.ts';
import { resolveColumns } from './resolve.ts';
import type { Command, Query } from './syntax.ts';

export type { QueryError } from './error.ts';
export type ParseResult = { ok: true; query: Query } | { ok: false; errors: QueryError[] };

/** The service's own bound (StartQuery, queryString). */
const maxLength = 10_000;

/**
 * Reads a query of CloudWatch Logs Insights' own language. What is not understood completely is an error with its place:
 * nothing is skipped, guessed or passed through.
 */
export function parse(text: string): ParseResult {
  try {
    if (text.length > maxLength) {
      const span = { start: maxLength, end: text.length };
      throw new QueryFault(
        'limit',
        `The query has ${text.length} characters; ${maxLength} are allowed`,
        span,
      );
    }
    const query = resolveColumns(readQuery(new Cursor(text), text.length));
    checkStats(query);
    return { ok: true, query };
  } catch (error) {
    if (!(error instanceof QueryFault)) throw error;
    return { ok: false, errors: [locate(text, error)] };
  }
}

function readQuery(cursor: Cursor, end: number): Query {
  const read = [readCommand(cursor)];
  while (cursor.skip('|')) read.push(readCommand(cursor));
  if (!cursor.isAtEnd()) throw cursor.unexpected('`|` and the next command, or the end of the query');
  return { kind: 'query', commands: read, span: { start: 0, end } };
}

function readCommand(cursor: Cursor): Command {
  const { kind, text, span } = cursor.next;
  const name = text.toLowerCase();
  const reader = kind === 'word' ? commands.get(name) : undefined;
  if (reader !== undefined) {
    cursor.take();
    return reader(cursor, span.start);
  }
  if (kind === 'word' && Object.hasOwn(refusedCommands, name)) {
    throw new QueryFault('refused', `\`${text}\` is not allowed here: ${refusedCommands[name]}`, span);
  }
  if (kind === 'word') {
    const isKnown = unsupportedCommands.includes(name);
    const reason = `${isKnown ? 'The command' : 'There is no command'} ${quote(text)}${isKnown ? ' is not available here' : ''}`;
    throw new QueryFault(
      isKnown ? 'unsupported' : 'syntax',
      `${reason}. Allowed are: ${commandNames()}`,
      span,
    );
  }
  throw cursor.unexpected(`a command (${commandNames()})`);
}

function commandNames(): string {
  return [...commands.keys()].join(', ');
}
