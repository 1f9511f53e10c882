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
  ])('writes %j as %j', (text, canonical) => {
    const parsed = parse(text);
    expect(parsed.ok && print(parsed.query)).toBe(canonical);
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
