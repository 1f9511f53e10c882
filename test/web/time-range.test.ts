import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readRange, toInput } from '../../web/client/time-range.ts';

const now = Date.parse('2026-11-21T08:00:00.000Z');
const custom = (from: string, to: string) => readRange({ choice: 'custom', from, to }, now);

test('counts the last minutes and hours back from now', () => {
  expect(readRange({ choice: '15m', from: '', to: '' }, now)).toEqual({
    ok: true,
    from: '2026-11-21T07:45:00.000Z',
    to: '2026-11-21T08:00:00.000Z',
  });
});

test('reads moments as UTC, as the rows show them', () => {
  expect(custom('2026-11-20T06:00', '2026-11-20T07:30')).toEqual({
    ok: true,
    from: '2026-11-20T06:00:00.000Z',
    to: '2026-11-20T07:30:00.000Z',
  });
});

test('ends now at the latest', () => {
  expect(custom('2026-11-21T07:00', '2026-11-21T23:00')).toMatchObject({ to: '2026-11-21T08:00:00.000Z' });
});

test.each([
  ['', '2026-11-20T07:30'],
  ['2026-11-20T07:30', '2026-11-20T07:30'],
  ['2026-11-20T08:30', '2026-11-20T07:30'],
  ['2026-11-22T08:30', '2026-11-23T07:30'],
  ['2026-13-40T99:99', '2026-11-20T07:30'],
])('says what is wrong with %s to %s', (from, to) => {
  expect(custom(from, to)).toMatchObject({ ok: false, message: expect.stringMatching(/\.$/) });
});

test('reads back what it puts into the fields', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 26_000_000 }), (minutes) => {
      const from = minutes * 60_000;
      const range = readRange({ choice: 'custom', from: toInput(from), to: toInput(now) }, now);
      expect(range).toMatchObject({ ok: true, from: new Date(from).toISOString() });
    }),
  );
});
