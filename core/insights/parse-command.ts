import type { Cursor } from './cursor.ts';
import { QueryFault } from './error.ts';
import { readField, readString } from './expression.ts';
import { readList, readName } from './names.ts';
import { captures } from './regex.ts';
import type { Command, Field, ParseCommand, ParseFormat, Regex, Span } from './syntax.ts';

/** Reads `parse [field] "a * b" as x`, `parse [field] /(?<x>…)/ [as …] [multi]`, `parse f logfmt as m`, `parse f csv as a, b`. */
export function readParse(cursor: Cursor, start: number): Command {
  const first = cursor.takeRegexHere();
  if (first !== undefined) return readRegexParse(cursor, start, implied(cursor.spanFrom(start)), first);
  if (isString(cursor)) return readGlob(cursor, start, implied(cursor.spanFrom(start)));
  const source = readField(cursor);
  const regex = cursor.takeRegexHere();
  if (regex !== undefined) return readRegexParse(cursor, start, source, regex);
  if (isString(cursor)) return readGlob(cursor, start, source);
  for (const kind of ['logfmt', 'csv'] as const) {
    const { span } = cursor.next;
    if (!cursor.skip(kind)) continue;
    const names = readNames(cursor);
    if (kind === 'logfmt' && names.length > 1) {
      throw new QueryFault('syntax', '`parse … logfmt` takes one name after `as`', span);
    }
    return command(cursor, { start, source, format: { kind, span }, names });
  }
  throw cursor.unexpected('a pattern in quotes, a regular expression, `logfmt` or `csv`');
}

/** Reads `json [field=f] "path" as name`. */
export function readParseJson(cursor: Cursor, start: number): Command {
  let source = implied(cursor.spanFrom(start));
  if (cursor.skip('field')) {
    cursor.expect('=', 'after `field`');
    source = readField(cursor);
  }
  const { value, span } = readString(cursor);
  cursor.expect('as', 'and a name');
  const names = [readName(cursor, 'a name after `as`')];
  return command(cursor, { start, source, format: { kind: 'json', path: value, span }, names });
}

function isString(cursor: Cursor): boolean {
  return cursor.next.kind === 'string';
}

/** Without a field, `parse` reads `@message` (CWL_QuerySyntax-Parse). */
function implied(span: Span): Field {
  return { kind: 'field', name: '@message', span };
}

function readGlob(cursor: Cursor, start: number, source: Field): Command {
  const format = readString(cursor);
  const names = readNames(cursor);
  const wildcards = format.value.split('*').length - 1;
  if (wildcards !== names.length) {
    const reason = `The pattern has ${wildcards} \`*\`, but there are ${names.length} names after \`as\``;
    throw new QueryFault('syntax', reason, format.span);
  }
  return command(cursor, { start, source, format, names });
}

function readRegexParse(cursor: Cursor, start: number, source: Field, regex: Regex): Command {
  const { groups, named } = captures(regex.source);
  const aliases = cursor.isKeyword('as') ? readNames(cursor) : undefined;
  const names = aliases ?? named.map(({ name }) => name);
  if (names.length === 0 || (aliases !== undefined && aliases.length !== groups)) {
    const reason = `The regular expression has ${groups} groups in parentheses, but ${names.length} names: write \`(?<name>…)\`, or \`(?:…)\` for what has no name, or the names after \`as\``;
    throw new QueryFault('syntax', reason, regex.span);
  }
  return command(cursor, { start, source, format: regex, names, multi: cursor.skip('multi') });
}

function readNames(cursor: Cursor): string[] {
  cursor.expect('as', 'and the names of the pieces');
  return readList(cursor, () => readName(cursor, 'a name'));
}

interface Parts {
  start: number;
  source: Field;
  format: ParseFormat;
  names: readonly string[];
  multi?: boolean;
}

function command(cursor: Cursor, { start, multi = false, ...parts }: Parts): ParseCommand {
  return { kind: 'parse', ...parts, multi, span: cursor.spanFrom(start) };
}
