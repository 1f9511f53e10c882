import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitPseudonyms } from '../../web/client/pseudonyms.ts';

test('finds pseudonyms in the middle of text', () => {
  expect(splitPseudonyms('to [email:7k2f9qx3m1bw], from [ipv4:0a1b2c3d4e5f]')).toEqual([
    { text: 'to ' },
    { text: '[email:7k2f9qx3m1bw]', type: 'email' },
    { text: ', from ' },
    { text: '[ipv4:0a1b2c3d4e5f]', type: 'ipv4' },
  ]);
});

test.each(['[error: 42]', '[email:short]', '[2026-11-21T07:00:00]', 'email:7k2f9qx3m1bw', ''])(
  'takes %s for what was logged',
  (text) => {
    expect(splitPseudonyms(text).some((piece) => 'type' in piece)).toBe(false);
  },
);

test('loses and adds no text', () => {
  const texts = fc
    .array(fc.oneof(fc.string(), fc.constant('[email:7k2f9qx3m1bw]')))
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(texts, (text) => {
      expect(
        splitPseudonyms(text)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text);
    }),
  );
});
