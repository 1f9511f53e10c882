import fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import { matchSequence, readSequence } from '../../../core/insights/sequence.ts';

const unit = fc.constantFrom(
  ...[
    'a',
    'b',
    ' ',
    '=',
    '\\.',
    '.',
    '\\d',
    '\\S',
    '\\s',
    '\\w',
    '[a-c]',
    '[^ ]',
    '[\\d.]',
    '[^a=]',
    'é',
    '\\W',
  ],
);
const piece = fc
  .tuple(unit, fc.constantFrom('', '', '', '+', '*', '?', '{2}', '{1,2}', '+?', '*?'))
  .map((parts) => parts.join(''));
const group = fc.array(piece, { minLength: 1, maxLength: 2 }).map((parts) => `(${parts.join('')})`);
const source = fc
  .tuple(
    fc.constantFrom('', '', '^'),
    fc.array(fc.oneof(piece, group), { minLength: 1, maxLength: 5 }),
    fc.constantFrom('', '', '$'),
  )
  .map(([begin, parts, end]) => begin + parts.join('') + end);
const text = fc
  .array(fc.constantFrom('a', 'b', 'c', ' ', '=', '.', '1', '2', 'é', '😀', '\n'), { maxLength: 14 })
  .map((characters) => characters.join(''));

describe('sequences', () => {
  it('find what RE2 finds, wherever they are sure', () => {
    const seen = { match: 0, none: 0 };
    fc.assert(
      fc.property(source, fc.array(text, { minLength: 1, maxLength: 8 }), (regex, texts) => {
        const sequence = readSequence(regex);
        if (sequence === undefined) return;
        const program = RE2JS.compile(regex);
        for (const each of texts) {
          const found = matchSequence(sequence, each);
          if (found === 'unsure') continue;
          const matcher = program.matcher(each);
          const isFound = matcher.find();
          const groups = isFound
            ? Array.from({ length: program.groupCount() }, (_, index) => matcher.group(index + 1))
            : undefined;
          expect(found, `/${regex}/ on ${JSON.stringify(each)}`).toEqual(groups);
          seen[isFound ? 'match' : 'none'] += 1;
        }
      }),
      { numRuns: 20_000 },
    );
    expect(Math.min(seen.match, seen.none)).toBeGreaterThan(2_000);
  });

  it.each([
    ['user=(?<user>\\S+) took (?<ms>[\\d.]+) ms', 'x user=u7 took 12.5 ms.', ['u7', '12.5']],
    ['"level":"(.*?)"', '{"level":"WARN","x":""}', ['WARN']],
    ['^(\\w+): (\\d{3})$', 'status: 404', ['status', '404']],
  ])('read /%s/', (regex, line, groups) => {
    const sequence = readSequence(regex);
    expect(sequence && matchSequence(sequence, line)).toEqual(groups);
  });

  it.each(['a|b', '(ab)+', '(?i)error', '.*x', '(\\w+)\\d', 'a\\b', 'x*y', '[[:alpha:]]', '\\p{L}+'])(
    'leave /%s/ to RE2',
    (regex) => {
      expect(readSequence(regex)).toBeUndefined();
    },
  );

  it('give up on a text that would take more than linear time', () => {
    const sequence = readSequence('[ab]+c');
    expect(sequence && matchSequence(sequence, 'a'.repeat(100_000))).toBe('unsure');
  });
});
