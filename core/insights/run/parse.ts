import { compile, type Times } from '../compile.ts';
import { jsonValue, readJson, Structure } from '../json.ts';
import { findGroups } from '../regex.ts';
import type { ParseCommand } from '../syntax.ts';
import { toText, type Value } from '../values.ts';
import { type Rows, withValues } from './rows.ts';

type Pieces = readonly Value[];

/** Rows that do not match stay, without the new columns (CWL_QuerySyntax-Parse). */
export function runParse(command: ParseCommand, rows: Rows, times: Times): Rows {
  const source = compile(command.source, times);
  const cut = cutter(command);
  return rows.flatMap((row) => {
    const value = source(row);
    const text = value instanceof Structure ? value.toString() : toText(value);
    const found = text === null ? [] : cut(text);
    if (found.length === 0) return [withValues(row, command.names, [])];
    return found.map((pieces) => withValues(row, command.names, pieces));
  });
}

function cutter({ format, names, multi }: ParseCommand): (text: string) => Pieces[] {
  switch (format.kind) {
    case 'regex':
      return (text) => findGroups(format, text, { names, multi });
    case 'string': {
      const literals = format.value.split('*');
      return (text) => cutGlob(text, literals);
    }
    case 'logfmt':
      return (text) => [[readLogfmt(text)]];
    case 'csv':
      return (text) => [readCsv(text)];
    case 'json': {
      const steps = format.path.replace(/\[(\d+)\]/g, '.$1').split('.');
      return (text) => {
        const value = jsonValue(readJson(text));
        return value instanceof Structure ? [[jsonValue(value.at(steps))]] : [];
      };
    }
  }
}

/** What stands between the literals of the pattern, each found at its first place behind the one before. */
function cutGlob(text: string, [first = '', ...literals]: readonly string[]): Pieces[] {
  const start = text.indexOf(first);
  if (start < 0) return [];
  const pieces: string[] = [];
  let at = start + first.length;
  for (const [index, literal] of literals.entries()) {
    const isLast = index === literals.length - 1;
    const end = literal === '' && isLast ? text.length : text.indexOf(literal, at);
    if (end < 0) return [];
    pieces.push(text.slice(at, end));
    at = end + literal.length;
  }
  return [pieces];
}

const maxPairs = 1_000;

/** `key=value` pairs; a value with blanks stands in double quotes. */
function readLogfmt(text: string): Value {
  const pairs: Record<string, string> = Object.create(null);
  let count = 0;
  for (const [, key, quoted, plain] of text.matchAll(/([^\s="]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s"]*))/g)) {
    if (key === undefined || count >= maxPairs) break;
    pairs[key] = quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '';
    count += 1;
  }
  return new Structure(pairs);
}

/** The cells of a line (RFC 4180). */
function readCsv(text: string): Pieces {
  const cells: string[] = [];
  for (const [, quoted, plain] of text.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)) {
    cells.push(quoted?.replaceAll('""', '"') ?? (plain ?? '').trim());
    if (cells.length >= maxPairs) break;
  }
  return cells;
}
