import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvEvent, csvHeader } from '../../../core/audit/csv.ts';
import { eventColumns } from '../../../core/audit/event.ts';
import { bareEvent, wholeEvent } from '../../support/whole-events.ts';

const names = Object.keys(eventColumns);
const cellOf = (record: string, name: string) => cells(record)[names.indexOf(name)];

/** Reads one record by RFC 4180; a cell without quotes may not have any of its special characters. */
function cells(record: string): string[] {
  const found = [...record.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)];
  expect(found.map(([all]) => all).join('')).toBe(record);
  return found.map(([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '');
}

describe('events as CSV', () => {
  it('have a cell for every column, under its name', () => {
    expect(cells(csvHeader)).toEqual(names);
    const event = wholeEvent('query.returned');
    const record = cells(csvEvent(event));
    expect(Object.fromEntries(names.map((name, at) => [name, record[at]]))).toEqual(
      Object.fromEntries(
        Object.entries(event).map(([name, value]) => [
          name,
          typeof value === 'object' ? JSON.stringify(value) : String(value),
        ]),
      ),
    );
  });

  it('keep commas, quotes and line breaks in their cells', () => {
    const reason = 'a,b;"c"\r\nd';
    const record = csvEvent({ ...bareEvent('request.submitted'), reason });
    expect(cellOf(record, 'reason')).toBe(reason);
    expect(cellOf(record, 'ticket')).toBe('');
  });

  it.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    ' =1',
    '\t=1',
    '\rx',
    '\nx',
    '＝1',
    '\u200b=1',
    '\0=1',
    "'=1",
    "''-1",
  ])('do not let a spreadsheet take %j for a formula', (reason) => {
    const record = csvEvent({ ...bareEvent('request.submitted'), reason });
    expect(cellOf(record, 'reason')).toBe(`'${reason}`);
  });

  it('can be read back by a program that takes one apostrophe from before a formula', () => {
    const beginnings = ["'", "''", '=', '+', '-', '@', ' ', '\t', '\u200b', '"', 'x'];
    const hostile = fc.array(fc.constantFrom(...beginnings), { maxLength: 5 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(hostile, fc.string(), (beginning, text) => {
        const reason = beginning + text;
        const found = cellOf(csvEvent({ ...bareEvent('request.submitted'), reason }), 'reason') ?? '';
        // As docs/audit-export.md has it.
        const read = found.replace(/^'(?='*(?:[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]|[\t\r\n]))/u, '');
        expect(read).toBe(reason);
        expect(found).not.toMatch(/^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]/u);
      }),
    );
  });
});
