import type { Cursor } from './cursor.ts';
import { QueryFault } from './error.ts';
import { readField } from './expression.ts';
import { readName } from './names.ts';
import type { AccumCommand, AddTotalsCommand, AutoregressCommand, Field } from './syntax.ts';

/** More columns than a person reads. */
const maxLags = 100;

/** Reads `accum field as out`. */
export function readAccum(cursor: Cursor, start: number): AccumCommand {
  const source = readField(cursor);
  if (!cursor.isKeyword('as')) {
    const reason =
      'AWS does not say what `accum` calls its column: name it, as in `accum bytes as totalBytes`';
    throw new QueryFault('unsupported', reason, cursor.spanFrom(start));
  }
  cursor.take();
  const into = readName(cursor, 'a name after `as`');
  return { kind: 'accum', source, into, span: cursor.spanFrom(start) };
}

/** Reads `autoregress field [as name] [p=2]` or `p=1-4`, which makes the columns `field_p1` to `field_p4`. */
export function readAutoregress(cursor: Cursor, start: number): AutoregressCommand {
  const source = readField(cursor);
  const name = cursor.skip('as') ? readName(cursor, 'a name after `as`') : undefined;
  const { first, last } = cursor.isOption('p') ? readRange(cursor) : { first: 1, last: 1 };
  if (name !== undefined && first !== last) {
    const reason = 'AWS does not say how `autoregress` names several columns after `as`: leave the name out';
    throw new QueryFault('unsupported', reason, cursor.spanFrom(start));
  }
  const lags = Array.from({ length: last - first + 1 }, (_, index) => {
    const distance = first + index;
    return { distance, into: name ?? `${source.name}_p${distance}` };
  });
  return { kind: 'autoregress', source, lags, named: name !== undefined, span: cursor.spanFrom(start) };
}

function readRange(cursor: Cursor): { first: number; last: number } {
  cursor.take();
  cursor.take();
  const begin = cursor.next.span.start;
  const first = readDistance(cursor);
  const last = cursor.skip('-') ? readDistance(cursor) : first;
  if (last >= first) return { first, last };
  throw new QueryFault('syntax', 'The range of `p` goes upwards, as in `p=1-4`', cursor.spanFrom(begin));
}

function readDistance(cursor: Cursor): number {
  const { kind, text, span } = cursor.next;
  if (kind !== 'number') throw cursor.unexpected('a number of rows after `p=`');
  cursor.take();
  const distance = Number(text);
  if (/^\d+$/.test(text) && distance >= 1 && distance <= maxLags) return distance;
  throw new QueryFault('syntax', `\`p\` takes whole numbers from 1 to ${maxLags}, not ${text}`, span);
}

/** Reads `addtotals [fieldname=name] [row=bool] [col=bool] [field, …]`. */
export function readAddTotals(cursor: Cursor, start: number): AddTotalsCommand {
  let into = 'Total';
  let row = true;
  let column = false;
  const fields: Field[] = [];
  while (cursor.next.kind === 'word' || cursor.next.kind === 'field') {
    if (cursor.isOption('fieldname')) into = readOption(cursor, () => readName(cursor, 'a name'));
    else if (cursor.isOption('row')) row = readOption(cursor, () => readBoolean(cursor));
    else if (cursor.isOption('col')) column = readOption(cursor, () => readBoolean(cursor));
    else fields.push(readField(cursor));
    cursor.skip(',');
  }
  return { kind: 'addtotals', row, column, into, fields, span: cursor.spanFrom(start) };
}

/** Takes the name of an option and its `=`, then its value. */
export function readOption<Value>(cursor: Cursor, readValue: () => Value): Value {
  cursor.take();
  cursor.expect('=', 'and the value of the option');
  return readValue();
}

export function readBoolean(cursor: Cursor): boolean {
  if (cursor.skip('true')) return true;
  if (cursor.skip('false')) return false;
  throw cursor.unexpected('`true` or `false`');
}
