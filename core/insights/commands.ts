import type { Cursor } from './cursor.ts';
import { QueryFault } from './error.ts';
import { readExpression, readField, readNumber, readPeriod, readString } from './expression.ts';
import { readList, readName } from './names.ts';
import { readParse, readParseJson } from './parse-command.ts';
import type {
  Command,
  Field,
  LimitCommand,
  NumberLiteral,
  OutlierCommand,
  Period,
  Projection,
  SortKey,
  StatsCommand,
} from './syntax.ts';

export interface CommandForm {
  /** As people read it: `sort field [asc|desc], …`. */
  readonly signature: string;
  /** Reads what follows the command's name. */
  readonly read: (cursor: Cursor, start: number) => Command;
}

/** The most rows the service returns for one query (CWL_QuerySyntax-Limit). */
const maxLimit = 100_000;

/** Every command that is allowed here, by lower-case name. */
export const commands: ReadonlyMap<string, CommandForm> = new Map<string, CommandForm>([
  command('count_frequent field, …', readCountFrequent),
  command('countFrequent field, …', readCountFrequent),
  command('dedup field, …', readDedup),
  command('display expression [as name], …', readDisplay),
  command('expand list', readExpand),
  command('fields expression [as name], …', readFieldsCommand),
  command('filldown [field …]', readFillDown),
  command('fillmissing [with value for field, …]', readFillMissing),
  command('filter condition', readFilter),
  command('filterIndex field = value', readFilter),
  command('json [field=text] "path" as name', readParseJson),
  command('limit [any] rows', readLimit),
  command('outlier [action=remove|transform] [param=2.5] [uselower=true] [mark=true] field …', readOutlier),
  command('parse [text] "a * b *" | /(?<x>…)/ | logfmt | csv as name, …', readParse),
  command('pattern text', readPattern),
  command('sessionize field, … [maxspan 30m] [as name]', readSessionize),
  command('sort expression [asc|desc], …', readSort),
  command('stats aggregate [as name], … [by expression [as name], …]', readStats),
  command('unnest list into name', readUnnest),
  command('where condition', readFilter),
]);

function command(signature: string, read: CommandForm['read']): readonly [string, CommandForm] {
  return [signature.slice(0, signature.indexOf(' ')).toLowerCase(), { signature, read }];
}

function readDedup(cursor: Cursor, start: number): Command {
  return { kind: 'dedup', keys: readFields(cursor), span: cursor.spanFrom(start) };
}

function readDisplay(cursor: Cursor, start: number): Command {
  return { kind: 'display', items: readItems(cursor), span: cursor.spanFrom(start) };
}

function readExpand(cursor: Cursor, start: number): Command {
  return { kind: 'expand', source: readField(cursor), span: cursor.spanFrom(start) };
}

function readFieldsCommand(cursor: Cursor, start: number): Command {
  return { kind: 'fields', items: readItems(cursor), span: cursor.spanFrom(start) };
}

function readPattern(cursor: Cursor, start: number): Command {
  return { kind: 'pattern', source: readExpression(cursor), span: cursor.spanFrom(start) };
}

function readSort(cursor: Cursor, start: number): Command {
  return { kind: 'sort', keys: readSortKeys(cursor), span: cursor.spanFrom(start) };
}

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
  return readName(cursor, 'a name after `as`');
}

function readFields(cursor: Cursor): Field[] {
  return readList(cursor, () => readField(cursor));
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

/** `limit any 20` only leaves the order open, which ours then fixes. */
function readLimit(cursor: Cursor, start: number): LimitCommand {
  cursor.skip('any');
  if (cursor.next.kind !== 'number') throw cursor.unexpected('a number of rows after `limit`');
  const { text, span } = cursor.take();
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < 1 || count > maxLimit) {
    throw new QueryFault('syntax', `\`limit\` takes a whole number from 1 to ${maxLimit}, not ${text}`, span);
  }
  return { kind: 'limit', count, span: cursor.spanFrom(start) };
}

