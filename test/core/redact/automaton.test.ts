import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildAutomaton, stateOnly, wordEnds } from '../../../core/redact/automaton.ts';

function find(words: readonly string[], text: string): string[] {
  const { next, column, rowBits, found } = buildAutomaton(words.map((word, id) => ({ text: word, hit: id })));
  const hits: string[] = [];
  let state = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const step = code < 128 ? (next[(state << rowBits) | (column[code] ?? 0)] ?? 0) : 0;
    state = step & stateOnly;
    expect((step & wordEnds) !== 0).toBe(found[state] !== undefined);
    for (const word of found[state] ?? []) hits.push(`${word.text}@${at + 1 - word.text.length}`);
  }
  return hits.sort();
}

describe('the automaton', () => {
  it('finds words in words, in any case', () => {
    expect(find(['he', 'she', 'his', 'hers'], 'uSHErs')).toEqual(['he@2', 'hers@2', 'she@1']);
  });

  it('finds what a search for each word finds', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '-'), minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(
        fc.uniqueArray(letters, { minLength: 1, maxLength: 6 }),
        fc.string({ unit: fc.constantFrom('a', 'B', '-', 'ä', 'x'), maxLength: 30 }),
        (words, text) => {
          const lower = text.toLowerCase();
          const expected = words.flatMap((word) =>
            Array.from({ length: text.length }, (_, at) => at)
              .filter((at) => lower.startsWith(word, at))
              .map((at) => `${word}@${at}`),
          );
          expect(find(words, text)).toEqual(expected.sort());
        },
      ),
    );
  });

  it('refuses a word that could never be met', () => {
    expect(() => buildAutomaton([{ text: 'Upper', hit: 0 }])).toThrow(RangeError);
    expect(() => buildAutomaton([{ text: '', hit: 0 }])).toThrow(RangeError);
  });
});
