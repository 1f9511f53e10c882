/** The cookies of one walk, kept per origin and path (RFC 6265, without domains: they never leave their origin). */
export class CookieJar {
  readonly #cookies = new Map<string, Cookie>();

  /** Takes the cookies that an answer of this address sets. */
  take(url: URL, response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const cookie = parse(url, line);
      if (!cookie) continue;
      const key = `${cookie.origin} ${cookie.path} ${cookie.name}`;
      if (cookie.expired) this.#cookies.delete(key);
      else if (this.#cookies.size < cookiesAtMost) this.#cookies.set(key, cookie);
    }
  }

  /** The Cookie header for this address; empty when there is nothing to send. */
  header(url: URL): string {
    return [...this.#cookies.values()]
      .filter(({ origin, path }) => origin === url.origin && covers(path, url.pathname))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
  }
}

interface Cookie {
  origin: string;
  path: string;
  name: string;
  value: string;
  expired: boolean;
}

/** What browsers promise to keep for a site at least. */
const cookiesAtMost = 50;

function parse(url: URL, line: string): Cookie | undefined {
  const [pair = '', ...rest] = line.split(';');
  const [name, value] = split(pair);
  if (!name || value === undefined) return undefined;
  const attributes = new Map(
    rest.map((each) => {
      const [key, given] = split(each);
      return [key.toLowerCase(), given ?? ''];
    }),
  );
  const path = attributes.get('path');
  const maxAge = attributes.get('max-age');
  const expires = attributes.get('expires');
  return {
    origin: url.origin,
    path: path?.startsWith('/') ? path : url.pathname.replace(/\/[^/]*$/, '') || '/',
    name,
    value,
    expired: maxAge !== undefined ? Number(maxAge) <= 0 : Date.parse(expires ?? '') <= Date.now(),
  };
}

function split(text: string): [name: string, value: string | undefined] {
  const at = text.indexOf('=');
  return at < 0 ? [text.trim(), undefined] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

function covers(cookiePath: string, path: string): boolean {
  return path === cookiePath || path.startsWith(cookiePath.endsWith('/') ? cookiePath : `${cookiePath}/`);
}
