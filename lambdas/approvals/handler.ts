import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { problemCodes } from '../../contract/problem.ts';
import { ids as idShapes } from '../../contract/schemas.ts';
import { decide } from '../../core/access/decide.ts';
import { invalidLink, type OpenLink, openLink } from '../../core/access/link.ts';
import { type ForPeople, loadFor } from '../../core/access/load.ts';
import type { AccessRequest } from '../../core/access/request.ts';
import { html } from '../../core/html.ts';
import { scopeNamed } from '../../core/policy/config.ts';
import { displayName, type Person } from '../../core/policy/directory.ts';
import type { TokenStore, WaitingTasks } from '../../core/ports.ts';
import { type Outcome, type Refusal, refuse } from '../../core/refusal.ts';
import { causeOf } from '../caller.ts';
import { toProblem } from '../middleware/problems.ts';
import { throughSite } from '../middleware/through-site.ts';
import { logger, publishMetrics } from '../observability.ts';
import { recordRefusal } from '../refusals.ts';
import { type Decided, readForm } from './form.ts';
import { decisionForm, page, terms } from './pages.ts';
import type { SignIn } from './sign-in.ts';
import { type Visitor, Visitors } from './visitors.ts';

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
  readonly #visitors: Visitors;

  constructor(base: Approving, { siteUrl, signIn }: Options) {
    this.#base = base;
    this.#visitors = new Visitors(base, siteUrl, signIn);
  }

  answer(event: APIGatewayProxyEventV2): Promise<Result> {
    logger.appendKeys({ route: event.routeKey, correlationId: event.requestContext.requestId });
    const { token = '', id = '' } = event.pathParameters ?? {};
    switch (event.routeKey) {
      case 'GET /approve/signed-in':
        return this.#visitors.signedIn(event);
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
    const visitor = await this.#visitors.of(event);
    if (!visitor) {
      if (opened.ok && opened.value.scope.decideByTokenAlone) return this.#show(opened.value.request, '');
      const hint = opened.ok ? opened.value.person.email : undefined;
      return this.#visitors.beginSignIn(`/approve/${encodeURIComponent(token)}`, hint);
    }
    const own = ownLink(opened, visitor);
    if (!own.ok) return this.#refused(event, visitor, own.refusal);
    const { request } = own.value;
    return this.#show(request, await this.#visitors.formToken(visitor.session, request.id));
  }

  /**
   * Without a sign-in a link decides only where the scope says so. Whoever is signed in is held to who they are even there: a
   * requester who got hold of an approver's link must not be let through by it.
   */
  async #decideLink(event: APIGatewayProxyEventV2, token: string): Promise<Result> {
    const form = readForm(event);
    const opened = await openLink(this.#base, token);
    const visitor = await this.#visitors.of(event);
    if (visitor) {
      const own = ownLink(opened, visitor);
      if (!own.ok) return this.#refused(event, visitor, own.refusal);
      if (await this.#visitors.isOwnForm(visitor.session, own.value.request.id, form.form)) {
        return this.#decideByLink(event, visitor, own.value, form);
      }
      return this.#refused(event, visitor, invalidLink(own.value.request.id));
    }
    if (opened.ok && opened.value.scope.decideByTokenAlone) {
      return this.#decideByLink(event, undefined, opened.value, form);
    }
    // A stranger with a made-up token learns nothing and writes nothing; one that was ours is evidence.
    if (!opened.ok && opened.refusal.requestId !== undefined) {
      return this.#refused(event, undefined, opened.refusal);
    }
    return page(403, 'Sign in first', html`<p>Open the link from your mail again and sign in.</p>`);
  }

  async #decideByLink(
    event: APIGatewayProxyEventV2,
    visitor: Visitor | undefined,
    { hash, link, request, person: mailedTo }: OpenLink,
    { approve, note }: Decided,
  ): Promise<Result> {
    const person = visitor?.person ?? mailedTo;
    const cause = causeOf(event, 'link', person, visitor?.session.subject);
    const { termsDigest } = link;
    const outcome = await decide(this.#base, person, cause, request.id, { approve, termsDigest, note });
    if (!outcome.ok) return this.#refused(event, visitor ?? { person }, outcome.refusal);
    await this.#base.tokens.useLink(hash, this.#base.clock.now());
    return this.#decided(outcome.value);
  }

  async #showRequest(event: APIGatewayProxyEventV2, id: string): Promise<Result> {
    const visitor = await this.#visitors.of(event);
    if (!visitor) return this.#visitors.beginSignIn(`/approve/requests/${encodeURIComponent(id)}`);
    const { person, session } = visitor;
    const loaded = await this.#load(person, id);
    if (!loaded.ok) return this.#refused(event, visitor, loaded.refusal);
    const request = loaded.value;
    const { termsDigest } = request;
    const { authorization } = this.#base;
    const decidable = person && authorization.onRequest(person, 'decideRequest', request, { termsDigest }).ok;
    return this.#show(request, decidable ? await this.#visitors.formToken(session, id) : undefined);
  }

  async #decideRequest(event: APIGatewayProxyEventV2, id: string): Promise<Result> {
    const { approve, termsDigest, note, form } = readForm(event);
    const visitor = await this.#visitors.of(event);
    if (!visitor) return page(403, 'Sign in first', html`<p>Open the request again and sign in.</p>`);
    const { person, session } = visitor;
    const loaded = await this.#load(person, id);
    if (!loaded.ok) return this.#refused(event, visitor, loaded.refusal);
    if (!person || !(await this.#visitors.isOwnForm(session, id, form))) {
      return this.#refused(event, visitor, invalidLink(id));
    }
    const cause = causeOf(event, 'page', person, session.subject);
    const outcome = await decide(this.#base, person, cause, id, { approve, termsDigest, note });
    return outcome.ok ? this.#decided(outcome.value) : this.#refused(event, visitor, outcome.refusal);
  }

  async #load(person: Person | undefined, id: string): Promise<Outcome<AccessRequest>> {
    if (!person || !idShapes.request.safeParse(id).success) {
      return refuse('not-found', 'There is no such request, or it is not for you to see.');
    }
    return loadFor(this.#base, person, 'readRequest', id);
  }

  /** The terms; with a form, if there is something to decide and a token for it. */
  #show(request: AccessRequest, form: string | undefined): Result {
    const shown = this.#describe(request);
    const title = `${shown.requesterName} asks to see ${shown.scopeTitle}`;
    if (request.state !== 'pending' || form === undefined) {
      const state = request.state === 'pending' ? 'waiting for an approver' : request.state;
      return page(
        200,
        title,
        html`${terms(shown)}<p>It is ${state}; there is nothing for you to decide.</p>`,
      );
    }
    const until = new Date(request.decideBy).toISOString().replace('T', ' ').slice(0, 16);
    const fields = { form, termsDigest: request.termsDigest };
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
    visitor: Partial<Visitor> | undefined,
    refusal: Refusal,
  ): Promise<Result> {
    const cause = causeOf(event, 'page', visitor?.person, visitor?.session?.subject);
    await recordRefusal(this.#base, cause, refusal);
    const [status, title] = problemCodes[refusal.code];
    const again = visitor?.session && html`<p><a href="?sign-in=again">Sign in as somebody else</a></p>`;
    return page(status, title, html`<p class="alert" role="alert">${refusal.detail}</p>${again}`);
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

/** A link is good only in the hands of the person it was mailed to. */
function ownLink(opened: Outcome<OpenLink>, { person }: Visitor): Outcome<OpenLink> {
  if (!opened.ok || person?.key === opened.value.person.key) return opened;
  return { ok: false, refusal: invalidLink(opened.value.request.id) };
}
