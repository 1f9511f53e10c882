import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arnCovers, arnsOverlap, covers, overlaps } from '../../../core/exposure/patterns.ts';

const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 7 });
const words = ['', 'a', 'b'].flatMap((a) =>
  ['', 'a', 'b'].flatMap((b) => ['', 'a', 'b', 'ab'].map((c) => a + b + c)),
);
const regexOf = (text: string) => new RegExp(`^${text.replaceAll('*', '.*').replaceAll('?', '.')}$`);
const matches = (text: string, word: string) => regexOf(text).test(word);

describe('patterns of ARNs', () => {
  it.each([
    ['arn:aws:logs:*:*:log-group:/checkout/*', 'arn:aws:logs:*:1:log-group:/checkout/api:*', true],
    ['arn:aws:logs:*:1:log-group:/x:log-stream:*', 'arn:aws:logs:eu-west-1:1:log-group:/x:*', true],
    ['arn:aws:logs:*:1:log-group:/xy:*', 'arn:aws:logs:eu-west-1:1:log-group:/x:*', false],
    ['*', 'anything', true],
    ['a?c', 'abd', false],
  ])('%s and %s have something in common: %s', (some, other, expected) => {
    expect(arnsOverlap(some, other)).toBe(expected);
    expect(arnsOverlap(other, some)).toBe(expected);
  });

  it('have in common whatever text matches both', () => {
    fc.assert(
      fc.property(pattern, pattern, (some, other) => {
        if (words.some((word) => matches(some, word) && matches(other, word))) {
          expect(overlaps(some, other)).toBe(true);
        }
      }),
      { seed: 1, numRuns: 5_000 },
    );
  });

  it('agree with what a plain text matches', () => {
    fc.assert(
      fc.property(pattern, fc.constantFrom(...words), (some, word) => {
        expect(overlaps(some, word)).toBe(matches(some, word));
        expect(covers(some, word)).toBe(matches(some, word));
      }),
      { seed: 2, numRuns: 5_000 },
    );
  });

  it('cover a set only if they match all of it', () => {
    fc.assert(
      fc.property(pattern, pattern, (some, set) => {
        if (!covers(some, set)) return;
        for (const word of words) if (matches(set, word)) expect(matches(some, word)).toBe(true);
      }),
      { seed: 3, numRuns: 5_000 },
    );
    expect([covers('a*', 'ab*'), covers('ab*', 'a*'), covers('?', '*')]).toEqual([true, false, false]);
  });

  it('cover ARNs part by part, and whatever is left out is any', () => {
    expect(arnCovers('arn:aws:logs:*:1:*', 'arn:aws:logs:eu-west-1:1:log-group:/x:*')).toBe(true);
    expect(arnCovers('arn:aws:logs', 'arn:aws:logs:eu-west-1:1:log-group:/x:*')).toBe(true);
    expect(arnCovers('arn:aws:logs:eu-west-1:1:log-group:/x:*', 'arn:aws:logs:*:1:log-group:/x:*')).toBe(
      false,
    );
    expect(arnCovers('*', '*')).toBe(true);
  });
});
