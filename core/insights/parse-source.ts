import type { Cursor } from './cursor.ts';
import { QueryFault } from './error.ts';
import { readString } from './expression.ts';
import { readList, readName } from './names.ts';
import { readOption } from './parse-running.ts';
import type { SourceArgument, SourceCommand, SourceTarget } from './syntax-parsed.ts';

/**
 * Reads `SOURCE "group", … [START=-1d] [END=now]`, a name also in backticks or without quotes, and selectors such as
 * `logGroups(namePrefix: ["/prod"], class: ["STANDARD"])` and `dataSource(["name"])`.
 */
export function readSource(cursor: Cursor, start: number): SourceCommand {
  const targets = readList(cursor, () => readTarget(cursor));
  return { kind: 'source', targets, ...readTimes(cursor), span: cursor.spanFrom(start) };
}

/** Reads `START=… END=…` where no group stands before it; the first name has been taken. */
export function readTimeRange(bound: 'from' | 'to') {
  return (cursor: Cursor, start: number): SourceCommand => {
    cursor.expect('=', 'and a time');
    const first = { [bound]: readTime(cursor) };
    return { kind: 'source', targets: [], ...first, ...readTimes(cursor), span: cursor.spanFrom(start) };
  };
}

function readTarget(cursor: Cursor): SourceTarget {
  const { kind } = cursor.next;
  if (kind === 'string') return { kind: 'group', name: readString(cursor).value };
  if (kind === 'field' && cursor.next.text.startsWith('`'))
    return { kind: 'group', name: readName(cursor, 'the name of a log group') };
  const name = cursor.takeBareName('a log group, or `logGroups( … )`');
  if (!cursor.skip('(')) return { kind: 'group', name };
  const args = cursor.isSymbol(')') ? [] : readList(cursor, () => readArgument(cursor));
  cursor.expect(')', 'after the log groups');
  return { kind: 'selector', name, args };
}

/** `name: ["value", …]`, or the list alone. */
function readArgument(cursor: Cursor): SourceArgument {
  if (cursor.next.kind !== 'word') return { values: readValues(cursor) };
  const name = readName(cursor, 'a name');
  cursor.expect(':', 'and a list of values');
  return { name, values: readValues(cursor) };
}

function readValues(cursor: Cursor): string[] {
  if (cursor.next.kind === 'string') return [readString(cursor).value];
  cursor.expect('[', 'before the values');
  const values = readList(cursor, () => readString(cursor).value);
  cursor.expect(']', 'after the values');
  return values;
}

function readTimes(cursor: Cursor): Pick<SourceCommand, 'from' | 'to'> {
  let times: { from?: string; to?: string } = {};
  while (cursor.isOption('start', 'end')) {
    const bound = cursor.isKeyword('start') ? 'from' : 'to';
    if (times[bound] !== undefined) {
      throw new QueryFault('syntax', `\`${cursor.next.text}\` stands twice`, cursor.next.span);
    }
    times = { ...times, [bound]: readOption(cursor, () => readTime(cursor)) };
  }
  return times;
}

/** `-1d`, `0`, `1700000000000` or `now`. */
function readTime(cursor: Cursor): string {
  const sign = cursor.skip('-') ? '-' : '';
  const { kind, text } = cursor.next;
  const isNow = sign === '' && cursor.isKeyword('now');
  if (kind !== 'number' && kind !== 'period' && !isNow) throw cursor.unexpected('a time such as `-1d`');
  cursor.take();
  return sign + text.toLowerCase();
}
