import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { html } from '../../core/html.ts';
import { identify, type Person } from '../../core/policy/directory.ts';
import type { Base } from '../../core/ports.ts';
import { claimsOf } from '../caller.ts';
import { Cookies, type Session } from './cookies.ts';
import { page, redirect } from './pages.ts';
import type { SignIn } from './sign-in.ts';

/** Somebody who has signed in at the approval pages; the person is looked up anew at every call. */
export interface Visitor {
  session: Session;
  person: Person | undefined;
}

/** Who visits the approval pages: their sign-in, their session, and the forms that were shown to them. */
export class Visitors {
  readonly #base: Base;
  readonly #siteUrl: string;
  readonly #signIn: SignIn;
  readonly #cookies: Cookies;

  constructor(base: Base, siteUrl: string, signIn: SignIn) {
    this.#base = base;
    this.#siteUrl = siteUrl;
    this.#signIn = signIn;
    this.#cookies = new Cookies(base.keys, siteUrl);
  }

  async of(event: APIGatewayProxyEventV2): Promise<Visitor | undefined> {
    if (event.queryStringParameters?.['sign-in'] === 'again') return undefined;
    const session = await this.#cookies.read('session', event.cookies);
    if (!session) return undefined;
    const { subject, email, groups } = session;
    const claims = { subject, ...(email && { email }), ...(groups && { groups }) };
    return { session, person: identify(this.#base.config, claims) };
  }

  async beginSignIn(returnTo: string, loginHint?: string): Promise<APIGatewayProxyStructuredResultV2> {
    const { url, flow } = await this.#signIn.begin(returnTo, loginHint);
    return redirect(url.href, [await this.#cookies.write('flow', flow)]);
  }

  async signedIn(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
    const flow = await this.#cookies.read('flow', event.cookies);
    const current = new URL(`${this.#siteUrl}${event.rawPath}?${event.rawQueryString}`);
    const claims = flow && (await this.#signIn.finish(flow, current));
    if (!flow || !claims) {
      return page(403, 'The sign-in did not work', html`<p>Open the link from your mail again.</p>`);
    }
    const { subject, email, groups } = claimsOf(this.#base.config, claims);
    const session: Session = {
      id: this.#base.ids.secret(),
      subject,
      ...(email !== undefined && { email }),
      ...(groups && { groups: [...groups] }),
    };
    const cookies = [await this.#cookies.write('session', session), this.#cookies.clear('flow')];
    return redirect(`${this.#siteUrl}${flow.returnTo}`, cookies);
  }

  /** Binds a form to the session and the request it is shown for, against forms posted from elsewhere. */
  async formToken(session: Session, requestId: string): Promise<string> {
    const key = await this.#base.keys.ofGrant(requestId);
    return Buffer.from(key.mac('form', `${session.id}\n${requestId}`)).toString('base64url');
  }

  /** Hashes are compared, so that the time it takes tells nothing about the token. */
  async isOwnForm(session: Session, requestId: string, token: string): Promise<boolean> {
    const { sha256 } = this.#base.digest;
    return sha256(token) === sha256(await this.formToken(session, requestId));
  }
}
