import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { admit } from '../../../core/insights/firewall.ts';
import { print } from '../../../core/insights/print.ts';
import { query } from './generators.ts';

function refusal(text: string): { code: string; message: string } | undefined {
  const admission = admit(text);
  return admission.ok ? undefined : admission.errors[0];
}

describe('admit', () => {
  it('names the command, the reason and the place', () => {
    expect(refusal('SOURCE "/prod" | fields @message')).toMatchObject({
      code: 'refused',
      message: '`SOURCE` is not allowed here: your grant fixes the log groups (line 1, column 1)',
    });
  });

  it.each([
    'source logGroups() | fields a',
    "SOURCE'/prod'|fields a",
    '# note\n SOURCE lg start=-1d end=now | limit 1',
    'fields a # note\n| sOuRcE "/prod"',
    'START=0 END=4102444800000 | fields a',
    'fields a | unmask',
    'fields a | # x\n UNMASK @message',
    'filter m like /a|b/ | unmask',
    'fields a | diff previousWeek',
    'fields a | logcompare timeshift 7d',
    'join left=a right=b where a.id=b.id (SOURCE "/x" | fields id)',
    'fields a | appendcols (fields b)',
    'fields a | lookup t b as c OUTPUT d',
    'fields a | cidrlookup t ip OUTPUT d',
    'filter a = 1 or b not in (SOURCE "/x" | fields id)',
    'fields @ptr',
    'filter `@PTR` like "x"',
    'fields level as @message',
    'stats max(duration) as @TIMESTAMP',
  ])('refuses %j', (text) => {
    expect(refusal(text)).toMatchObject({ code: 'refused' });
  });

  it.each([
    ['SELECT 1', 'syntax', 1, 6],
    ['anomaly', 'unsupported', 1, 7],
    ['tail 5', 'unsupported', 1, 4],
    ['estimate', 'unsupported', 1, 8],
    ['stats count(*) by a offset 1d', 'refused', 21, 9],
    ['filter a in (SOURCE "x" | fields a)', 'refused', 13, 23],
    ["SOURCE logGroups(namePrefix: ['/']) | limit 1", 'refused', 1, 6],
    ['fields a | lookup t { b', 'refused', 12, 6],
  ])('names the place of what it refuses in %j', (text, code, column, length) => {
    const admission = admit(text);
    expect(admission.ok ? [] : admission.errors.slice(0, 1)).toMatchObject([{ code, column, length }]);
  });

  it('reports what is refused and what cannot be read, in the order of the text', () => {
    const admission = admit('filter a = | unmask | limit 0 | fields a');
    expect(admission.ok ? [] : admission.errors.map(({ code, column }) => [code, column])).toEqual([
      ['syntax', 12],
      ['refused', 14],
      ['syntax', 29],
    ]);
  });

  it('refuses any query with a refused command in it, wherever that stands and whatever follows it', () => {
    const ways = [
      'source "/x"',
      'UNMASK',
      'join (fields a)',
      'diff',
      'lookup t a',
      'anomaly x',
      'appendcols (limit 1)',
    ];
    const way = fc
      .tuple(fc.constantFrom(...ways), fc.string({ unit: 'grapheme-ascii', maxLength: 20 }))
      .map((parts) => parts.join(' '));
    fc.assert(
      fc.property(query, way, fc.nat(10), (tree, refused, place) => {
        const commands = tree.commands.map((command) => print({ ...tree, commands: [command] }));
        commands.splice(Math.min(place, commands.length), 0, refused);
        expect(admit(commands.join(' | ')).ok).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('refuses a limit above one page of results', () => {
    expect(admit('limit 10000')).toMatchObject({ ok: true });
    expect(refusal('limit 10001')).toMatchObject({ code: 'limit' });
  });

  it('reports each violation', () => {
    const admission = admit('fields @ptr, a as @log | limit 20000');
    expect(admission.ok ? [] : admission.errors.map((error) => error.column)).toEqual([8, 14, 26]);
  });

  it('admits words of refused commands as text and as names', () => {
    expect(admit('filter m like "| unmask" # | unmask\n| fields `SOURCE`')).toMatchObject({ ok: true });
  });
});
