// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is CloudFormation's own notation.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type RunningStack, startStack } from '../../local/stack.ts';
import type { Template, TemplateResource } from '../../local/template/template.ts';
import { writeAssembly } from './assembly.ts';
import { exchange, signIn } from './sign-in.ts';

const FUNCTION_CODE = `
let runs = 0;
export const handler = async (event) => {
  if (event.ping) return ++runs;
  if (event.rawPath === '/api/crash') throw new Error('inside');
  if (event.rawPath === '/api/slow') await new Promise((r) => setTimeout(r, 3000));
  return { statusCode: 201, headers: { 'X-One': '1' }, cookies: ['a=1; Path=/', 'b=2'], body: JSON.stringify(event) };
};`;
const VIEWER_REQUEST = `
function handler(event) {
  var request = event.request;
  request.headers['x-viewer'] = { value: event.viewer.ip };
  if (request.uri === '/old') return { statusCode: 302, headers: { location: { value: '/new' } } };
  if (!request.uri.startsWith('/api/') && !request.uri.includes('.')) request.uri = '/index.html';
  return request;
}`;

const route = (key: string, more: object = {}): TemplateResource => ({
  Type: 'AWS::ApiGatewayV2::Route',
  Properties: {
    ApiId: { Ref: 'Api' },
    RouteKey: key,
    Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'Integration' }]] },
    ...more,
  },
});
const behaviour = (origin: string, more: object = {}): object => ({
  TargetOriginId: origin,
  ViewerProtocolPolicy: 'redirect-to-https',
  CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
  FunctionAssociations: [
    { EventType: 'viewer-request', FunctionARN: { 'Fn::GetAtt': ['Edge', 'FunctionARN'] } },
  ],
  ...more,
});
const template: Template = {
  Parameters: { OidcIssuer: { Type: 'String' } },
  Resources: {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Statement: {
            Effect: 'Allow',
            Action: 'sts:AssumeRole',
            Principal: { Service: 'lambda.amazonaws.com' },
          },
        },
        ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'],
      },
    },
    Fn: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Code: { S3Bucket: { 'Fn::Sub': 'assets-${AWS::AccountId}' }, S3Key: 'fn.zip' },
        Handler: 'index.handler',
        Runtime: 'nodejs24.x',
        Timeout: 10,
        MemorySize: 128,
        Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
        ReservedConcurrentExecutions: 5,
      },
    },
    MayInvoke: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        FunctionName: { 'Fn::GetAtt': ['Fn', 'Arn'] },
        Principal: 'apigateway.amazonaws.com',
        SourceArn: { 'Fn::Sub': 'arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*/*' },
      },
    },
    EventsMayInvoke: {
      Type: 'AWS::Lambda::Permission',
      Properties: { FunctionName: { Ref: 'Fn' }, Principal: 'events.amazonaws.com' },
    },
    Every: {
      Type: 'AWS::Events::Rule',
      Properties: {
        ScheduleExpression: 'rate(1 minute)',
        Targets: [{ Id: 'T', Arn: { 'Fn::GetAtt': ['Fn', 'Arn'] }, Input: '{"ping":true}' }],
      },
    },
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'api', ProtocolType: 'HTTP' } },
    ApiLog: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/api/access' } },
    Stage: {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: {
        ApiId: { Ref: 'Api' },
        StageName: '$default',
        AutoDeploy: true,
        AccessLogSettings: {
          DestinationArn: { 'Fn::GetAtt': ['ApiLog', 'Arn'] },
          Format:
            '{"status":"$context.status","route":"$context.routeKey","agent":"$context.identity.userAgent"}',
        },
      },
    },
    Integration: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ApiId: { Ref: 'Api' },
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: { 'Fn::GetAtt': ['Fn', 'Arn'] },
        PayloadFormatVersion: '2.0',
        TimeoutInMillis: 1500,
      },
    },
    Authorizer: {
      Type: 'AWS::ApiGatewayV2::Authorizer',
      Properties: {
        ApiId: { Ref: 'Api' },
        AuthorizerType: 'JWT',
        IdentitySource: ['$request.header.Authorization'],
        Name: 'jwt',
        JwtConfiguration: { Issuer: { Ref: 'OidcIssuer' }, Audience: ['the-api'] },
      },
    },
    Open: route('POST /api/open/{id}'),
    Any: route('ANY /api/{proxy+}'),
    Mine: route('GET /api/me', { AuthorizationType: 'JWT', AuthorizerId: { Ref: 'Authorizer' } }),
    WebBucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'web' } },
    Deployment: {
      Type: 'Custom::CDKBucketDeployment',
      Properties: {
        ServiceToken: 'arn:none',
        SourceBucketNames: ['assets', 'assets'],
        SourceObjectKeys: ['web.zip', 'config.zip'],
        SourceMarkers: [{}, { '<<marker:0xbaba:0>>': { Ref: 'OidcIssuer' } }],
        DestinationBucketName: { Ref: 'WebBucket' },
      },
    },
    Edge: {
      Type: 'AWS::CloudFront::Function',
      Properties: { Name: 'edge', AutoPublish: true, FunctionCode: VIEWER_REQUEST },
    },
    Headers: {
      Type: 'AWS::CloudFront::ResponseHeadersPolicy',
      Properties: {
        ResponseHeadersPolicyConfig: {
          SecurityHeadersConfig: {
            ContentSecurityPolicy: { ContentSecurityPolicy: "default-src 'self'", Override: true },
          },
        },
      },
    },
    Site: {
      Type: 'AWS::CloudFront::Distribution',
      Properties: {
        DistributionConfig: {
          DefaultRootObject: 'index.html',
          Origins: [
            {
              Id: 'web',
              DomainName: { 'Fn::GetAtt': ['WebBucket', 'RegionalDomainName'] },
              S3OriginConfig: {},
            },
            {
              Id: 'api',
              DomainName: {
                'Fn::Select': [2, { 'Fn::Split': ['/', { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] }] }],
              },
              CustomOriginConfig: {},
              OriginCustomHeaders: [{ HeaderName: 'X-Origin-Secret', HeaderValue: 'sesame' }],
            },
          ],
          DefaultCacheBehavior: behaviour('web', { ResponseHeadersPolicyId: { Ref: 'Headers' } }),
          CacheBehaviors: [
            behaviour('api', {
              PathPattern: '/api/*',
              AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
              OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
            }),
          ],
          WebACLId: 'acl',
        },
      },
    },
    Alarm: { Type: 'AWS::CloudWatch::Alarm' },
  },
  Outputs: { Address: { Value: { 'Fn::GetAtt': ['Site', 'DomainName'] } } },
};

