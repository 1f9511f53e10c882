import type { WholeRequest } from '../server/http-server.ts';
import type { Claims } from './jwt-authorizer.ts';

export interface EventDetails {
  accountId: string;
  apiId: string;
  domainName: string;
  stage: string;
  routeKey: string;
  requestId: string;
  parameters: Record<string, string>;
  /** The address that API Gateway sees: the edge's when CloudFront stands before it. */
  sourceIp: string;
  at: number;
  authorization?: { claims: Claims; scopes: string[] | null } | undefined;
}

/**
 * The event that a function receives, payload format 2.0. Source: "Working with AWS Lambda proxy integrations for
 * HTTP APIs", API Gateway developer guide.
 */
export function toEvent(request: WholeRequest, details: EventDetails): Record<string, unknown> {
  const { cookie, ...headers } = request.headers;
  const isBase64Encoded = request.body.length > 0 && !isText(headers['content-type']);
  const path = decodePath(request.path);
  return {
    version: '2.0',
    routeKey: details.routeKey,
    rawPath: path,
    rawQueryString: request.rawQuery,
    ...(cookie === undefined ? {} : { cookies: cookie.split(/; ?/) }),
    headers,
    ...(request.query.size > 0 ? { queryStringParameters: joined(request.query) } : {}),
    requestContext: {
      accountId: details.accountId,
      apiId: details.apiId,
      ...(details.authorization ? { authorizer: { jwt: flattened(details.authorization) } } : {}),
      domainName: details.domainName,
      domainPrefix: details.domainName.split('.')[0],
      http: {
        method: request.method,
        path,
        protocol: 'HTTP/1.1',
        sourceIp: details.sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: details.requestId,
      routeKey: details.routeKey,
      stage: details.stage,
      time: commonLogTime(details.at),
      timeEpoch: details.at,
    },
    ...(Object.keys(details.parameters).length > 0 ? { pathParameters: details.parameters } : {}),
    ...(request.body.length > 0 ? { body: request.body.toString(isBase64Encoded ? 'base64' : 'utf8') } : {}),
    isBase64Encoded,
  };
}

/** `21/Nov/2026:05:42:00 +0000`, as `$context.requestTime` says it. */
export function commonLogTime(at: number): string {
  const [, day, month, year, time] =
    /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(at).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}

/** Everything else travels in Base64; form posts do. */
function isText(contentType = 'text/plain'): boolean {
  return /^(text\/|application\/(json|xml|javascript)\b|[^;]*\+(json|xml)\b)/i.test(contentType);
}

function joined(query: URLSearchParams): Record<string, string> {
  return Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name).join(',')]));
}

/** API Gateway hands claims on as strings; a list comes as `[a b]`. */
function flattened({ claims, scopes }: { claims: Claims; scopes: string[] | null }): object {
  return {
    claims: Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, flatten(value)])),
    scopes,
  };
}

function flatten(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flatten).join(' ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `map[${Object.entries(value)
      .map(([name, item]) => `${name}:${flatten(item)}`)
      .join(' ')}]`;
  }
  return String(value);
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
