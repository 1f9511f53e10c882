import type { Cursor } from './cursor.ts';
import { type Fault, QueryFault, refusing } from './error.ts';
import { readExpression, readField, readNumber, readPeriod, readString } from './expression.ts';
import { readList, readName } from './names.ts';
import { readParse, readParseJson } from './parse-command.ts';
import { readAccum, readAddTotals, readAutoregress } from './parse-running.ts';
import type {
  Field,
  LimitCommand,
  NumberLiteral,
  OutlierCommand,
  Period,
  SortKey,
  Span,
  StatsCommand,
} from './syntax.ts';
import type { InQuery, ParsedCommand, ParsedProjection, ShiftedStatsCommand } from './syntax-parsed.ts';

/** A command: how it is written, and what reads that which follows its name. */
export interface CommandEntry {
  readonly signature: string;
  readonly read: (cursor: Cursor, start: number) => ParsedCommand;
}

/** The most rows the service returns for one query (CWL_QuerySyntax-Limit). */
const maxLimit = 100_000;

/** Every command that is allowed here, by lower-case name. */
export const commands: ReadonlyMap<string, CommandEntry> = new Map<string, CommandEntry>([
  command('accum field as name', readAccum),
  command('addtotals [fieldname=name] [row=bool] [col=bool] [field, …]', readAddTotals),
  command('autoregress field [as name] [p=1-4]', readAutoregress),
  command('count_frequent field, …', readCountFrequent),
  command('countFrequent field, …', readCountFrequent),
  command('dedup field, …', readDedup),
  command('display expression [as name], …', readColumns('display')),
  command('expand field', readExpand),
  command('fields expression [as name], …', readColumns('fields')),
  command('filldown [field field*]', readFillDown),
  command('fillmissing [with value for field, …]', readFillMissing),
  command('filter condition', readFilter),
  command('filterIndex condition', readFilter),
  command('json [field=field] "path" as name', readParseJson),
  command('limit [any] number', readLimit),
  command(
    'outlier [action=remove|transform] [param=number] [uselower=bool] [mark=bool] field field',
    readOutlier,
  ),
  command(
    'parse [field] "a * b" as name, … | /(?<name>…)/ [as name, …] [multi] | logfmt as name | csv as name, …',
    readParse,
  ),
  command('pattern expression', readPattern),
  command('sessionize field, … [maxspan 30m] [as name]', readSessionize),
  command('sort [by] expression [asc|desc], …', readSort),
  command('stats aggregate [as name], … [by expression [as name], …]', readStats),
  command('unnest field into name', readUnnest),
  command('where condition', readFilter),
]);

function command(signature: string, read: CommandEntry['read']): readonly [string, CommandEntry] {
  return [(signature.split(' ', 1)[0] ?? signature).toLowerCase(), { signature, read }];
}

function readColumns(kind: 'fields' | 'display'): CommandEntry['read'] {
  return (cursor, start) => ({ kind, items: readItems(cursor), span: cursor.spanFrom(start) });
}

function readDedup(cursor: Cursor, start: number): ParsedCommand {
  return { kind: 'dedup', keys: readFields(cursor), span: cursor.spanFrom(start) };
}

function readExpand(cursor: Cursor, start: number): ParsedCommand {
  return { kind: 'expand', source: readField(cursor), span: cursor.spanFrom(start) };
}

function readPattern(cursor: Cursor, start: number): ParsedCommand {
  const source = readExpression(cursor);
  if (source.kind === 'string' || source.kind === 'number') {
    const reason = '`pattern` takes a field or a function of text, such as `@message`';
    throw new QueryFault('syntax', reason, source.span);
  }
  return { kind: 'pattern', source, span: cursor.spanFrom(start) };
}

function readSort(cursor: Cursor, start: number): ParsedCommand {
  return { kind: 'sort', keys: readSortKeys(cursor), span: cursor.spanFrom(start) };
}

function readFilter(cursor: Cursor, start: number): ParsedCommand {
  return { kind: 'filter', condition: readExpression(cursor), span: cursor.spanFrom(start) };
}

function readItems(cursor: Cursor): ParsedProjection[] {
  return readList(cursor, () => readProjection(cursor, false));
}

function readProjection(cursor: Cursor, aggregates: boolean): ParsedProjection {
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

function readSortKeys(cursor: Cursor): SortKey<InQuery>[] {
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

function readStats(cursor: Cursor, start: number): StatsCommand<InQuery> | ShiftedStatsCommand {
  const aggregates = readList(cursor, () => readProjection(cursor, true));
  const by = cursor.skip('by') ? readList(cursor, () => readProjection(cursor, false)) : [];
  const stats = { kind: 'stats' as const, aggregates, by, span: cursor.spanFrom(start) };
  if (!cursor.isKeyword('offset')) return stats;
  const begin = cursor.next.span;
  const period = refusing(offsetRefusal(begin), () => {
    cursor.take();
    return readPeriod(cursor);
  });
  const offset = { kind: 'offset' as const, period, span: cursor.spanFrom(begin.start) };
  return { kind: 'shiftedStats', stats, offset, span: cursor.spanFrom(start) };
}

/** The refusal of the `offset` at the place. */
export function offsetRefusal(span: Span): Fault {
  const reason =
    '`offset` is not allowed here: it moves the time, and the time range of the request is fixed';
  return { code: 'refused', reason, span };
}

function readUnnest(cursor: Cursor, start: number): ParsedCommand {
  const source = readField(cursor);
  cursor.expect('into', 'after the list');
  const into = readName(cursor, 'a name after `into`');
  return { kind: 'unnest', source, into, span: cursor.spanFrom(start) };
}

function readFillMissing(cursor: Cursor, start: number): ParsedCommand {
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
function readFillDown(cursor: Cursor, start: number): ParsedCommand {
  const fields: string[] = [];
  while (cursor.next.kind === 'word' || cursor.next.kind === 'field') {
    const name = readName(cursor, 'the name of a field');
    fields.push(cursor.isSymbol('*') && cursor.isAdjacent ? name + cursor.take().text : name);
    cursor.skip(',');
  }
  return { kind: 'filldown', fields, span: cursor.spanFrom(start) };
}

function readSessionize(cursor: Cursor, start: number): ParsedCommand {
  const keys = readFields(cursor);
  const none: Period = { kind: 'period', text: '30m', span: cursor.spanFrom(start) };
  const maxSpan = cursor.skip('maxspan') ? readPeriod(cursor) : none;
  const into = cursor.skip('as') ? readAlias(cursor) : 'session_id';
  return { kind: 'sessionize', keys, maxSpan, into, span: cursor.spanFrom(start) };
}

function readCountFrequent(cursor: Cursor, start: number): ParsedCommand {
  return { kind: 'countfrequent', keys: readFields(cursor), span: cursor.spanFrom(start) };
}

function readOutlier(cursor: Cursor, start: number): ParsedCommand {
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

/** Below nothing every value would be an outlier. */
function readParam(cursor: Cursor): OutlierCommand['param'] {
  const param = readSignedNumber(cursor);
  if (Number(param.text) >= 0) return param;
  throw new QueryFault('syntax', '`param` takes a number from 0', param.span);
}

function readOption(cursor: Cursor, { name, span }: Field): Partial<OutlierCommand> {
  if (name.toLowerCase() === 'param') return { param: readParam(cursor) };
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
