/** The views and their paths. The server answers every path without a dot with the app. */
export type Route =
  | { view: 'ask' }
  | { view: 'access' }
  | { view: 'look'; requestId?: string }
  | { view: 'signed-in' }
  | { view: 'unknown' };

export function parseRoute(path: string): Route {
  const [first = '', second, ...more] = path.replace(/^\/|\/$/g, '').split('/');
  if (more.length > 0) return { view: 'unknown' };
  if (first === 'look' && second !== undefined) {
    return /^req-[0-9a-z]{26}$/.test(second) ? { view: 'look', requestId: second } : { view: 'unknown' };
  }
  if (second !== undefined) return { view: 'unknown' };
  switch (first) {
    case '':
      return { view: 'ask' };
    case 'access':
    case 'look':
    case 'signed-in':
      return { view: first };
    default:
      return { view: 'unknown' };
  }
}

/**
 * Where to go after signing in. The path has been through the browser's storage, so it is hostile: the
 * answer is built from the view it names, so that it never leads to another site (`//evil.example`).
 */
export function safeReturnPath(value: unknown): string {
  if (typeof value !== 'string') return '/';
  return pathOf(parseRoute(value));
}

function pathOf(route: Route): string {
  switch (route.view) {
    case 'access':
      return '/access';
    case 'look':
      return route.requestId === undefined ? '/look' : `/look/${route.requestId}`;
    case 'ask':
    case 'signed-in':
    case 'unknown':
      return '/';
  }
}
