import { CookieJar } from './cookie-jar.ts';

const redirectsAtMost = 10;
const timeoutMs = 15_000;

/**
 * Follows an authorization request's redirects without a browser. A provider that needs no page to sign the hinted person
 * in (the local stand-in, or a gateway that knows the machine) ends at the loopback callback, and its address, which
 * carries the code, is the result. Anything else, a page, an error or another site, gives undefined: a person in a
 * browser must go on, from the beginning, and the cookies of this walk are forgotten.
 *
 * Only the provider itself is asked: a redirect elsewhere is not followed, because nobody has vouched for that site.
 */
export async function walkToCallback(options: {
  authorizationUrl: URL;
  issuer: string;
  redirectUri: string;
}): Promise<URL | undefined> {
  const origins = [options.authorizationUrl.origin, new URL(options.issuer).origin];
  const callback = new URL(options.redirectUri);
  const jar = new CookieJar();
  let url = options.authorizationUrl;
  for (let hop = 0; hop <= redirectsAtMost; hop += 1) {
    if (url.origin === callback.origin && url.pathname === callback.pathname) return url;
    if (!origins.includes(url.origin)) return undefined;
    const cookie = jar.header(url);
    const response = await fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      headers: { accept: 'text/html', ...(cookie && { cookie }) },
    });
    await response.body?.cancel();
    jar.take(url, response);
    const location = response.headers.get('location');
    const next = location ? URL.parse(location, url) : null;
    if (response.status < 300 || response.status > 399 || !next) return undefined;
    url = next;
  }
  return undefined;
}