function readStats(cursor: Cursor, start: number): StatsCommand {
  const aggregates = readList(cursor, () => readProjection(cursor, true));
  const by = cursor.skip('by') ? readList(cursor, () => readProjection(cursor, false)) : [];
  const offset = cursor.skip('offset') ? readPeriod(cursor) : undefined;
  return { kind: 'stats', aggregates, by, ...(offset && { offset }), span: cursor.spanFrom(start) };
}

function readUnnest(cursor: Cursor, start: number): Command {
  const source = readField(cursor);
  cursor.expect('into', 'after the list');
  const into = readName(cursor, 'a name after `into`');
  return { kind: 'unnest', source, into, span: cursor.spanFrom(start) };
}

function readFillMissing(cursor: Cursor, start: number): Command {
  if (!cursor.skip('with')) return { kind: 'fillmissing', fields: [], span: cursor.spanFrom(start) };
  const value = cursor.next.kind === 'string' ? readString(cursor) : readSignedNumber(cursor);
  cursor.expect('for', 'and the fields to fill');
  const fields = readList(cursor, () => readName(cursor, 'the name of a field'));
  return { kind: 'fillmissing', value, fields, span: cursor.spanFrom(start) };
}

function readSignedNumber(cursor: Cursor): NumberLiteral {
  if (cursor.next.kind !== 'number' && !cursor.isSymbol('-')) throw cursor.unexpected('a number');
  return readNumber(cursor);
}

/** Names stand with blanks between them, and may end in `*`. */
function readFillDown(cursor: Cursor, start: number): Command {
  const fields: string[] = [];
  while (cursor.next.kind === 'word' || cursor.next.kind === 'field') {
    const name = readName(cursor, 'the name of a field');
    fields.push(cursor.isSymbol('*') && cursor.isAdjacent ? name + cursor.take().text : name);
    cursor.skip(',');
  }
  return { kind: 'filldown', fields, span: cursor.spanFrom(start) };
}

function readSessionize(cursor: Cursor, start: number): Command {
  const keys = readFields(cursor);
  const none: Period = { kind: 'period', text: '30m', span: cursor.spanFrom(start) };
  const maxSpan = cursor.skip('maxspan') ? readPeriod(cursor) : none;
  const into = cursor.skip('as') ? readAlias(cursor) : 'session_id';
  return { kind: 'sessionize', keys, maxSpan, into, span: cursor.spanFrom(start) };
}

function readCountFrequent(cursor: Cursor, start: number): Command {
  return { kind: 'countfrequent', keys: readFields(cursor), span: cursor.spanFrom(start) };
}

function readOutlier(cursor: Cursor, start: number): Command {
  let options: Pick<OutlierCommand, 'action' | 'param' | 'useLower' | 'mark'> = {
    action: 'transform',
    param: { kind: 'number', text: '2.5', span: cursor.spanFrom(start) },
    useLower: false,
    mark: false,
  };
  const fields: Field[] = [];
  while (cursor.next.kind === 'word' || cursor.next.kind === 'field') {
    const field = readField(cursor);
    if (cursor.skip('=')) options = { ...options, ...readOption(cursor, field) };
    else fields.push(field);
    cursor.skip(',');
  }
  if (fields.length === 0) throw cursor.unexpected('a field whose outliers to find');
  return { kind: 'outlier', ...options, fields, span: cursor.spanFrom(start) };
}

function readOption(cursor: Cursor, { name, span }: Field): Partial<OutlierCommand> {
  if (name.toLowerCase() === 'param') return { param: readSignedNumber(cursor) };
  const value = readName(cursor, 'a value').toLowerCase();
  switch (`${name.toLowerCase()}=${value}`) {
    case 'action=remove':
      return { action: 'remove' };
    case 'action=transform':
      return { action: 'transform' };
    case 'uselower=true':
    case 'uselower=false':
      return { useLower: value === 'true' };
    case 'mark=true':
    case 'mark=false':
      return { mark: value === 'true' };
    default: {
      const reason =
        '`outlier` takes action=remove or transform, param=number, uselower=true or false, mark=true or false';
      throw new QueryFault('syntax', reason, span);
    }
  }
}
