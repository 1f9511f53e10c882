import { describe, expect, it } from 'vitest';
import { execute } from '../../../core/insights/execute.ts';
import { redactLiterals } from '../../../core/insights/literals.ts';
import { print } from '../../../core/insights/print.ts';
import { queryFrom } from './trees.ts';

const redact = (text: string) => text.replaceAll('bob@example.com', '[email:7k2f9qx3m1bw]');

describe('redactLiterals', () => {
  it.each([
    ['filter m like "to bob@example.com"', 'filter m like "to [email:7k2f9qx3m1bw]"'],
    ['filter m in ["bob@example.com", 5]', 'filter m in ["[email:7k2f9qx3m1bw]", 5]'],
    ['fields "bob@example.com" as x', 'fields "[email:7k2f9qx3m1bw]" as x'],
    ['filter not (tolower(m) = "bob@example.com")', 'filter not (tolower(m) = "[email:7k2f9qx3m1bw]")'],
    ['filter m like /(?i)bob@example\\.com/', 'filter m like /(?i)\\[email:7k2f9qx3m1bw\\]/'],
    ['stats sum(m = "bob@example.com")', 'stats sum(m = "[email:7k2f9qx3m1bw]")'],
  ])('turns %j into %j', (text, redacted) => {
    expect(print(redactLiterals(queryFrom(text), redact))).toBe(redacted);
  });

  it.each(['filter m like "bob"', 'filter m like /bob@.*/', 'filter m like /a\\/b/', 'sort m asc | limit 5'])(
    'leaves %j as it is',
    (text) => {
      expect(print(redactLiterals(queryFrom(text), redact))).toBe(text);
    },
  );

  it('looks for a pseudonym as text where a string is a regular expression', () => {
    const query = redactLiterals(queryFrom('fields regexReplace(m, "bob@example.com", "x") as m'), redact);
    const rows = [new Map([['m', 'to [email:7k2f9qx3m1bw] and [a]']])];
    expect(execute(query, rows, { now: 0 }).map(Object.fromEntries)).toEqual([{ m: 'to x and [a]' }]);
  });
});
