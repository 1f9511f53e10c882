import vm from 'node:vm';
import { describe, expect, it } from 'vitest';
import { passViewerOn, serveApp } from '../../lib/edge.ts';
import { plain, synthesized } from './synthesized.ts';

const stack = synthesized();
const { DistributionConfig } = stack.one('AWS::CloudFront::Distribution').Properties as {
  DistributionConfig: {
    Origins: Record<string, unknown>[];
    DefaultCacheBehavior: Record<string, unknown>;
    CacheBehaviors: Record<string, unknown>[];
    Aliases: unknown;
    ViewerCertificate: unknown;
  };
};

interface Request {
  uri: string;
  headers: Record<string, { value: string }>;
}

/** Runs a viewer-request function in a context of its own, as CloudFront does. */
function atTheEdge(code: string, request: Request): Request {
  const event = JSON.stringify({ viewer: { ip: '198.51.100.7' }, request });
  return JSON.parse(vm.runInNewContext(`${code}\nJSON.stringify(handler(${event}))`));
}

describe('the distribution', () => {
  it.each(['/api/*', '/approve/*'])('passes %s on to the API, uncached and whole', (path) => {
    const behaviour = DistributionConfig.CacheBehaviors.find(({ PathPattern }) => PathPattern === path);
    const origin = DistributionConfig.Origins.find(({ Id }) => Id === behaviour?.['TargetOriginId']);
    expect(behaviour).toMatchObject({
      AllowedMethods: expect.arrayContaining(['GET', 'POST']),
      // CachingDisabled and AllViewerExceptHostHeader (CloudFront developer guide, managed policies).
      CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
      OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
      ViewerProtocolPolicy: 'https-only',
    });
    expect(behaviour).not.toHaveProperty('ResponseHeadersPolicyId');
    expect(plain(origin?.['DomainName'])).toMatch(
      /^<ApiHttpApi\w+>\.execute-api\.<AWS::Region>\.<AWS::URLSuffix>$/,
    );
    expect(origin?.['CustomOriginConfig']).toMatchObject({ OriginProtocolPolicy: 'https-only' });
  });

  it('shows the API a secret that the template does not hold', () => {
    const headers = DistributionConfig.Origins.flatMap(
      ({ OriginCustomHeaders }) => OriginCustomHeaders ?? [],
    ) as {
      HeaderName: string;
      HeaderValue: unknown;
    }[];
    expect(headers.map(({ HeaderName }) => HeaderName)).toEqual(['x-vitrine-origin']);
    expect(plain(headers[0]?.HeaderValue)).toMatch(
      /^\{\{resolve:secretsmanager:<OriginSecret\w+>:SecretString:::\}\}$/,
    );
    expect(stack.one('AWS::SecretsManager::Secret').Properties['GenerateSecretString']).toEqual({
      ExcludePunctuation: true,
      PasswordLength: 64,
    });
  });

  it('serves the web app over HTTPS from a bucket that only it may read', () => {
    expect(DistributionConfig.DefaultCacheBehavior).toMatchObject({
      AllowedMethods: ['GET', 'HEAD'],
      ViewerProtocolPolicy: 'redirect-to-https',
    });
    expect(
      stack.one('AWS::CloudFront::OriginAccessControl').Properties['OriginAccessControlConfig'],
    ).toMatchObject({
      SigningBehavior: 'always',
      SigningProtocol: 'sigv4',
    });
  });

  it('writes no log of its own, as that would hold the secrets of approval links', () => {
    expect(DistributionConfig).not.toHaveProperty('Logging');
  });

  it('takes an own name with its certificate, over TLS 1.2 or newer', () => {
    expect(DistributionConfig.ViewerCertificate).toMatchObject({
      'Fn::If': ['HasCertificateArn', { MinimumProtocolVersion: 'TLSv1.2_2021' }, { Ref: 'AWS::NoValue' }],
    });
    expect(DistributionConfig.Aliases).toMatchObject({
      'Fn::If': ['HasCertificateArn', expect.any(Array), expect.anything()],
    });
  });
});

describe('the headers of the web app', () => {
  const { SecurityHeadersConfig } = stack.one('AWS::CloudFront::ResponseHeadersPolicy').Properties[
    'ResponseHeadersPolicyConfig'
  ] as { SecurityHeadersConfig: Record<string, Record<string, unknown>> };

  it('let it run its own scripts and call itself and the issuer only', () => {
    const policy = plain(
      withParts(
        SecurityHeadersConfig['ContentSecurityPolicy']?.['ContentSecurityPolicy'],
        'https://id.example/realm',
      ),
    );
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "connect-src 'self' https://id.example <OidcOtherOrigins>",
      "form-action 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ]);
  });

  it('keep it out of frames, referrers, guesses and plain HTTP', () => {
    expect(SecurityHeadersConfig).toMatchObject({
      ContentTypeOptions: { Override: true },
      FrameOptions: { FrameOption: 'DENY' },
      ReferrerPolicy: { ReferrerPolicy: 'no-referrer' },
      StrictTransportSecurity: { AccessControlMaxAgeSec: 31_536_000, IncludeSubdomains: true },
    });
  });
});

describe('the function before the API', () => {
  it('tells the viewer’s address, whatever the viewer says it is', () => {
    const { headers } = atTheEdge(passViewerOn, {
      uri: '/api/me',
      headers: {
        'x-vitrine-viewer-ip': { value: '203.0.113.1' },
        'x-vitrine-origin': { value: 'guessed' },
        authorization: { value: 'Bearer token' },
      },
    });
    expect(headers).toEqual({
      'x-vitrine-viewer-ip': { value: '198.51.100.7' },
      authorization: { value: 'Bearer token' },
    });
  });
});

describe('the function before the web app', () => {
  it.each([
    ['/', '/index.html'],
    ['/requests/01JD', '/index.html'],
    ['/some.dir/page', '/index.html'],
    ['/assets/index-1a2b.js', '/assets/index-1a2b.js'],
    ['/config.json', '/config.json'],
  ])('serves %s as %s', (uri, served) => {
    expect(atTheEdge(serveApp, { uri, headers: {} }).uri).toBe(served);
  });
});

/** Replaces `Fn::Select` of `Fn::Split` of the issuer by what it gives for one. */
function withParts(value: unknown, issuer: string): unknown {
  if (Array.isArray(value)) return value.map((each) => withParts(each, issuer));
  if (typeof value !== 'object' || value === null) return value;
  const { 'Fn::Select': select } = value as { 'Fn::Select'?: [number, { 'Fn::Split': [string, unknown] }] };
  if (select) return issuer.split(select[1]['Fn::Split'][0])[select[0]];
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withParts(each, issuer)]));
}
