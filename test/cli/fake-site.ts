import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { generateKeyPair, SignJWT } from 'jose';
import { type Problem, type ProblemCode, problem, problemMediaType } from '../../contract/problem.ts';
import { type RouteName, routes } from '../../contract/routes.ts';

export interface Call {
  params: Record<string, string>;
  query: Record<string, string>;
  headers: IncomingMessage['headers'];
  body: unknown;
}

/** What a route answers: a good body, or a refusal. A list is answered one after another, the last one forever. */
export type Answer = object | ((call: Call) => object);
export class Refusal {
  readonly problem: Problem;
  constructor(code: ProblemCode, extra?: Parameters<typeof problem>[1]) {
    this.problem = problem(code, extra);
  }
}

/** A Vitrine site with an identity provider, on a port of its own, that answers what a test says. */
export class FakeSite {
  readonly calls: (Call & { route: RouteName })[] = [];
  readonly answers = new Map<RouteName, Answer[]>();
  readonly provider = {
    /** Who is signed in without a page; undefined shows a page. */
    person: undefined as string | undefined,
    expiresInSeconds: 3600,
    refreshes: 0,
    revoked: [] as string[],
    authorizations: [] as URLSearchParams[],
    refreshTokens: new Set<string>(),
  };
  /** How often the connection is dropped before an API call is answered. */
  hiccups = 0;
  audience = 'https://vitrine.example.com/api';
  readonly #codes = new Map<string, URLSearchParams>();
  readonly #server: Server = createServer((request, response) => {
    this.#handle(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });

  static async start(): Promise<FakeSite> {
    const site = new FakeSite();
    await new Promise<void>((listening) => site.#server.listen(0, '127.0.0.1', listening));
    return site;
  }

  get url(): string {
    const address = this.#server.address();
    if (!address || typeof address === 'string') throw new Error('not listening');
    return `http://127.0.0.1:${address.port}`;
  }

  on(route: RouteName, ...answers: Answer[]): this {
    this.answers.set(route, answers);
    return this;
  }

  callsTo(route: RouteName): Call[] {
    return this.calls.filter((call) => call.route === route);
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    const body = await read(request);
    if (url.pathname === '/config.json') {
      const issuer = `${this.url}/oidc`;
      return send(response, 200, {
        issuer,
        clientId: 'vitrine-cli',
        audience: this.audience,
        siteUrl: this.url,
      });
    }
    if (url.pathname.startsWith('/oidc/')) return this.#provide(request, response, url, body);
    if (this.hiccups > 0) {
      this.hiccups -= 1;
      request.socket.destroy();
      return;
    }
    return this.#answer(request, response, url, body);
  }

  async #provide(request: IncomingMessage, response: ServerResponse, url: URL, body: string): Promise<void> {
    const issuer = `${this.url}/oidc`;
    const { provider } = this;
    switch (url.pathname) {
      case '/oidc/.well-known/openid-configuration':
        return send(response, 200, {
          issuer,
          authorization_endpoint: `${issuer}/auth`,
          token_endpoint: `${issuer}/token`,
          revocation_endpoint: `${issuer}/revoke`,
          jwks_uri: `${issuer}/jwks`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
        });
      case '/oidc/auth':
        provider.authorizations.push(url.searchParams);
        if (!provider.person) return page(response, 'Who are you?');
        // The cookie has to come back, on this path only, as with real providers.
        return redirect(
          response,
          '/oidc/resume/1',
          `flow=${url.searchParams.get('state')}; Path=/oidc/resume`,
        );
      case '/oidc/resume/1':
      case '/oidc/press': {
        const params = provider.authorizations.at(-1) ?? new URLSearchParams();
        if (url.pathname !== '/oidc/press' && request.headers.cookie !== `flow=${params.get('state')}`) {
          return page(response, 'Where is the cookie?');
        }
        const code = randomUUID();
        this.#codes.set(code, params);
        return redirect(response, `${params.get('redirect_uri')}?code=${code}&state=${params.get('state')}`);
      }
      case '/oidc/token':
        return this.#giveTokens(response, new URLSearchParams(body));
      case '/oidc/revoke':
        provider.revoked.push(new URLSearchParams(body).get('token') ?? '');
        response.writeHead(200).end();
        return;
      default:
        response.writeHead(404).end();
    }
  }

