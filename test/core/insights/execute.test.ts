import { describe, expect, it } from 'vitest';
import { execute, type Row } from '../../../core/insights/execute.ts';
import { queryFrom } from './trees.ts';

/** Rows a minute apart, oldest first, with the given fields. */
function rowsOf(...records: Record<string, string>[]): Row[] {
  return records.map(
    (record, index) =>
      new Map(
        Object.entries({
          '@timestamp': `2026-11-21 05:4${index}:30.250`,
          '@message': `m${index}`,
          ...record,
        }),
      ),
  );
}

function run(text: string, rows: Row[]): Record<string, string>[] {
  return execute(queryFrom(text), rows, { now: 1_700_000_000_500 }).map((row) => Object.fromEntries(row));
}

/** The messages that a condition keeps, oldest first. */
function kept(condition: string, rows: Row[]): (string | undefined)[] {
  return run(`filter ${condition} | sort @timestamp asc`, rows).map((row) => row['@message']);
}

describe('execute', () => {
  it('shows time and message, newest first, when the query says nothing else', () => {
    expect(run('limit 1', rowsOf({ user: 'a' }, { user: 'b' }))).toEqual([
      { '@timestamp': '2026-11-21 05:41:30.250', '@message': 'm1' },
    ]);
  });

  it('adds up the columns of `fields` and shows only those of the last `display`', () => {
    const rows = rowsOf({ a: '1', b: '2' });
    expect(run('fields a | fields b as c', rows)).toEqual([{ a: '1', c: '2' }]);
    expect(run('fields a | display a | display b', rows)).toEqual([{ b: '2' }]);
  });

  it('shows the columns in the order in which they are asked for', () => {
    expect(Object.keys(run('display b, @timestamp, a', rowsOf({ a: '1', b: '2' }))[0] ?? {})).toEqual([
      'b',
      '@timestamp',
      'a',
    ]);
  });

  it('leaves out a field without a value', () => {
    expect(run('display a, b', rowsOf({ b: '2' }))).toEqual([{ b: '2' }]);
  });

  it('adds a field up over the rows so far (CWL_QuerySyntax-Accum)', () => {
    const rows = rowsOf({ a: '1' }, { a: 'x' }, { a: '2.5' });
    expect(run('sort @timestamp | fields a | accum a as total', rows)).toEqual([
      { a: '1', total: '1' },
      { a: 'x' },
      { a: '2.5', total: '3.5' },
    ]);
  });

  it('gives the values of the rows before (CWL_QuerySyntax-Autoregress)', () => {
    const rows = rowsOf({ a: '1' }, { a: '2' }, { a: '3' });
    expect(run('sort @timestamp | fields a | autoregress a p=1-2', rows)).toEqual([
      { a: '1' },
      { a: '2', a_p1: '1' },
      { a: '3', a_p1: '2', a_p2: '1' },
    ]);
    expect(run('sort @timestamp | display a | autoregress a as b p=2', rows).at(-1)).toEqual({
      a: '3',
      b: '1',
    });
  });

  it('sums across rows and down columns (CWL_QuerySyntax-Addtotals)', () => {
    const rows = rowsOf({ a: '1', b: '2' }, { a: 'x', b: '4' });
    expect(run('sort @timestamp | fields a, b | addtotals', rows)).toEqual([
      { a: '1', b: '2', Total: '3' },
      { a: 'x', b: '4', Total: '4' },
    ]);
    expect(run('sort @timestamp | fields a, b | addtotals row=false col=true b', rows)).toEqual([
      { a: '1', b: '2' },
      { a: 'x', b: '4' },
      { b: '6' },
    ]);
    expect(run('stats sum(b) as s by @timestamp | addtotals fieldname=All col=true', rows).at(-1)).toEqual({
      s: '6',
      All: '6',
    });
  });

  it('counts and sums over time (CWL_QuerySyntax-timeseries-functions)', () => {
    const rows = rowsOf({ a: '1' }, { b: '1' }, { a: '2' });
    const query = 'stats count_over_time(a) as n, sumOverTime(a) as s by bin(1h) | display n, s';
    expect(run(query, rows)).toEqual([{ n: '2', s: '3' }]);
  });

  it('never shows the pointer unless its caller asks for it', () => {
    const rows = rowsOf({ '@ptr': 'p' });
    expect(run('fields a', rows)).toEqual([{}]);
    const shown = execute(queryFrom('fields a'), rows, { now: 0, pointers: true });
    expect(shown.map((row) => Object.fromEntries(row))).toEqual([{ '@ptr': 'p' }]);
  });

  it.each([
    ['status = 300', ['m0', 'm1']],
    ['status = "300"', ['m0']],
    ['status != 300', ['m2', 'm3', 'm4']],
    ['status > 99', ['m0', 'm1', 'm2']],
    ['status < "4000"', ['m0', 'm1', 'm2']],
    ['status in [300, "late"]', ['m0', 'm1', 'm3']],
    ['status not in [300]', ['m2', 'm3', 'm4']],
    ['ispresent(status)', ['m0', 'm1', 'm2', 'm3']],
    ['not ispresent(status)', ['m4']],
    ['isempty(status)', ['m4']],
    ['status like /^3\\d\\d/', ['m0', 'm1']],
    ['status like "at"', ['m3']],
    ['status like "AT"', []],
    ['status =~ /(?i)AT/', ['m3']],
    ['status not like "0"', ['m3', 'm4']],
    ['status', ['m0', 'm1', 'm2']],
    ['status = 300 and @message = "m0" or status = "late"', ['m0', 'm3']],
  ])('keeps by `%s`', (condition, messages) => {
    const rows = rowsOf({ status: '300' }, { status: '300.0' }, { status: '1500' }, { status: 'late' }, {});
    expect(kept(condition, rows)).toEqual(messages);
  });

  it('compares identifiers of 18 digits exactly', () => {
    const rows = rowsOf({ id: '123456789012345678' }, { id: '123456789012345679' });
    expect(kept('id = 123456789012345678', rows)).toEqual(['m0']);
  });

  it('compares times with milliseconds', () => {
    expect(kept('@timestamp > 1795239630250', rowsOf({}, {}))).toEqual(['m1']);
  });

  it('takes true and false of JSON for 1 and 0', () => {
    const rows = rowsOf({ final: 'true' }, { final: 'false' });
    expect([kept('final', rows), kept('final = 1', rows), kept('final = "false"', rows)]).toEqual([
      ['m0'],
      ['m0'],
      ['m1'],
    ]);
  });

  // The order is the example of CWL_QuerySyntax-Sort.
  it('sorts in natural order, other text before numbers, and descending in the reverse order', () => {
    const ascending = [
      '!:',
      '#',
      '*%04',
      '0#',
      '5A',
      '111A',
      '2345_',
      '@',
      '@_',
      'A',
      'A9876fghj',
      'a12345hfh',
      '0',
      '01',
      '1',
      '2',
      '3',
    ];
    const rows = rowsOf(...ascending.toReversed().map((v) => ({ v })));
    expect(run('fields v | sort v', rows).map((row) => row.v)).toEqual(ascending);
    expect(run('fields v | sort v desc', rows).map((row) => row.v)).toEqual(ascending.toReversed());
  });

  it('sorts by further keys where the first are equal', () => {
    const rows = rowsOf({ a: '1', b: '1' }, { a: '2', b: '1' }, { a: '1', b: '2' });
    expect(run('display a, b | sort a, b desc', rows)).toEqual([
      { a: '1', b: '2' },
      { a: '1', b: '1' },
      { a: '2', b: '1' },
    ]);
  });

  it('runs the commands in the order in which they stand', () => {
    const rows = rowsOf({ a: '1' }, { a: '2' }, { a: '3' });
    expect(run('display a | limit 2 | filter a < 3', rows)).toEqual([{ a: '2' }]);
    expect(run('display a | filter a < 3 | limit 2', rows)).toEqual([{ a: '2' }, { a: '1' }]);
  });

  it('aggregates by group, groups first', () => {
    const rows = rowsOf({ l: 'E', d: '5' }, { l: 'E', d: '15' }, { l: 'I', d: 'none' }, { d: '1' });
    expect(run('stats count(*), count(d) as n, sum(d), avg(d), min(d), max(d) by l | sort l', rows)).toEqual([
      { 'count(*)': '1', n: '1', 'sum(d)': '1', 'avg(d)': '1', 'min(d)': '1', 'max(d)': '1' },
      { l: 'E', 'count(*)': '2', n: '2', 'sum(d)': '20', 'avg(d)': '10', 'min(d)': '5', 'max(d)': '15' },
      { l: 'I', 'count(*)': '1', n: '1', 'min(d)': 'none', 'max(d)': 'none' },
    ]);
  });

  it('groups by time rounded down', () => {
    expect(run('stats count() as n by bin(2m) as t | sort t', rowsOf({}, {}, {}))).toEqual([
      { t: '2026-11-21 05:40:00.000', n: '2' },
      { t: '2026-11-21 05:42:00.000', n: '1' },
    ]);
  });

  it('caps the number of a period as the service does', () => {
    expect(run('fields bin(300s) as t', rowsOf({}))).toEqual([{ t: '2026-11-21 05:40:00.000' }]);
  });

  it('aggregates what was aggregated', () => {
    const rows = rowsOf({ a: 'x', b: '1' }, { a: 'x', b: '2' }, { a: 'y', b: '1' });
    expect(run('stats count(*) as n by a, b | stats count(*) as m by a | sort a', rows)).toEqual([
      { a: 'x', m: '2' },
      { a: 'y', m: '1' },
    ]);
  });

  it('computes functions', () => {
    expect(
      run('display strlen(u) as s, toupper(u) as up, tolower("AB") as lo, now() as t', rowsOf({ u: 'a😀' })),
    ).toEqual([{ s: '2', up: 'A😀', lo: 'ab', t: '1700000000' }]);
  });
});
