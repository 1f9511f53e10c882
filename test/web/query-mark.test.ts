import fc from 'fast-check';
import { expect, test } from 'vitest';
import { markError } from '../../web/client/query-mark.ts';

const query = 'fields @message\n| SOURCE x\n| limit 5';

test('shows the line an error is in, cut at the error', () => {
  expect(markError(query, { message: '', offset: 18, length: 6 })).toEqual({
    before: '| ',
    marked: 'SOURCE',
    after: ' x',
  });
});

test('marks the end when something is missing there', () => {
  expect(markError('fields', { message: '', offset: 6, length: 0 })).toEqual({
    before: 'fields',
    marked: '',
    after: '',
  });
});

test('marks nothing that has no place in the text', () => {
  expect(markError(query, { message: '' })).toBeUndefined();
  expect(markError(query, { message: '', offset: 99 })).toBeUndefined();
  expect(markError(query, { message: '', offset: -1 })).toBeUndefined();
});

test('shows a part of the text as it is, for every place', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(30), fc.nat(30), (text, offset, length) => {
      const marked = markError(text, { message: '', offset, length });
      if (!marked) return;
      expect(text).toContain(marked.before + marked.marked + marked.after);
      expect(text.startsWith(marked.marked, offset)).toBe(true);
      expect(marked.before + marked.after).not.toContain('\n');
    }),
  );
});
