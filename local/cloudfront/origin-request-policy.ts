import type { WholeRequest } from '../server/http-server.ts';

/** One part (headers, cookies or query) of what reaches an origin. */
interface Selection {
  kind: 'none' | 'all' | 'only' | 'allExcept';
  names: readonly string[];
}

export interface OriginRequestPolicy {
  headers: Selection;
  cookies: Selection;
  query: Selection;
}

const NONE: Selection = { kind: 'none', names: [] };
const ALL: Selection = { kind: 'all', names: [] };
const FORWARD_NOTHING: OriginRequestPolicy = { headers: NONE, cookies: NONE, query: NONE };

/** AWS's managed policies, cache and origin request, by id. Source: "Use managed … policies", CloudFront guide. */
const MANAGED: Readonly<Record<string, OriginRequestPolicy>> = {
  // CachingDisabled, CachingOptimized
  '4135ea2d-6df8-44a3-9df3-4b5a84be39ad': FORWARD_NOTHING,
  '658327ea-f89d-4fab-a63d-7e88639e58f6': FORWARD_NOTHING,
  // AllViewer, AllViewerExceptHostHeader
  '216adef6-5c7f-47e4-b989-5492eafa07d3': { headers: ALL, cookies: ALL, query: ALL },
  'b689b0a8-53d0-40ab-baf2-68738e2966ac': {
    headers: { kind: 'allExcept', names: ['host'] },
    cookies: ALL,
    query: ALL,
  },
};

/** The policy with an id that is AWS's own, or `undefined`. */
export function managedPolicy(id: string): OriginRequestPolicy | undefined {
  return MANAGED[id];
}

/** A template's `…PolicyConfig`, whose parts are `HeadersConfig`, `CookiesConfig` and `QueryStringsConfig`. */
export function parsePolicy(config: Record<string, unknown>): OriginRequestPolicy {
  return {
    headers: selection(config['HeadersConfig'], 'HeaderBehavior', 'Headers'),
    cookies: selection(config['CookiesConfig'], 'CookieBehavior', 'Cookies'),
    query: selection(config['QueryStringsConfig'], 'QueryStringBehavior', 'QueryStrings'),
  };
}

/** The part of a viewer's request that reaches the origin: what any of the behaviour's policies lets through. */
export function forwarded(request: WholeRequest, policies: readonly OriginRequestPolicy[]): WholeRequest {
  const { cookie, ...viewerHeaders } = request.headers;
  const wants = (part: keyof OriginRequestPolicy, name: string): boolean =>
    policies.some((policy) => selects(policy[part], name));
  const headers = Object.fromEntries(
    Object.entries(viewerHeaders).filter(([name]) => ALWAYS.has(name) || wants('headers', name)),
  );
  headers['user-agent'] ??= 'Amazon CloudFront';
  const cookies = (cookie ?? '')
    .split(/; ?/)
    .filter((pair) => pair && wants('cookies', pair.split('=')[0] ?? ''));
  const rawQuery = request.rawQuery
    .split('&')
    .filter((pair) => pair && wants('query', decodeURIComponent(pair.split('=')[0] ?? '')))
    .join('&');
  return {
    ...request,
    rawQuery,
    query: new URLSearchParams(rawQuery),
    headers: { ...headers, ...(cookies.length > 0 ? { cookie: cookies.join('; ') } : {}) },
  };
}

/** Sent to any origin, as they belong to the body. */
const ALWAYS: ReadonlySet<string> = new Set(['content-type', 'content-length']);

function selects({ kind, names }: Selection, name: string): boolean {
  const listed = names.some((each) => each.toLowerCase() === name.toLowerCase());
  if (kind === 'only') return listed;
  return kind === 'all' || (kind === 'allExcept' && !listed);
}

function selection(config: unknown, behaviourKey: string, namesKey: string): Selection {
  const { [behaviourKey]: behaviour, [namesKey]: names } = Object(config) as Record<string, unknown>;
  const listed = Array.isArray(names) ? names.map(String) : [];
  switch (behaviour) {
    case 'all':
    case 'allViewer':
      return ALL;
    case 'whitelist':
    case 'allViewerAndWhitelistCloudFront':
      return { kind: behaviour === 'whitelist' ? 'only' : 'all', names: listed };
    case 'allExcept':
      return { kind: 'allExcept', names: listed };
    default:
      return NONE;
  }
}
