import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRunnable } from '../../../core/insights/firewall.ts';
import { parse, type QueryError } from '../../../core/insights/parse.ts';
import { queryFrom, withoutSpans } from './trees.ts';

function errorOf(text: string): QueryError {
  const parsed = readRunnable(text);
  if (parsed.ok) throw new Error(`${text} was read as a query`);
  const [error] = parsed.errors;
  if (error === undefined) throw new Error('no error was given');
  return error;
}

describe('parse', () => {
  it('reads commands, functions and operators whatever their case', () => {
    const lower = queryFrom('filter a like "x" and not b in [1] | sort c desc | limit 5');
    const upper = queryFrom('FILTER a LIKE "x" AND NOT b IN [1] | SORT c DESC | Limit 5');
    expect(withoutSpans(upper)).toEqual(withoutSpans(lower));
  });

  it('binds `not` before `and` before `or`', () => {
    const bare = queryFrom('filter not a = 1 and b = 2 or c = 3');
    const explicit = queryFrom('filter ((not (a = 1)) and b = 2) or c = 3');
    expect(withoutSpans(bare)).toEqual(withoutSpans(explicit));
  });

  it('gives each node the place it was read from', () => {
    const text = 'filter level = "x" | limit 5';
    const [filter, limit] = queryFrom(text).commands;
    expect(text.slice(filter?.span.start, filter?.span.end)).toBe('filter level = "x"');
    expect(text.slice(limit?.span.start, limit?.span.end)).toBe('limit 5');
  });

  it('lets the names of commands be names of fields', () => {
    expect(parse('fields `unmask`, source, diff | stats count(*) as source by diff')).toMatchObject({
      ok: true,
    });
  });

  it('takes pipes, comment signs and slashes inside strings and regular expressions for text', () => {
    expect(parse('filter m like "| SOURCE #" and m like /a\\/b|#c/ | limit 5')).toMatchObject({ ok: true });
  });

  it('means the column by a function after `stats` that is written like one of its columns', () => {
    const [, sort] = queryFrom('stats count(*) as n by bin(5m) | sort bin(5m) desc').commands;
    expect(sort).toMatchObject({ keys: [{ expression: { kind: 'field', name: 'bin(5m)' } }] });
  });

  it.each([
    ['', 'syntax', 1, 1],
    ['| fields a', 'syntax', 1, 1],
    ['fields a |', 'syntax', 1, 11],
    ['fields a\n| | limit 1', 'syntax', 2, 3],
    ['fields a b', 'syntax', 1, 10],
    ['SELECT 1', 'syntax', 1, 1],
    ['filter (a = 1', 'syntax', 1, 14],
    ['filter a = b = c', 'syntax', 1, 14],
    ['filter a in [1,2', 'syntax', 1, 17],
    ['filter a like "x', 'syntax', 1, 15],
    ['fields `a', 'syntax', 1, 8],
    ['fields ``', 'syntax', 1, 8],
    ['filter a like "C:\\\\"', 'refused', 1, 18],
    ["filter a like '500\\\" OK'", 'refused', 1, 19],
    ['filter a like "line\nbreak"', 'syntax', 1, 20],
    ['filter a like /x', 'syntax', 1, 15],
    ['filter a like //', 'syntax', 1, 15],
    ['filter a like /[a/]b/', 'syntax', 1, 15],
    ['filter a like /(?=x)/', 'syntax', 1, 15],
    ['filter a like /\\Qa\\E/', 'syntax', 1, 15],
    ['filter a like /x/i', 'syntax', 1, 18],
    ['filter a =~ "x"', 'syntax', 1, 13],
    ['filter a not = 1', 'syntax', 1, 14],
    ['limit 0', 'syntax', 1, 7],
    ['limit 100001', 'syntax', 1, 7],
    ['stats level', 'syntax', 1, 7],
    ['fields count(*)', 'syntax', 1, 8],
    ['stats count(a, b)', 'syntax', 1, 7],
    ['stats count(*) by bin(0m)', 'syntax', 1, 23],
    ['stats count(*) by bin(5parsecs)', 'syntax', 1, 23],
    ['stats count(*) | stats count(*) | stats count(*)', 'syntax', 1, 35],
    ['stats count(*) as n by a | limit 1 | stats max(n)', 'syntax', 1, 28],
    ['stats count(*) as n by a | stats max(b)', 'syntax', 1, 34],
    ['stats count(*) by bin(1mo)', 'unsupported', 1, 23],
    ['stats rate(a, 1m) by bin(1m)', 'unsupported', 1, 7],
    ['stats histogram(a, 10)', 'unsupported', 1, 7],
    ['stats count_over_time(a)', 'syntax', 1, 7],
    ['stats count(*) by jsonParse(@message)', 'syntax', 1, 19],
    ['parse m logfmt as kv | sort kv', 'syntax', 1, 29],
    ['fields split(a, ",") as list | dedup list', 'syntax', 1, 38],
    ['fields jsonParse(a) as j | pattern j', 'syntax', 1, 36],
    ['fields split(a, ",") as list | stats max(list)', 'syntax', 1, 42],
    ['fields abs("x")', 'syntax', 1, 12],
    ['fields greatest(1, 2, "x")', 'syntax', 1, 23],
    ['fields round(a, 1.5)', 'syntax', 1, 17],
    ['fields substr(a, -1)', 'syntax', 1, 18],
    ['fields substr(a, 0, "x")', 'syntax', 1, 21],
    ['fields haversine("north", 1, 2, 3)', 'syntax', 1, 18],
    ['fields "x" + 1', 'syntax', 1, 8],
    ['fields a * b - "x"', 'syntax', 1, 16],
    ['fields -"x"', 'syntax', 1, 9],
    ['fields isIpInSubnet(a, "10.0.0.0/33")', 'syntax', 1, 8],
    ['fields isIpInSubnet(a, "10.0.0.0")', 'syntax', 1, 8],
    ['fields isIpv4InSubnet(a, "fd00::/8")', 'syntax', 1, 8],
    ['fields parseDate(a, "qqq")', 'syntax', 1, 8],
    ['stats sum("x")', 'syntax', 1, 11],
    ['stats pct(a)', 'syntax', 1, 7],
    ['stats pct(a, b)', 'syntax', 1, 7],
    ['pattern "x"', 'syntax', 1, 9],
    ['outlier param=-1 a', 'syntax', 1, 15],
    ['accum bytes', 'unsupported', 1, 1],
    ['autoregress bytes as b p=1-4', 'unsupported', 1, 1],
    ['autoregress bytes p=4-1', 'syntax', 1, 21],
    ['autoregress bytes p=0', 'syntax', 1, 21],
    ['addtotals row=maybe', 'syntax', 1, 15],
    ['fields a /', 'syntax', 1, 11],
    ['fields nosuch(a)', 'unsupported', 1, 8],
    ['anomaly', 'unsupported', 1, 1],
    ['dedup a | sort a', 'syntax', 1, 11],
    ['parse "* *" as a', 'syntax', 1, 7],
    ['parse /(a)(b)/ as x', 'syntax', 1, 7],
    ['parse /abc/', 'syntax', 1, 7],
    ['parse m', 'syntax', 1, 8],
    ['parse m logfmt as a, b', 'syntax', 1, 9],
    ['unnest a', 'syntax', 1, 9],
    ['fillmissing with 0 for a', 'syntax', 1, 1],
    ['outlier', 'syntax', 1, 8],
    ['outlier action=burn a', 'syntax', 1, 9],
    ['sessionize a maxspan 1', 'syntax', 1, 22],
    ['fields a as x | stats count(*) as x', 'syntax', 1, 23],
    ['stats count(*) as n, sum(a) as n', 'syntax', 1, 22],
    ['stats count(*) by a offset 1d', 'refused', 1, 21],
    ['fields substr(a)', 'syntax', 1, 8],
    ['fields datefloor(5m, a)', 'syntax', 1, 18],
    ['fields regexReplace(a, b, "c")', 'syntax', 1, 8],
    ['fields regexReplace(a, "(", "c")', 'syntax', 1, 8],
    ['stats pct(a, 101)', 'syntax', 1, 7],
    ['stats sum(avg(a))', 'syntax', 1, 11],
    [`fields ${'a + '.repeat(600)}a`, 'limit', 1, 2010],
    [Array.from({ length: 102 }, () => 'fields a').join('|'), 'limit', 1, 909],
    ['filter a in (SOURCE "x" | fields a)', 'refused', 1, 13],
    [`filter ${'('.repeat(60)}a`, 'limit', 1, 58],
    [`filter ${'not '.repeat(60)}a`, 'limit', 1, 208],
    [`filter a like /${'x'.repeat(1001)}/`, 'limit', 1, 15],
    ['filter a like /(b{900}c{900}d{900}){1}(e{900}f{900}g{900})/', 'limit', 1, 15],
    ['#'.repeat(10_001), 'limit', 1, 10_001],
  ])('refuses %.60s', (text, code, line, column) => {
    const error = errorOf(text);
    expect({ code: error.code, line: error.line, column: error.column }).toEqual({ code, line, column });
    expect(error.message).toContain(`(line ${line}, column ${column})`);
  });

  it.each([
    ['no-break space', '\u00a0'],
    ['ideographic space', '\u3000'],
    ['vertical tab', '\v'],
    ['next line', '\u0085'],
    ['lone carriage return', '\r'],
    ['zero-width space', '\u200b'],
    ['right-to-left override', '\u202e'],
    ['null', '\0'],
    ['full-width letter', '\uff33'],
    ['lone surrogate', '\ud800'],
  ])('refuses a %s between words', (_name, character) => {
    expect(errorOf(`fields a${character}| limit 1`)).toMatchObject({ code: 'syntax', offset: 8 });
  });

  it.each(['\v', '\f', '\r', '\u0085', '\u2028'])(
    'refuses %j in a comment, which could end it for another reader',
    (end) => {
      expect(errorOf(`fields a #${end}| unmask`)).toMatchObject({ code: 'syntax', offset: 10 });
    },
  );

  it('reads lines that end in carriage return and line feed', () => {
    expect(parse('fields a # note\r\n| limit 1\r\n')).toMatchObject({ ok: true });
  });

  it('takes a quote behind a backslash into the string where no other reading makes a query', () => {
    const [filter] = queryFrom('filter a like "he said \\"no | way\\""').commands;
    expect(filter).toMatchObject({ condition: { pattern: { value: 'he said "no | way"' } } });
  });

  it('goes on behind a fault to show the next', () => {
    const parsed = readRunnable('filter a = | unmask | limit 0 | fields a');
    expect(parsed.ok ? [] : parsed.errors.map(({ code, column }) => [code, column])).toEqual([
      ['syntax', 12],
      ['refused', 14],
      ['syntax', 29],
    ]);
  });

  it('takes literals that are what the parameters are', () => {
    for (const text of [
      'fields abs("5"), "5" + a, -"5", round(a, -1), substr(5, 0, "2")',
      'fields isIpInSubnet(a, "10.0.0.0/8"), isIpv6InSubnet(a, "fd00::/8"), isIpInSubnet(a, b)',
      'fields parseDate(a, "yyyy-MM-dd HH:mm"), formatDate(@timestamp, b)',
      'stats pct(a, 99.9), max("x"), sum(a + "5")',
      'outlier param=0 a',
    ]) {
      expect(parse(text)).toMatchObject({ ok: true });
    }
  });

  it('says what is allowed', () => {
    expect(errorOf('talk 5').message).toEqual(
      expect.stringMatching(
        /^There is no command `talk`\. Allowed are: accum, .*, where \(line 1, column 1\)$/,
      ),
    );
    expect(errorOf('tail 5')).toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('Use `sort @timestamp desc | limit 20`'),
    });
  });

  it('answers any text with a tree or with an error inside the text', () => {
    const parts = [
      'filter ',
      'fields ',
      '|',
      'a',
      '"',
      "'",
      '`',
      '/',
      'like ',
      '(',
      ')',
      '[',
      ']',
      '\\',
      '#',
      '\n',
      '5m',
      '-',
      '@',
    ];
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.constantFrom(...parts), { maxLength: 25 }).map((list) => list.join('')),
    );
    fc.assert(
      fc.property(text, (source) => {
        const parsed = parse(source);
        if (parsed.ok) return;
        expect(parsed.errors.length).toBeGreaterThan(0);
        expect(parsed.errors.length).toBeLessThanOrEqual(11);
        for (const error of parsed.errors)
          expect(error.offset + error.length).toBeLessThanOrEqual(source.length);
      }),
      { numRuns: 2_000 },
    );
  });
});
