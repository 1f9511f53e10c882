import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from '../../../core/insights/parse.ts';
import { print } from '../../../core/insights/print.ts';
import { resolveColumns } from '../../../core/insights/resolve.ts';
import { query } from './generators.ts';
import { withoutSpans } from './trees.ts';

describe('print', () => {
  it('writes text that reads as the same tree', () => {
    fc.assert(
      fc.property(query, (generated) => {
        const tree = resolveColumns(generated);
        const parsed = parse(print(tree));
        // Random trees may break rules between commands, which a test of its own covers.
        fc.pre(parsed.ok || !parsed.errors.some(({ message }) => message.includes('already is a name')));
        expect(parsed).toMatchObject({ ok: true });
        if (parsed.ok) expect(withoutSpans(parsed.query)).toEqual(withoutSpans(tree));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['FIELDS  level ,`odd name`', 'fields level, `odd name`'],
    ['where a == 1 # first\n', 'filter a = 1'],
    ['filter a=1 and b=2 or c=3', 'filter (a = 1 and b = 2) or c = 3'],
    ['filter m like \'say "x"\'', 'filter m like \'say "x"\''],
    ['filter m =~ /a\\/b\nc/', 'filter m like /a\\/b\\nc/'],
    ['fields `level`, `source`, @`odd-name`', 'fields level, `source`, @`odd-name`'],
    ['sort by a desc, b', 'sort a desc, b asc'],
    ['stats COUNT(*) by bin (1min)', 'stats COUNT(*) by bin(1min)'],
    ['fields a+b*2-c^2, -(d) as x', 'fields (a + (b * 2)) - (c ^ 2), -d as x'],
    ['filter !a and m.`odd key`[2].b > 1', 'filter (not a) and m.`odd key`[2].b > 1'],
    ['parse "a * b *" as x, @y', 'parse @message "a * b *" as x, @y'],
    ['parse m /(?<@x>a)/', 'parse m /(?<@x>a)/'],
    ['parse m /(a)/ as x multi', 'parse m /(a)/ as x multi'],
    ['parse m logfmt as l', 'parse m logfmt as l'],
    ['json field=m "k.sub" as a', 'json field=m "k.sub" as a'],
    ['dedup a, b | limit any 5', 'dedup a, b | limit 5'],
    ['unnest a.b into c | expand d', 'unnest a.b into c | expand d'],
    ['filldown host cpu*', 'filldown host cpu*'],
    ['sessionize a maxspan 1h as s', 'sessionize a maxspan 1h as s'],
    ['outlier param=3 a b', 'outlier action=transform param=3 uselower=false mark=false a b'],
    [
      'stats count(*) by bin(1m) | fillmissing with 0 for a',
      'stats count(*) by bin(1m) | fillmissing with 0 for a',
    ],
    ["source '/a' , '/b' start=-1d|limit 1", 'SOURCE "/a", "/b" START=-1d | limit 1'],
    [
      'fields a | appendcols override=true (stats count(*) by b|limit 1)',
      'fields a | appendcols override=true (stats count(*) by b | limit 1)',
    ],
    [
      'filter a in (fields b)|stats count(*) by c offset 1d',
      'filter a in (fields b) | stats count(*) by c offset 1d',
    ],
    ['relevantfields a where b like /x|y/', 'relevantfields a where b like /x|y/'],
    ['diff previousDay', 'diff previousDay'],
  ])('writes %j as %j', (text, canonical) => {
    const parsed = parse(text);
    if (!parsed.ok) throw new Error('The query was not read.');
    expect(print(parsed.query)).toBe(canonical);
    const again = parse(canonical);
    expect(again.ok && withoutSpans(again.query)).toEqual(withoutSpans(parsed.query));
  });

  it('refuses to write a string that has no spelling', () => {
    const span = { start: 0, end: 0 };
    for (const value of ['both " and \'', 'a\\b', 'a\nb']) {
      const condition = { kind: 'string' as const, value, span };
      expect(() => print({ kind: 'query', commands: [{ kind: 'filter', condition, span }], span })).toThrow(
        RangeError,
      );
    }
  });
});
