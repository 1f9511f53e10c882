import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseRoute, safeReturnPath } from '../../web/client/route.ts';

const id = `req-${'0'.repeat(26)}`;

test('knows its views by their paths', () => {
  expect(parseRoute('/')).toEqual({ view: 'ask' });
  expect(parseRoute('/access')).toEqual({ view: 'access' });
  expect(parseRoute('/access/')).toEqual({ view: 'access' });
  expect(parseRoute('/look')).toEqual({ view: 'look' });
  expect(parseRoute(`/look/${id}`)).toEqual({ view: 'look', requestId: id });
  expect(parseRoute('/signed-in')).toEqual({ view: 'signed-in' });
});

test.each(['/approve/requests/x', '/api/me', '/look/req-../x', '/look/x', '/access/x', '/nothing'])(
  'leaves %s to the server',
  (path) => {
    expect(parseRoute(path)).toEqual({ view: 'unknown' });
  },
);

test('goes back to a view after signing in', () => {
  expect(safeReturnPath(`/look/${id}`)).toBe(`/look/${id}`);
});

test.each([
  '//evil.example',
  '/\\evil.example',
  'https://evil.example/',
  'javascript:alert(1)',
  '//',
  '/signed-in',
  undefined,
  7,
])('does not go to %s after signing in', (path) => {
  expect(safeReturnPath(path)).toBe('/');
});

test('stays on the site whatever path is given', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.webPath()), (path) => {
      const site = 'https://vitrine.example';
      expect(new URL(safeReturnPath(path), site).origin).toBe(site);
    }),
  );
});
