import { describe, expect, test } from 'vitest';
import { EdgeFunction } from '../../../local/cloudfront/edge-function.ts';
import { fromEdgeRequest, toEdgeRequest } from '../../../local/cloudfront/edge-shapes.ts';
import { forwarded, managedPolicy, parsePolicy } from '../../../local/cloudfront/origin-request-policy.ts';
import { parseResponseHeaders, withResponseHeaders } from '../../../local/cloudfront/response-headers.ts';
import type { WholeRequest } from '../../../local/server/http-server.ts';

const request: WholeRequest = {
  method: 'GET',
  path: '/requests',
  rawQuery: 'state=active&state=pending&x=%20',
  query: new URLSearchParams('state=active&state=pending&x=%20'),
  headers: { host: 'site', authorization: 'Bearer t', cookie: 'a=1; b=2', accept: '*/*', 'user-agent': 'x' },
  body: Buffer.alloc(0),
  remoteAddress: '127.0.0.1',
};
const edgeEvent = {
  version: '1.0' as const,
  context: { distributionDomainName: 'd', distributionId: 'D', eventType: 'viewer-request', requestId: 'r' },
  viewer: { ip: '203.0.113.7' },
  request: toEdgeRequest(request),
};

describe('an edge function', () => {
  test('changes the request', async () => {
    const edge = new EdgeFunction(
      'f',
      `async function handler(event) {
        const r = event.request;
        r.uri = '/index.html';
        r.headers['x-ip'] = { value: event.viewer.ip };
        r.cookies = { b: r.cookies.b };
        return r;
      }`,
    );
    const result = await edge.run(edgeEvent);
    if ('statusCode' in result) throw new Error('a request was expected');
    const changed = fromEdgeRequest(request, result);
    expect(changed.path).toBe('/index.html');
    expect(changed.headers).toMatchObject({ 'x-ip': '203.0.113.7', cookie: 'b=2' });
    expect(changed.rawQuery).toBe(request.rawQuery);
  });

  test('sees nothing of the machine', async () => {
    const edge = new EdgeFunction(
      'f',
      `function handler() { return { statusCode: 200, body: [typeof process, typeof require, typeof fetch].join() }; }`,
    );
    expect(await edge.run(edgeEvent)).toMatchObject({ body: 'undefined,undefined,undefined' });
  });

  test('is ended when it computes for too long', async () => {
    const edge = new EdgeFunction('f', 'function handler() { for (;;) {} }');
    await expect(edge.run(edgeEvent)).rejects.toThrow('timed out');
  });
});

describe('what reaches the origin', () => {
  test('is nothing of the viewer without a policy that says so', () => {
    const policy = managedPolicy('4135ea2d-6df8-44a3-9df3-4b5a84be39ad');
    const passed = forwarded(request, policy ? [policy] : []);
    expect(passed.headers).toEqual({ 'user-agent': 'Amazon CloudFront' });
    expect(passed.rawQuery).toBe('');
  });

  test('is all but the host under AllViewerExceptHostHeader', () => {
    const policy = managedPolicy('b689b0a8-53d0-40ab-baf2-68738e2966ac');
    const { headers, rawQuery } = forwarded(request, policy ? [policy] : []);
    const { host: _, ...rest } = request.headers;
    expect(headers).toEqual(rest);
    expect(rawQuery).toBe(request.rawQuery);
  });

  test('is what the policies of the template list', () => {
    const policy = parsePolicy({
      HeadersConfig: { HeaderBehavior: 'whitelist', Headers: ['Authorization'] },
      CookiesConfig: { CookieBehavior: 'allExcept', Cookies: ['a'] },
      QueryStringsConfig: { QueryStringBehavior: 'whitelist', QueryStrings: ['x'] },
    });
    const { headers, rawQuery } = forwarded(request, [policy]);
    expect(headers).toEqual({ authorization: 'Bearer t', cookie: 'b=2', 'user-agent': 'Amazon CloudFront' });
    expect(rawQuery).toBe('x=%20');
  });
});

test('a response headers policy sets, keeps and removes headers', () => {
  const policy = parseResponseHeaders({
    SecurityHeadersConfig: {
      ContentTypeOptions: { Override: true },
      FrameOptions: { FrameOption: 'DENY', Override: false },
      StrictTransportSecurity: { AccessControlMaxAgeSec: 31536000, IncludeSubdomains: true, Override: true },
    },
    CustomHeadersConfig: { Items: [{ Header: 'Cache-Control', Value: 'no-store', Override: false }] },
    RemoveHeadersConfig: { Items: [{ Header: 'Server' }] },
  });
  const response = {
    status: 200,
    headers: { server: 'x', 'cache-control': 'max-age=1', 'x-frame-options': 'SAMEORIGIN' },
  };
  expect(withResponseHeaders(response, policy).headers).toEqual({
    'cache-control': 'max-age=1',
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'SAMEORIGIN',
  });
});
