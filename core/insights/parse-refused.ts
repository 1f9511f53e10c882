import type { Cursor } from './cursor.ts';
import { readExpression, readField, readPeriod } from './expression.ts';
import { readList, readName } from './names.ts';
import { readBoolean, readOption } from './parse-running.ts';
import type {
  AppendColsCommand,
  DiffCommand,
  JoinCommand,
  LogCompareCommand,
  LookupCommand,
  RelevantFieldsCommand,
  Renaming,
  UndocumentedCommand,
  UnmaskCommand,
} from './syntax-parsed.ts';

/** Reads `join [type=inner|left] left=a right=b where a.f = b.f (SOURCE …)`. */
export function readJoin(cursor: Cursor, start: number): JoinCommand {
  let type: JoinCommand['type'];
  let left: string | undefined;
  let right: string | undefined;
  while (cursor.isOption('type', 'left', 'right')) {
    const option = cursor.next.text.toLowerCase();
    if (option === 'type') type = readOption(cursor, () => readJoinType(cursor));
    else {
      const name = readOption(cursor, () => readName(cursor, 'a name for one side'));
      if (option === 'left') left = name;
      else right = name;
    }
  }
  if (left === undefined || right === undefined) throw cursor.unexpected('`left=name right=name`');
  cursor.expect('where', 'and the fields to join by');
  const condition = readExpression(cursor);
  const query = cursor.readQuery();
  return {
    kind: 'join',
    ...(type && { type }),
    left,
    right,
    condition,
    query,
    span: cursor.spanFrom(start),
  };
}

function readJoinType(cursor: Cursor): 'inner' | 'left' {
  if (cursor.skip('inner')) return 'inner';
  if (cursor.skip('left')) return 'left';
  throw cursor.unexpected('`inner` or `left`');
}

/** Reads `appendcols [override=true] [max=10000] ( query )`. */
export function readAppendCols(cursor: Cursor, start: number): AppendColsCommand {
  let override: boolean | undefined;
  let max: number | undefined;
  while (cursor.isOption('override', 'max')) {
    if (cursor.isKeyword('override')) override = readOption(cursor, () => readBoolean(cursor));
    else max = readOption(cursor, () => readCount(cursor));
  }
  const query = cursor.readQuery();
  return {
    kind: 'appendcols',
    ...(override !== undefined && { override }),
    ...(max !== undefined && { max }),
    query,
    span: cursor.spanFrom(start),
  };
}

function readCount(cursor: Cursor): number {
  const { kind, text } = cursor.next;
  if (kind !== 'number' || !/^\d{1,9}$/.test(text)) throw cursor.unexpected('a whole number');
  cursor.take();
  return Number(text);
}

/** Reads `lookup table column [as field], … OUTPUT column [as name], …`. */
export function readLookup(cursor: Cursor, start: number): LookupCommand {
  const table = readTable(cursor);
  const keys = readList(cursor, () => readRenaming(cursor));
  return { kind: 'lookup', table, keys, ...readOutputs(cursor), span: cursor.spanFrom(start) };
}

/** Reads `cidrlookup table field [as column] OUTPUT|OUTPUTNEW column [as name], …`. */
export function readCidrLookup(cursor: Cursor, start: number): LookupCommand {
  const table = readTable(cursor);
  const keys = [readRenaming(cursor)];
  return { kind: 'cidrlookup', table, keys, ...readOutputs(cursor), span: cursor.spanFrom(start) };
}

function readTable(cursor: Cursor): string {
  const wanted = 'the name of a lookup table';
  return cursor.next.kind === 'field' ? readName(cursor, wanted) : cursor.takeBareName(wanted);
}

function readRenaming(cursor: Cursor): Renaming {
  const name = readName(cursor, 'the name of a field');
  return cursor.skip('as') ? { name, as: readName(cursor, 'a name after `as`') } : { name };
}

function readOutputs(cursor: Cursor): Pick<LookupCommand, 'mode' | 'outputs'> {
  const mode = cursor.isKeyword('outputnew') ? 'OUTPUTNEW' : 'OUTPUT';
  cursor.expect(mode.toLowerCase(), 'and the columns to add');
  return { mode, outputs: readList(cursor, () => readRenaming(cursor)) };
}

/** Reads `unmask`, which AWS shows without arguments, also with fields. */
export function readUnmask(cursor: Cursor, start: number): UnmaskCommand {
  const hasFields = cursor.next.kind === 'word' || cursor.next.kind === 'field';
  const fields = hasFields ? readList(cursor, () => readField(cursor)) : [];
  return { kind: 'unmask', fields, span: cursor.spanFrom(start) };
}

const diffPeriods = ['previousDay', 'previousWeek', 'previousMonth'] as const;

/** Reads `diff [previousDay|previousWeek|previousMonth]`. */
export function readDiff(cursor: Cursor, start: number): DiffCommand {
  if (cursor.next.kind !== 'word') return { kind: 'diff', span: cursor.spanFrom(start) };
  const against = diffPeriods.find((period) => cursor.isKeyword(period.toLowerCase()));
  if (against === undefined) throw cursor.unexpected(diffPeriods.map((each) => `\`${each}\``).join(', '));
  cursor.take();
  return { kind: 'diff', against, span: cursor.spanFrom(start) };
}

/** Reads `logcompare timeshift 7d`. */
export function readLogCompare(cursor: Cursor, start: number): LogCompareCommand {
  cursor.expect('timeshift', 'and a period');
  const shift = readPeriod(cursor);
  return { kind: 'logcompare', shift, span: cursor.spanFrom(start) };
}

/** Reads `relevantfields [field, …] where condition`. */
export function readRelevantFields(cursor: Cursor, start: number): RelevantFieldsCommand {
  const fields = cursor.isKeyword('where') ? [] : readList(cursor, () => readField(cursor));
  cursor.expect('where', 'and a condition');
  const condition = readExpression(cursor);
  return { kind: 'relevantfields', fields, condition, span: cursor.spanFrom(start) };
}

/** Keeps the tokens up to the next `|`, or to the end of the query in parentheses that they stand in. */
export function readUndocumented(name: UndocumentedCommand['name']) {
  return (cursor: Cursor, start: number): UndocumentedCommand => {
    const tokens: string[] = [];
    let open = 0;
    while (!cursor.isAtEnd() && !cursor.isSymbol('|') && (open > 0 || !cursor.isSymbol(')'))) {
      const { text } = cursor.take();
      open += text === '(' ? 1 : text === ')' ? -1 : 0;
      tokens.push(text);
    }
    return { kind: 'undocumented', name, tokens, span: cursor.spanFrom(start) };
  };
}
