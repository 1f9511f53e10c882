import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { admit } from '../../../core/insights/firewall.ts';
import { parse } from '../../../core/insights/parse.ts';
import { format } from '../../../core/insights/service.ts';
import type { ParsedQuery } from '../../../core/insights/syntax-parsed.ts';
import { isRefused } from '../../../core/insights/walk.ts';
import { randomFrom } from './fuzz/random.ts';
import { textFor } from './fuzz/texts.ts';
import { withoutSpans } from './trees.ts';

function treeOf(text: string): ParsedQuery {
  const parsed = parse(text);
  if (!parsed.ok) throw new Error(parsed.errors.map(({ message }) => message).join('\n'));
  return parsed.query;
}

/** Each with its canonical text; from the pages CWL_QuerySyntax-Source, -Join, -Lookup and so on. */
const forms: readonly (readonly [text: string, canonical: string])[] = [
  ["source '/prod'", 'SOURCE "/prod"'],
  ['SOURCE lg start=-1d end=now', 'SOURCE "lg" START=-1d END=now'],
  ['SOURCE /aws/lambda/my-fn', 'SOURCE "/aws/lambda/my-fn"'],
  ['SOURCE `lg`', 'SOURCE "lg"'],
  ['SOURCE logGroups()', 'SOURCE logGroups()'],
  [
    "SOURCE logGroups(accountIdentifiers:['1'], namePrefix: ['a', 'b'])",
    'SOURCE logGroups(accountIdentifiers: ["1"], namePrefix: ["a", "b"])',
  ],
  ['SOURCE dataSource(["a"]) START=0', 'SOURCE dataSource(["a"]) START=0'],
  ['START=0 END=4102444800000', 'START=0 END=4102444800000'],
  [
    'join type=left left=a right=b where a.id=b.id (SOURCE "/x" | fields id)',
    'join type=left left=a right=b where a.id = b.id (SOURCE "/x" | fields id)',
  ],
  ['appendcols override=true max=5 (stats count(*))', 'appendcols override=true max=5 (stats count(*))'],
  ['lookup my-table id as user OUTPUT name as n, team', 'lookup my-table id as user OUTPUT name as n, team'],
  ['cidrlookup nets ip AS range outputnew region', 'cidrlookup nets ip as range OUTPUTNEW region'],
  ['unmask', 'unmask'],
  ['unmask @message', 'unmask @message'],
  ['diff', 'diff'],
  ['diff PREVIOUSWEEK', 'diff previousWeek'],
  ['logcompare timeshift 7d', 'logcompare timeshift 7d'],
  ['stats count(*) by bin(5m) offset 1h', 'stats count(*) by bin(5m) offset 1h'],
  ['relevantfields a, b where c>4', 'relevantfields a, b where c > 4'],
  ['relevantfields where c>4', 'relevantfields where c > 4'],
  ['anomaly', 'anomaly'],
  ['estimate', 'estimate'],
  ['search "a b" or (c)', 'search "a b" or ( c )'],
  ['head 5', 'head 5'],
  ['filter a not in (SOURCE "/x" | fields a)', 'filter a not in (SOURCE "/x" | fields a)'],
  ['stats rate(a, 1m) by bin(1mo)', 'stats rate(a, 1m) by bin(1mo)'],
];

describe('what never runs', () => {
  it.each(forms)('reads %j and writes it as %j', (text, canonical) => {
    expect(format(text)).toBe(canonical);
    expect(withoutSpans({ ...treeOf(canonical) })).toEqual(withoutSpans({ ...treeOf(text) }));
  });

  it.each(forms)('refuses %j as a whole and alone', (text) => {
    const admission = admit(`fields a | ${text}`);
    const errors = admission.ok ? [] : admission.errors;
    expect(errors.map(({ code }) => code)).toContainEqual(expect.stringMatching(/^(refused|unsupported)$/));
    expect(errors.every(({ code }) => code !== 'syntax')).toBe(true);
  });

  it('gives the place of what is refused', () => {
    const text = 'fields a | lookup t b OUTPUT c | filter d in (fields e) | stats count(*) offset 1d';
    const admission = admit(text);
    const errors = admission.ok ? [] : admission.errors;
    expect(errors.map(({ offset, length }) => text.slice(offset, offset + length))).toEqual([
      'lookup',
      '(fields e)',
      'offset 1d',
    ]);
  });

  it('is refused also where the text behind its name cannot be read', () => {
    for (const text of ['SOURCE logGroups(', 'join left=a', 'diff lastYear', 'filter a in (nosuch)']) {
      const admission = admit(text);
      expect(admission.ok ? [] : admission.errors.map(({ code }) => code)).toEqual(['refused', 'syntax']);
    }
  });

  it('hides no fault behind it', () => {
    const admission = admit('join left=a right=b where a.x=b.x (SOURC y | limit 0) | limit 0 | unmask');
    expect(admission.ok ? [] : admission.errors.map(({ code, column }) => [code, column])).toEqual([
      ['refused', 1],
      ['syntax', 36],
      ['syntax', 63],
      ['refused', 67],
    ]);
  });

  it('never gets past the firewall, whatever stands around it', () => {
    const around = fc.constantFrom('fields a', 'filter b = 1', 'limit 5', 'sort a', 'fields c # note\n');
    fc.assert(
      fc.property(
        fc.array(around, { maxLength: 3 }),
        fc.constantFrom(...forms),
        fc.array(around, { maxLength: 3 }),
        (before, [text], after) => {
          expect(admit([...before, text, ...after].join(' | ')).ok).toBe(false);
        },
      ),
    );
  });
});

describe('any text', () => {
  it('is read or refused inside its bounds, and written as the same tree', () => {
    const random = randomFrom(11);
    let read = 0;
    for (let index = 0; index < 2_000; index += 1) {
      const { text } = textFor(index, random);
      const parsed = parse(text);
      if (parsed.ok) {
        read += 1;
        const written = format(text) ?? '';
        if (written.length > 10_000) continue;
        expect(format(written)).toBe(written);
        expect(withoutSpans(treeOf(written).commands)).toEqual(withoutSpans(parsed.query.commands));
        if (parsed.query.commands.some(isRefused)) expect(admit(text).ok).toBe(false);
        continue;
      }
      expect(parsed.errors.length).toBeLessThanOrEqual(10);
      for (const { offset, length } of parsed.errors) {
        expect(offset).toBeGreaterThanOrEqual(0);
        expect(offset + length).toBeLessThanOrEqual(text.length);
      }
    }
    expect(read).toBeGreaterThan(100);
  }, 60_000);
});
