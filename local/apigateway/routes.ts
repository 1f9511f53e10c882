/** One route of an HTTP API: `GET /requests/{id}`, `ANY /files/{proxy+}` or `$default`. */
export interface Route {
  /** As declared; it is what `requestContext.routeKey` says. */
  key: string;
  method: string;
  segments: string[];
}

export interface Match<R extends Route> {
  route: R;
  /** Decoded values by name. */
  parameters: Record<string, string>;
}

export function parseRouteKey(key: string): Route {
  const [method = '', path = ''] = key === '$default' ? ['$default', ''] : key.split(' ');
  return { key, method, segments: path.split('/').slice(1) };
}

/**
 * The route that answers a request: the most specific path wins (literal before parameter before greedy), then the
 * exact method before `ANY`, then `$default`. Source: "Routes for HTTP APIs", API Gateway developer guide.
 */
export function matchRoute<R extends Route>(
  routes: readonly R[],
  method: string,
  path: string,
): Match<R> | undefined {
  const segments = path.split('/').slice(1);
  const matches = routes
    .filter((route) => route.method === method || route.method === 'ANY')
    .flatMap((route) => {
      const parameters = matchSegments(route.segments, segments);
      return parameters ? [{ route, parameters }] : [];
    })
    .sort((a, b) => specificity(b.route).localeCompare(specificity(a.route)));
  if (matches[0]) return matches[0];
  const fallback = routes.find((route) => route.method === '$default');
  return fallback ? { route: fallback, parameters: {} } : undefined;
}

function matchSegments(pattern: string[], actual: string[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, segment] of pattern.entries()) {
    const [, name, greedy] = /^\{(.+?)(\+)?\}$/.exec(segment) ?? [];
    const value = actual[index];
    if (value === undefined || (name !== undefined && value === '')) return undefined;
    if (name === undefined) {
      if (segment !== value) return undefined;
      continue;
    }
    if (greedy !== undefined) {
      parameters[name] = actual.slice(index).map(decode).join('/');
      return parameters;
    }
    parameters[name] = decode(value);
  }
  return pattern.length === actual.length ? parameters : undefined;
}

/** Sorts routes: per segment 2 for a literal, 1 for a parameter, 0 for a greedy one; then 1 for an exact method. */
function specificity({ segments, method }: Route): string {
  const ranks = segments.map((segment) => (segment.endsWith('+}') ? 0 : segment.startsWith('{') ? 1 : 2));
  return `${ranks.join('')}${method === 'ANY' ? 0 : 1}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