  async #giveTokens(response: ServerResponse, form: URLSearchParams): Promise<void> {
    const { provider } = this;
    const refreshToken = randomUUID();
    if (form.get('grant_type') === 'refresh_token') {
      provider.refreshes += 1;
      // A refresh token works once.
      if (!provider.refreshTokens.delete(form.get('refresh_token') ?? '')) {
        return send(response, 400, { error: 'invalid_grant' });
      }
    } else {
      const asked = this.#codes.get(form.get('code') ?? '');
      const challenge = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url');
      if (asked?.get('code_challenge') !== challenge) return send(response, 400, { error: 'invalid_grant' });
      provider.refreshTokens.add(refreshToken);
      return send(response, 200, {
        ...(await this.#tokens(asked.get('nonce') ?? '')),
        refresh_token: refreshToken,
      });
    }
    provider.refreshTokens.add(refreshToken);
    const { access_token, token_type, expires_in } = await this.#tokens('');
    return send(response, 200, { access_token, token_type, expires_in, refresh_token: refreshToken });
  }

  async #tokens(nonce: string) {
    const sign = async (claims: Record<string, unknown>, audience: string) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256' })
        .setIssuer(`${this.url}/oidc`)
        .setSubject(this.provider.person ?? 'alice')
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime('1h')
        .sign((await keys).privateKey);
    return {
      access_token: await sign({ jti: randomUUID() }, this.audience),
      id_token: await sign({ nonce }, 'vitrine-cli'),
      token_type: 'Bearer',
      expires_in: this.provider.expiresInSeconds,
    };
  }

  #answer(request: IncomingMessage, response: ServerResponse, url: URL, body: string): void {
    const found = match(request.method ?? '', url.pathname);
    if (!request.headers.authorization?.startsWith('Bearer ')) {
      send(response, 401, { message: 'Unauthorized' });
      return;
    }
    const value = found ? this.#valueOf(found, request, url, body) : new Refusal('not-found');
    if (value instanceof Refusal) refuse(response, value);
    else send(response, found ? routes[found.name].success.status : 404, value);
  }

  #valueOf(found: Found, { headers }: IncomingMessage, { searchParams }: URL, body: string): object {
    const { name, params } = found;
    const call = { params, query: Object.fromEntries(searchParams), headers, body: body && JSON.parse(body) };
    this.calls.push({ ...call, route: name });
    const answers = this.answers.get(name) ?? [new Refusal('not-found', { detail: `nothing for ${name}` })];
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    return (typeof answer === 'function' ? answer(call) : answer) ?? {};
  }
}

interface Found {
  name: RouteName;
  params: Record<string, string>;
}

const keys = generateKeyPair('RS256');

function match(method: string, path: string): Found | undefined {
  for (const [name, route] of Object.entries(routes)) {
    const pattern = new RegExp(`^${route.path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
    const params = route.method === method ? pattern.exec(path) : null;
    if (params) return { name: name as RouteName, params: { ...params.groups } };
  }
  return undefined;
}

async function read(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return text;
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function refuse(response: ServerResponse, { problem }: Refusal): void {
  response.writeHead(problem.status, { 'content-type': problemMediaType }).end(JSON.stringify(problem));
}

function page(response: ServerResponse, text: string): void {
  response.writeHead(200, { 'content-type': 'text/html' }).end(`<p>${text}</p>`);
}

function redirect(response: ServerResponse, location: string, cookie?: string): void {
  response.writeHead(303, { location, ...(cookie && { 'set-cookie': cookie }) }).end();
}
