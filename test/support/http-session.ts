import { processHost } from '../../cli/host.ts';
import { openTerminal } from '../../cli/output/terminal.ts';
import { CookieJar } from '../../cli/sign-in/cookie-jar.ts';
import { signIn } from '../../cli/sign-in/sign-in.ts';

/** Signs a sample person in as the command line does, and gives the access token. */
export async function signInOverHttp(url: string, person: string): Promise<string> {
  const host = processHost();
  const profile = await signIn(host, openTerminal(host, 'text'), { url, hint: person, browser: false });
  if (!profile.tokens) throw new Error(`${person} got no token.`);
  return profile.tokens.accessToken;
}

export interface Page {
  status: number;
  url: string;
  html: string;
  headers: Headers;
}

/** A browser without scripts: cookies, redirects and forms, as the approval pages need no more. */
export class PlainBrowser {
  readonly #jar = new CookieJar();

  async get(url: string): Promise<Page> {
    return this.#follow(new URL(url), { method: 'GET' });
  }

  /** Posts the form of a page with one of its buttons. */
  async press(page: Page, button: 'approve' | 'deny', note?: string): Promise<Page> {
    return this.#follow(new URL(page.url), {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        ...hiddenFields(page.html),
        decision: button,
        ...(note && { note }),
      }).toString(),
    });
  }

  async #follow(start: URL, init: RequestInit): Promise<Page> {
    let url = start;
    let request = init;
    for (let hop = 0; hop < 15; hop++) {
      const headers = { ...Object.fromEntries(new Headers(request.headers)), cookie: this.#jar.header(url) };
      const response = await fetch(url, { ...request, headers, redirect: 'manual' });
      this.#jar.take(url, response);
      const location = response.headers.get('location');
      if (response.status < 300 || response.status > 399 || location === null) {
        return {
          status: response.status,
          url: url.href,
          html: await response.text(),
          headers: response.headers,
        };
      }
      await response.body?.cancel();
      url = new URL(location, url);
      request = { method: 'GET' };
    }
    throw new Error(`Too many redirects from ${start.href}.`);
  }
}

/** The hidden inputs of a page's form. */
function hiddenFields(html: string): Record<string, string> {
  const inputs = html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g);
  return Object.fromEntries([...inputs].map(([, name = '', value = '']) => [name, value]));
}

/** The approval link in a mail. */
export function linkIn(mail: { text: string } | undefined): string {
  const link = mail && /https?:\/\/\S+\/approve\/\S+/.exec(mail.text)?.[0];
  if (!link) throw new Error('There is no approval link in the mail.');
  return link;
}
