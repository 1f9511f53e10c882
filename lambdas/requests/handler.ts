import { cancel } from '../../core/access/cancel.ts';
import type { Closing } from '../../core/access/close.ts';
import { decide } from '../../core/access/decide.ts';
import { type ForPeople, loadFor } from '../../core/access/load.ts';
import { release } from '../../core/access/release.ts';
import { type AccessRequest, openAt } from '../../core/access/request.ts';
import { review } from '../../core/access/review.ts';
import { revoke } from '../../core/access/revoke.ts';
import { submit } from '../../core/access/submit.ts';
import { type Scope, scopeNamed } from '../../core/policy/config.ts';
import type { Person } from '../../core/policy/directory.ts';
import type { TokenStore, WaitingTasks, Workflow } from '../../core/ports.ts';
import { done, type Outcome } from '../../core/refusal.ts';
import { apiHandler, type Operations } from '../api.ts';
import { requestView } from './view.ts';

export type Requests = ForPeople &
  Closing & { tokens: TokenStore; waiting: WaitingTasks; workflow: Workflow };

/** As many of one's own requests as a list shows. */
const ownLimit = 50;
/** As many waiting or open requests as are looked through for a list. */
const listLimit = 200;

/** Everything about access requests but the mailed links: ask, see, decide, take back, end, review. */
export function requestsHandler(base: Requests, originSecret: () => Promise<string>) {
  const { config, authorization } = base;
  const show = (outcome: Outcome<AccessRequest>) =>
    outcome.ok ? done(requestView(config, outcome.value)) : outcome;

  const operations: Operations<'requests'> = {
    whoAmI: async ({ person }) =>
      done({
        person: person.key,
        name: person.name,
        email: person.email,
        groups: [...person.groups],
        auditor: authorization.onInstallation(person, 'readAudit').ok,
        supervisor: person.groups.some((group) => config.roles.supervisors.includes(group)),
      }),
    listScopes: async ({ person }) => done({ scopes: scopesFor(base, person) }),
    submitRequest: async ({ person, cause, body, headers }) =>
      show(await submit(base, person, cause, body, headers['idempotency-key'])),
    listRequests: async ({ person, query }) => {
      const listed = await list(base, person, query.view);
      return listed.ok
        ? done({ requests: listed.value.map((request) => requestView(config, request)) })
        : listed;
    },
    getRequest: async ({ person, params }) => show(await loadFor(base, person, 'readRequest', params.id)),
    decideRequest: async ({ person, cause, params, body }) =>
      show(
        await decide(base, person, cause, params.id, {
          approve: body.decision === 'approve',
          termsDigest: body.termsDigest,
          note: body.note,
        }),
      ),
    cancelRequest: async ({ person, cause, params, body }) =>
      show(await cancel(base, person, cause, params.id, body.note)),
    releaseGrant: async ({ person, cause, params, body }) =>
      show(await release(base, person, cause, params.id, body.note)),
    revokeGrant: async ({ person, cause, params, body }) =>
      show(await revoke(base, person, cause, params.id, body.note)),
    reviewBreakGlass: async ({ person, cause, params, body }) =>
      show(await review(base, person, cause, params.id, body)),
  };
  return apiHandler(base, originSecret, operations);
}

function scopesFor({ config, authorization }: Requests, person: Person) {
  return Object.keys(config.scopes)
    .map((name) => scopeNamed(config, name))
    .filter(
      (scope): scope is Scope => scope !== undefined && authorization.onScope(person, 'seeScope', scope),
    )
    .map((scope) => ({
      name: scope.name,
      title: scope.title,
      owner: scope.owner,
      sensitivity: scope.sensitivity,
      redaction: scope.redaction,
      logGroups: scope.logGroups,
      maxDurationSeconds: scope.maxDurationSeconds,
      maxLookbackSeconds: scope.maxLookbackSeconds,
      breakGlass: authorization.onScope(person, 'breakGlass', scope),
      canRequest: authorization.onScope(person, 'submitRequest', scope),
    }));
}

async function list(
  base: Requests,
  person: Person,
  view: 'mine' | 'to-decide' | 'open',
): Promise<Outcome<AccessRequest[]>> {
  switch (view) {
    case 'mine':
      return done(await base.requests.byRequester(person.key, ownLimit));
    case 'to-decide': {
      const pending = await base.requests.byState('pending', listLimit);
      return done(
        pending.filter((request) => {
          const { termsDigest } = request;
          return base.authorization.onRequest(person, 'decideRequest', request, { termsDigest }).ok;
        }),
      );
    }
    case 'open': {
      const allowed = base.authorization.onInstallation(person, 'listOpenAccess');
      if (!allowed.ok) return allowed;
      const active = await base.requests.byState('active', listLimit);
      return done(active.filter((request) => openAt(request, base.clock.now())));
    }
  }
}
