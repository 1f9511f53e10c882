import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { problemCodes } from '../../contract/problem.ts';
import { ids as idShapes } from '../../contract/schemas.ts';
import { decide } from '../../core/access/decide.ts';
import { invalid, type OpenLink, openLink } from '../../core/access/link.ts';
import { type ForPeople, loadFor } from '../../core/access/load.ts';
import type { AccessRequest } from '../../core/access/request.ts';
import { html } from '../../core/html.ts';
import { scopeNamed } from '../../core/policy/config.ts';
import { displayName, identify, type Person } from '../../core/policy/directory.ts';
import type { TokenStore, WaitingTasks } from '../../core/ports.ts';
import { done, type Outcome, refuse } from '../../core/refusal.ts';
import { causeOf, claimsOf } from '../caller.ts';
import { toProblem } from '../middleware/problems.ts';
import { throughSite } from '../middleware/through-site.ts';
import { logger, publishMetrics } from '../observability.ts';
import { recordRefusal } from '../refusals.ts';
import { Cookies, type Session } from './cookies.ts';
import { type Decided, readForm } from './form.ts';
import { decisionForm, page, redirect, terms } from './pages.ts';
import type { SignIn } from './sign-in.ts';

export type Approving = ForPeople & { tokens: TokenStore; waiting: WaitingTasks };
type Result = APIGatewayProxyStructuredResultV2;

interface Options {
  originSecret: () => Promise<string>;
  siteUrl: string;
  signIn: SignIn;
}

/** The approver's pages. A GET never changes anything; a decision is a POST of the form the page shows. */
export function approvalsHandler(base: Approving, options: Options) {
  const pages = new ApprovalPages(base, options);
  return middy<APIGatewayProxyEventV2, Result>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(publishMetrics)
    .use({
      onError: (request) => {
        const { title, detail, status, instance } = toProblem(
          request.error,
          request.event.requestContext.requestId,
        );
        request.response = page(status, title, html`<p>${detail}</p><p>Reference: ${instance}</p>`);
      },
    })
    .use(throughSite(options.originSecret))
    .handler((event) => pages.answer(event));
}

class ApprovalPages {
  readonly #base: Approving;
  readonly #options: Options;
  readonly #cookies: Cookies;

  constructor(base: Approving, options: Options) {
    this.#base = base;
    this.#options = options;
    this.#cookies = new Cookies(base.keys, options.siteUrl);
  }

  answer(event: APIGatewayProxyEventV2): Promise<Result> {
    logger.appendKeys({ route: event.routeKey, correlationId: event.requestContext.requestId });
    const { token = '', id = '' } = event.pathParameters ?? {};
    switch (event.routeKey) {
      case 'GET /approve/signed-in':
        return this.#signedIn(event);
      case 'GET /approve/requests/{id}':
        return this.#showRequest(event, id);
      case 'POST /approve/requests/{id}':
        return this.#decideRequest(event, id);
      case 'GET /approve/{token}':
        return this.#showLink(event, token);
      case 'POST /approve/{token}':
        return this.#decideLink(event, token);
      default:
        throw new Error(`No page for the route ${event.routeKey}.`);
    }
  }