const people = [
  { sub: 'alice', name: 'Alice', email: 'alice@shop.example', groups: ['engineers', 'on-call'] },
  { sub: 'bob', name: 'Bob', email: 'bob@shop.example', groups: [] },
];
let stack: RunningStack;
let issuer: string;
let dataDir: string;
let assemblyDir: string;
const warnings: string[] = [];

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'vitrine-data-'));
  assemblyDir = writeAssembly(template, {
    'fn.zip': { 'index.mjs': FUNCTION_CODE },
    'web.zip': { 'index.html': '<h1>Hello</h1>', 'assets/app.js': 'export {};' },
    'config.zip': { 'config.json': '{"issuer":"<<marker:0xbaba:0>>"}' },
  });
  stack = await startStack({
    assemblyDir,
    dataDir,
    oidc: { clientId: 'client', audience: 'the-api', people },
    parameters: (endpoint) => ({ OidcIssuer: `${endpoint}/oidc`, NotDeclared: 'x' }),
    warn: (message) => warnings.push(message),
  });
  issuer = `${stack.url}/oidc`;
});

afterAll(async () => {
  await stack.close();
  for (const directory of [dataDir, assemblyDir]) rmSync(directory, { recursive: true, force: true });
});

interface Event {
  rawPath: string;
  headers: Record<string, string>;
  requestContext: {
    http: { sourceIp: string };
    authorizer?: { jwt: { claims: Record<string, string>; scopes: null } };
  };
  [field: string]: unknown;
}
const eventOf = async (response: Response): Promise<Event> => (await response.json()) as Event;

