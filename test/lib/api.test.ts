import { describe, expect, it } from 'vitest';
import { pages, type Route, routes } from '../../contract/routes.ts';
import { synthesized } from './synthesized.ts';

const stack = synthesized();
const routeOf = new Map(
  stack.all('AWS::ApiGatewayV2::Route').map(([, { Properties }]) => [Properties['RouteKey'], Properties]),
);
const authorizer = stack.one('AWS::ApiGatewayV2::Authorizer', '');

/** The construct id of the function behind a route. */
function functionBehind(route: Record<string, unknown> | undefined): string | undefined {
  const target = JSON.stringify(route?.['Target']);
  const [, integration] =
    stack.all('AWS::ApiGatewayV2::Integration').find(([id]) => target.includes(`"${id}"`)) ?? [];
  expect(integration?.Properties['PayloadFormatVersion']).toBe('2.0');
  return /Functions(\w+)Function[0-9A-F]{8}/.exec(
    JSON.stringify(integration?.Properties['IntegrationUri']),
  )?.[1];
}

describe('the API', () => {
  it.each(Object.values<Route>(routes).map((route) => [`${route.method} ${route.path}`, route.lambda]))(
    'answers %s with the function %s, behind the authorizer',
    (key, lambda) => {
      const route = routeOf.get(key);
      expect(route).toMatchObject({ AuthorizationType: 'JWT', AuthorizerId: { Ref: authorizer.id } });
      expect(functionBehind(route)?.toLowerCase()).toBe(lambda);
    },
  );

  it.each(pages.map(({ method, path }) => `${method} ${path}`))(
    'answers the page %s without a token',
    (key) => {
      const route = routeOf.get(key);
      expect(route).not.toHaveProperty('AuthorizerId');
      expect(functionBehind(route)).toBe('Approvals');
    },
  );

  it('has no routes beside those of the contract', () => {
    expect(routeOf.size).toBe(Object.keys(routes).length + pages.length);
  });

  it('takes tokens of the issuer for its audience only', () => {
    expect(authorizer.Properties).toMatchObject({
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: { Audience: [{ Ref: 'OidcAudience' }], Issuer: { Ref: 'OidcIssuer' } },
    });
  });

  it('allows no other origins', () => {
    expect(stack.one('AWS::ApiGatewayV2::Api').Properties).not.toHaveProperty('CorsConfiguration');
  });

  it('throttles, and logs the route but never the path', () => {
    const { DefaultRouteSettings, AccessLogSettings } = stack.one('AWS::ApiGatewayV2::Stage').Properties;
    expect(DefaultRouteSettings).toEqual({ ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 });
    const fields = Object.values(JSON.parse((AccessLogSettings as { Format: string }).Format));
    expect(fields).toContain('$context.routeKey');
    expect(fields).not.toContain('$context.path');
    expect(JSON.stringify(fields)).not.toMatch(
      /path|query|\$context\.identity\.cognito|authorizer\.claims\.email/i,
    );
  });
});