  async #showLink(event: APIGatewayProxyEventV2, token: string): Promise<Result> {
    const opened = await openLink(this.#base, token);
    const session = await this.#session(event);
    if (opened.ok && opened.value.scope.decideByTokenAlone) {
      return this.#show(opened.value.request, { form: '' });
    }
    if (!session)
      return this.#beginSignIn(
        `/approve/${encodeURIComponent(token)}`,
        opened.ok ? opened.value.person.email : undefined,
      );
    const allowed = this.#linkFor(opened, session);
    if (!allowed.ok) return this.#refused(event, session, allowed);
    const { request } = allowed.value;
    return this.#show(request, { form: await this.#formToken(session, request.id) });
  }

  async #decideLink(event: APIGatewayProxyEventV2, token: string): Promise<Result> {
    const form = readForm(event);
    const opened = await openLink(this.#base, token);
    const session = await this.#session(event);
    const tokenAlone = opened.ok && opened.value.scope.decideByTokenAlone;
    if (!session && !tokenAlone) {
      // A stranger with a made-up token learns nothing and writes nothing; one that was ours is evidence.
      if (!opened.ok && opened.refusal.requestId !== undefined)
        return this.#refused(event, undefined, opened);
      return page(403, 'Sign in first', html`<p>Open the link from your mail again and sign in.</p>`);
    }
    if (tokenAlone) return this.#decide(event, opened.value.person, undefined, opened.value, form);

    const allowed = this.#linkFor(opened, session);
    if (!session || !allowed.ok) return this.#refused(event, session, allowed);
    const bound = await this.#checkForm(session, allowed.value.request.id, form);
    if (!bound.ok) return this.#refused(event, session, bound);
    return this.#decide(event, this.#person(session), session, allowed.value, form);
  }

  async #decide(
    event: APIGatewayProxyEventV2,
    person: Person | undefined,
    session: Session | undefined,
    { hash, link, request }: OpenLink,
    form: Decided,
  ): Promise<Result> {
    if (!person) return this.#refused(event, session, invalid(request.id));
    const outcome = await decide(
      this.#base,
      person,
      causeOf(event, 'link', person, session?.subject),
      request.id,
      {
        approve: form.approve,
        termsDigest: link.termsDigest,
        note: form.note,
      },
    );
    if (!outcome.ok) return this.#refused(event, session, outcome, person);
    await this.#base.tokens.useLink(hash, this.#base.clock.now());
    return this.#decided(outcome.value);
  }

  async #showRequest(event: APIGatewayProxyEventV2, id: string): Promise<Result> {
    const session = await this.#session(event);
    if (!session) return this.#beginSignIn(`/approve/requests/${encodeURIComponent(id)}`);
    const person = this.#person(session);
    const loaded = await this.#load(person, id);
    if (!loaded.ok || !person) return this.#refused(event, session, loaded);
    const request = loaded.value;
    const { authorization } = this.#base;
    const decidable =
      request.state === 'pending' &&
      authorization.onRequest(person, 'decideRequest', request, { termsDigest: request.termsDigest }).ok;
    return this.#show(request, decidable ? { form: await this.#formToken(session, id) } : {});
  }

  async #decideRequest(event: APIGatewayProxyEventV2, id: string): Promise<Result> {
    const form = readForm(event);
    const session = await this.#session(event);
    if (!session) return page(403, 'Sign in first', html`<p>Open the request again and sign in.</p>`);
    const person = this.#person(session);
    const bound = await this.#checkForm(session, id, form);
    if (!bound.ok || !person)
      return this.#refused(event, session, bound.ok ? await this.#load(person, id) : bound);
    const outcome = await decide(this.#base, person, causeOf(event, 'page', person, session.subject), id, {
      approve: form.approve,
      termsDigest: form.termsDigest,
      note: form.note,
    });
    return outcome.ok ? this.#decided(outcome.value) : this.#refused(event, session, outcome);
  }

  #load(person: Person | undefined, id: string): Promise<Outcome<AccessRequest>> {
    if (!person || !idShapes.request.safeParse(id).success) {
      return Promise.resolve(refuse('not-found', 'There is no such request, or it is not for you to see.'));
    }
    return loadFor(this.#base, person, 'readRequest', id);
  }

  #show(request: AccessRequest, { form }: { form?: string }): Result {
    const shown = this.#describe(request);
    const title = `${shown.requesterName} asks to see ${shown.scopeTitle}`;
    if (form === undefined || request.state !== 'pending') {
      return page(
        200,
        title,
        html`${terms(shown)}<p>This is ${request.state}; there is nothing to decide.</p>`,
      );
    }
    const fields = { form, termsDigest: request.termsDigest };
    const until = new Date(request.decideBy).toISOString().replace('T', ' ').slice(0, 16);
    return page(
      200,
      title,
      html`${terms(shown)}<p>To be decided by ${until} UTC.</p>${decisionForm(fields)}`,
    );
  }

  #decided(request: AccessRequest): Result {
    const shown = this.#describe(request);
    const approved = request.state === 'approved';
    const next = approved ? 'Access opens in a moment and closes by itself.' : 'Nothing has been opened.';
    return page(
      200,
      approved ? 'Approved' : 'Denied',
      html`<p role="status">${shown.requesterName} will be told. ${next}</p>${terms(shown)}`,
    );
  }

  async #refused(
    event: APIGatewayProxyEventV2,
    session: Session | undefined,
    outcome: Outcome<unknown>,
    person = session && this.#person(session),
  ): Promise<Result> {
    if (outcome.ok) throw new Error('A good outcome was to be refused.');
    const { code, detail } = outcome.refusal;
    await recordRefusal(this.#base, causeOf(event, 'page', person, session?.subject), outcome.refusal);
    const [status, title] = problemCodes[code];
    const again = html`<p><a href="?sign-in=again">Sign in as somebody else</a></p>`;
    return page(status, title, html`<p class="alert" role="alert">${detail}</p>${session ? again : ''}`);
  }

  /** A link is good only in the hands of the person it was mailed to. */
  #linkFor(opened: Outcome<OpenLink>, session: Session | undefined): Outcome<OpenLink> {
    if (!opened.ok) return opened;
    const person = session && this.#person(session);
    return person?.key === opened.value.person.key ? done(opened.value) : invalid(opened.value.request.id);
  }

  async #session(event: APIGatewayProxyEventV2): Promise<Session | undefined> {
    if (event.queryStringParameters?.['sign-in'] === 'again') return undefined;
    return this.#cookies.read('session', event.cookies);
  }

  #person(session: Session): Person | undefined {
    const { subject, email, groups } = session;
    return identify(this.#base.config, { subject, ...(email && { email }), ...(groups && { groups }) });
  }

  async #beginSignIn(returnTo: string, loginHint?: string): Promise<Result> {
    const { url, flow } = await this.#options.signIn.begin(returnTo, loginHint);
    return redirect(url.href, [await this.#cookies.write('flow', flow)]);
  }

  async #signedIn(event: APIGatewayProxyEventV2): Promise<Result> {
    const flow = await this.#cookies.read('flow', event.cookies);
    const current = new URL(`${this.#options.siteUrl}${event.rawPath}?${event.rawQueryString}`);
    const claims = flow && (await this.#options.signIn.finish(flow, current));
    if (!flow || !claims) {
      return page(403, 'The sign-in did not work', html`<p>Open the link from your mail again.</p>`);
    }
    const { subject, email, groups } = claimsOf(this.#base.config, claims);
    const session = {
      id: this.#base.ids.secret(),
      subject,
      ...(email !== undefined && { email }),
      ...(groups && { groups: [...groups] }),
    };
    return redirect(`${this.#options.siteUrl}${flow.returnTo}`, [
      await this.#cookies.write('session', session),
      this.#cookies.clear('flow'),
    ]);
  }

  /** Binds a form to the session and the request it was shown for, against forms posted from elsewhere. */
  async #formToken(session: Session, requestId: string): Promise<string> {
    const key = await this.#base.keys.ofGrant(requestId);
    return Buffer.from(key.mac('form', `${session.id}\n${requestId}`)).toString('base64url');
  }

  async #checkForm(session: Session, requestId: string, form: Decided): Promise<Outcome<undefined>> {
    const expected = this.#base.digest.sha256(await this.#formToken(session, requestId));
    // Hashes are compared, so that the time it takes tells nothing about the token.
    return this.#base.digest.sha256(form.form) === expected ? done(undefined) : invalid(requestId);
  }

  #describe(request: AccessRequest) {
    const { config } = this.#base;
    return {
      request,
      scopeTitle: scopeNamed(config, request.terms.scope)?.title ?? request.terms.scope,
      requesterName: displayName(config, request.terms.requester),
    };
  }
}
