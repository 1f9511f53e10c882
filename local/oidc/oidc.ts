import type { IncomingMessage, ServerResponse } from 'node:http';
import { Provider } from 'oidc-provider';
import { findPerson, type Person } from './person.ts';
import { type OidcOptions, providerConfiguration } from './provider-configuration.ts';
import { signInPage } from './sign-in-page.ts';
import { signingKeys } from './signing-keys.ts';

/** The stand-in's identity provider, mounted under `/oidc`. */
export class Oidc {
  readonly #provider: Provider;
  readonly #callback: ReturnType<Provider['callback']>;
  readonly #people: readonly Person[];

  constructor(options: OidcOptions) {
    this.#people = options.people;
    this.#provider = new Provider(
      options.issuer,
      providerConfiguration(options, signingKeys(options.dataDir)),
    );
    acceptLoopbackRedirects(this.#provider);
    this.#callback = this.#provider.callback();
  }

  /** Answers if the path is below `/oidc`; says whether it did. */
  readonly handle = (request: IncomingMessage, response: ServerResponse): boolean => {
    const url = request.url ?? '/';
    if (url !== '/oidc' && !url.startsWith('/oidc/')) return false;
    if (url.startsWith('/oidc/interaction/')) {
      this.#interact(request, response).catch((error: unknown) => {
        response.writeHead(400, { 'content-type': 'text/plain' });
        response.end(`The sign-in cannot go on: ${error instanceof Error ? error.message : error}\n`);
      });
      return true;
    }
    // The provider finds out where it is mounted by comparing the two.
    Object.assign(request, { originalUrl: url });
    request.url = url.slice('/oidc'.length) || '/';
    void this.#callback(request, response);
    return true;
  };

  /** A hint or a pressed button signs in at once; otherwise the page lists who there is. */
  async #interact(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { params, prompt } = await this.#provider.interactionDetails(request, response);
    if (prompt.name === 'consent') {
      await this.#provider.interactionFinished(request, response, { consent: {} });
      return;
    }
    const chosen = new URL(request.url ?? '/', 'http://local').searchParams.get('as') ?? params['login_hint'];
    const person = typeof chosen === 'string' ? findPerson(this.#people, chosen) : undefined;
    if (person) {
      await this.#provider.interactionFinished(request, response, { login: { accountId: person.sub } });
      return;
    }
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
    response.end(String(signInPage(this.#people)));
  }
}

/** Native programs listen on any port and path of the loopback interface, and the site itself is on it, too. */
function acceptLoopbackRedirects(provider: Provider): void {
  const isLoopback = (uri: string): boolean => {
    const url = URL.parse(uri);
    return url?.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  };
  Object.assign(provider.Client.prototype, {
    redirectUriAllowed: isLoopback,
    postLogoutRedirectUriAllowed: isLoopback,
  });
}