describe('the site', () => {
  test('serves the deployed files, with the headers of its policy', async () => {
    const root = await fetch(`${stack.url}/`);
    expect(await root.text()).toBe('<h1>Hello</h1>');
    expect(root.headers.get('content-type')).toContain('text/html');
    expect(root.headers.get('content-security-policy')).toBe("default-src 'self'");
    expect(await (await fetch(`${stack.url}/requests/17`)).text()).toBe('<h1>Hello</h1>');
    expect((await fetch(`${stack.url}/assets/app.js`)).headers.get('content-type')).toContain(
      'text/javascript',
    );
  });

  test('fills in deploy-time values where the template put markers', async () => {
    expect(await (await fetch(`${stack.url}/config.json`)).json()).toEqual({ issuer });
  });

  test('lets its function answer by itself', async () => {
    const response = await fetch(`${stack.url}/old`, { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([302, '/new']);
  });

  test('takes only the methods of its behaviour', async () => {
    expect((await fetch(`${stack.url}/index.html`, { method: 'DELETE' })).status).toBe(403);
  });

  test('passes requests on with its secret header, and shows the edge as the caller', async () => {
    const response = await fetch(`${stack.url}/api/open/a%20b?x=1&x=2&y=`, {
      method: 'POST',
      body: new URLSearchParams({ decision: 'approve' }),
      headers: { cookie: 's=1; t=2', 'x-origin-secret': 'forged', 'x-viewer': '6.6.6.6' },
    });
    expect(response.status).toBe(201);
    expect(response.headers.get('x-one')).toBe('1');
    expect(response.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2']);
    const event = await eventOf(response);
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'POST /api/open/{id}',
      rawPath: '/api/open/a b',
      rawQueryString: 'x=1&x=2&y=',
      queryStringParameters: { x: '1,2', y: '' },
      pathParameters: { id: 'a b' },
      cookies: ['s=1', 't=2'],
      isBase64Encoded: true,
      body: Buffer.from('decision=approve').toString('base64'),
    });
    expect(event.headers).toMatchObject({ 'x-origin-secret': 'sesame', 'x-viewer': '127.0.0.1' });
    expect(event.headers['x-forwarded-for']).toBe('127.0.0.1, 130.176.0.10');
    expect(event.headers['host']).toMatch(/execute-api/);
    expect(event.requestContext.http.sourceIp).toBe('130.176.0.10');
  });
});

describe('the API at its own address', () => {
  test('knows the caller and gets no secret header', async () => {
    const event = await eventOf(await fetch(`${stack.apiUrl()}/api/open/1`, { method: 'POST', body: '{}' }));
    expect(event.headers).not.toHaveProperty('x-origin-secret');
    expect(event.requestContext.http.sourceIp).toBe('127.0.0.1');
  });

  test.each([
    ['/nowhere', {}, 404, 'Not Found'],
    ['/api/me', {}, 401, 'Unauthorized'],
    ['/api/me', { headers: { authorization: 'Bearer e30.e30.e30' } }, 401, 'Unauthorized'],
    ['/api/crash', {}, 500, 'Internal Server Error'],
    ['/api/slow', {}, 503, 'Service Unavailable'],
    [
      '/api/big',
      { method: 'POST', body: Buffer.alloc(10 * 1024 * 1024 + 1) },
      413,
      'Request Entity Too Large',
    ],
  ])('answers %s by itself (%#)', async (where, init, status, message) => {
    const response = await fetch(`${stack.apiUrl()}${where}`, init);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ message });
    if (status === 401) expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/);
  });

  test('writes its access log, whatever the client sends', async () => {
    await fetch(`${stack.apiUrl()}/nowhere`, { headers: { 'user-agent': 'a"b\\c' } });
    const { caller } = { caller: stack.credentialsFor() };
    expect(caller.accessKeyId).toMatch(/^ASIA/);
    const { CloudWatchLogsClient, FilterLogEventsCommand } = await import('@aws-sdk/client-cloudwatch-logs');
    const client = new CloudWatchLogsClient(stack.clientConfig());
    const { events = [] } = await client.send(new FilterLogEventsCommand({ logGroupName: '/api/access' }));
    const lines = events.map(({ message }) => JSON.parse(message ?? ''));
    expect(lines).toContainEqual({ status: '404', route: '-', agent: 'a"b\\c' });
    client.destroy();
  });
});

