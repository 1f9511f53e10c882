import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toResponse } from '../../../local/apigateway/answer.ts';
import { matchRoute, parseRouteKey } from '../../../local/apigateway/routes.ts';
import { Throttle } from '../../../local/apigateway/throttle.ts';

const routes = [
  '$default',
  'ANY /requests/{proxy+}',
  'GET /requests/{id}',
  'GET /requests/mine',
  'ANY /requests/mine',
  'POST /requests/{id}/queries/{handle}',
].map(parseRouteKey);

describe('matchRoute', () => {
  test.each([
    ['GET', '/requests/mine', 'GET /requests/mine', {}],
    ['PUT', '/requests/mine', 'ANY /requests/mine', {}],
    ['GET', '/requests/a%2Fb', 'GET /requests/{id}', { id: 'a/b' }],
    ['DELETE', '/requests/1', 'ANY /requests/{proxy+}', { proxy: '1' }],
    ['GET', '/requests/1/x/y', 'ANY /requests/{proxy+}', { proxy: '1/x/y' }],
    ['POST', '/requests/1/queries/h', 'POST /requests/{id}/queries/{handle}', { id: '1', handle: 'h' }],
    ['GET', '/other', '$default', {}],
  ])('%s %s goes to %s', (method, path, key, parameters) => {
    expect(matchRoute(routes, method, path)).toEqual({ route: parseRouteKey(key), parameters });
  });

  test('finds none when nothing fits and there is no default', () => {
    expect(matchRoute(routes.slice(1), 'GET', '/')).toBeUndefined();
    expect(matchRoute(routes.slice(1), 'GET', '/requests')).toBeUndefined();
  });

  test('gives a parameter back as it was before it was encoded', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (id) => {
        const match = matchRoute(routes, 'GET', `/requests/${encodeURIComponent(id)}`);
        expect(match?.parameters).toEqual(id === 'mine' ? {} : { id });
      }),
    );
  });
});

describe('toResponse', () => {
  test('takes a bare value for the body', () => {
    expect(toResponse('{"a":1}')).toEqual({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: '{"a":1}',
    });
    expect(toResponse('"text"')?.body).toBe('text');
  });

  test('decodes a body in Base64', () => {
    const payload = JSON.stringify({ statusCode: 200, body: 'AP8=', isBase64Encoded: true });
    expect(toResponse(payload)?.body).toEqual(Buffer.from([0, 255]));
  });

  test.each(['{"statusCode":"ok"}', '{"statusCode":200,"body":{}}', '{"statusCode":200,"headers":[]}'])(
    'refuses %s',
    (payload) => {
      expect(toResponse(payload)).toBeUndefined();
    },
  );
});

test('a throttle lets a burst through, then its rate', () => {
  const throttle = new Throttle(2, 3);
  const at = (nowMs: number): boolean => throttle.admits('GET /', nowMs);
  expect([at(0), at(0), at(0), at(0)]).toEqual([true, true, true, false]);
  expect([at(499), at(500), at(500), at(1000)]).toEqual([false, true, false, true]);
  expect(throttle.admits('GET /other', 1000)).toBe(true);
});
