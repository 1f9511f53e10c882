import { compile } from '../compile.ts';
import { jsonValue, readJson, Structure } from '../json.ts';
import { groupFinder } from '../regex.ts';
import type { ParseCommand } from '../syntax.ts';
import { toText, type Value } from '../values.ts';
import type { WorkRow } from './row.ts';
import { eachRow, type MakeStage, type StageScope, severalRows } from './stage.ts';

type Pieces = readonly Value[];

/** Rows that do not match stay, without the new columns (CWL_QuerySyntax-Parse). */
export function parseFields(command: ParseCommand, scope: StageScope, numberSlot: number): MakeStage {
  const source = compile(command.source, scope);
  const slots = command.names.map((name) => scope.slots.of(name));
  const cut = cutter(command);
  const piecesOf = (row: WorkRow): Pieces[] => {
    const value = source(row);
    const text = value instanceof Structure ? value.toString() : toText(value);
    return text === null ? [] : cut(text);
  };
  const give = (row: WorkRow, pieces: Pieces = []) => {
    for (let at = 0; at < slots.length; at += 1) row.set(slots[at] ?? 0, pieces[at] ?? null);
    return row;
  };
  if (!command.multi) return eachRow((row, next) => next.push(give(row, piecesOf(row)[0])));
  return severalRows('parse', numberSlot, (row) => {
    const found = piecesOf(row);
    return found.length === 0 ? [give(row)] : found.map((pieces) => give(row.copy(), pieces));
  });
}

/** Cuts a text into the pieces of a row, or of several. */
export function cutter({ format, names, multi }: ParseCommand): (text: string) => Pieces[] {
  switch (format.kind) {
    case 'regex':
      return groupFinder(format, { names, multi });
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