describe('the identity provider', () => {
  test('signs in on a hint, and its token opens the API', async () => {
    const tokens = await signIn(issuer, 'client', 'alice');
    const expected = {
      iss: issuer,
      sub: 'alice',
      email: 'alice@shop.example',
      groups: ['engineers', 'on-call'],
    };
    expect(decodeJwt(tokens.access_token)).toMatchObject({ ...expected, aud: 'the-api' });
    expect(decodeJwt(tokens.id_token)).toMatchObject({ ...expected, aud: 'client', name: 'Alice' });
    const response = await fetch(`${stack.url}/api/me`, {
      headers: { authorization: `Bearer ${tokens.access_token}` },
    });
    const { jwt } = (await eventOf(response)).requestContext.authorizer ?? {};
    expect(jwt).toMatchObject({ claims: { sub: 'alice', groups: '[engineers on-call]' }, scopes: null });
  });

  test('refreshes tokens, and does not take an id token for an access token', async () => {
    const tokens = await signIn(issuer, 'client', 'bob@shop.example');
    const refreshed = await exchange(issuer, {
      grant_type: 'refresh_token',
      client_id: 'client',
      refresh_token: tokens.refresh_token,
    });
    expect(decodeJwt(refreshed.access_token).sub).toBe('bob');
    const response = await fetch(`${stack.url}/api/me`, {
      headers: { authorization: `Bearer ${tokens.id_token}` },
    });
    expect(response.status).toBe(401);
  });

  test('lists who there is when no hint is given', async () => {
    const url = `${issuer}/auth?client_id=client&response_type=code&scope=openid&redirect_uri=http%3A%2F%2F127.0.0.1%3A49152%2Fx&code_challenge=${'a'.repeat(43)}&code_challenge_method=S256`;
    const first = await fetch(url, { redirect: 'manual' });
    const cookie = first.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    const page = await fetch(new URL(first.headers.get('location') ?? '', url), { headers: { cookie } });
    expect(await page.text()).toContain('alice@shop.example');
  });
});

test('schedules run by the clock of the stack', async () => {
  const log = async (): Promise<string> => {
    const { CloudWatchLogsClient, FilterLogEventsCommand } = await import('@aws-sdk/client-cloudwatch-logs');
    const client = new CloudWatchLogsClient(stack.clientConfig());
    const { events = [] } = await client.send(new FilterLogEventsCommand({ logGroupName: '/aws/lambda/Fn' }));
    client.destroy();
    return String(events.filter(({ message }) => message?.startsWith('START')).length);
  };
  const before = Number(await log());
  stack.advanceClock(61_000);
  await vi.waitFor(async () => expect(Number(await log())).toBeGreaterThan(before), {
    timeout: 5000,
    interval: 100,
  });
});

test('says what has no effect', () => {
  expect([...stack.executed.ignoredTypes.keys()]).toEqual(['AWS::CloudWatch::Alarm']);
  expect([...stack.executed.ignoredProperties]).toEqual([
    'AWS::Lambda::Function.ReservedConcurrentExecutions',
    'AWS::CloudFront::Distribution.WebACLId',
  ]);
  expect(stack.outputs['Address']).toBe(new URL(stack.url).host);
});

test('made no noise', () => {
  expect(warnings).toEqual([]);
});
