import type { AccessRequest } from '../access/request.ts';
import type { Authorizer } from '../ports.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import type { Config, Scope } from './config.ts';
import { scopeNamed } from './config.ts';
import type { Person } from './directory.ts';

export type ScopeAction = 'submitRequest' | 'breakGlass' | 'seeScope';
export type RequestAction =
  | 'decideRequest'
  | 'readRequest'
  | 'cancelRequest'
  | 'releaseGrant'
  | 'revokeGrant'
  | 'reviewBreakGlass'
  | 'useGrant';
/** A hold, or an item of a periodic review; whom it concerns may not lift it or sign it off. */
interface Concerning {
  id: string;
  concerns: readonly string[];
}
export type InstallationAction =
  | 'listOpenAccess'
  | 'readAudit'
  | 'queryAudit'
  | 'readReports'
  | 'holdEvidence';

/** A question to Cedar, in its JSON shapes (docs.cedarpolicy.com, "Authorization"). */
export interface Question {
  principal: EntityUid;
  action: EntityUid;
  resource: EntityUid;
  context: Record<string, string>;
  entities: Entity[];
}
interface EntityUid {
  type: string;
  id: string;
}
interface Entity {
  uid: EntityUid;
  attrs: Record<string, Attribute>;
  parents: EntityUid[];
}
type Attribute = string | { __entity: EntityUid } | { __entity: EntityUid }[];

/** Asks the policies under `policies/` and puts the answer into words. */
export class Authorization {
  readonly #authorizer: Authorizer;
  readonly #config: Config;

  constructor(authorizer: Authorizer, config: Config) {
    this.#authorizer = authorizer;
    this.#config = config;
  }

  onScope(person: Person, action: ScopeAction, scope: Scope): boolean {
    return this.#ask(person, action, uid('Scope', scope.name), [this.#scope(scope)]).allowed;
  }

  onInstallation(person: Person, action: InstallationAction): Outcome<undefined> {
    const { allowed } = this.#ask(person, action, installationUid, []);
    if (allowed) return done(undefined);
    return refuse(
      'not-allowed',
      `This is for ${audiences[action]}; ask one of them, or be added to their group.`,
    );
  }

  onReportItem(person: Person, item: Concerning): Outcome<undefined> {
    const { allowed, policies } = this.#askOf(person, 'signReport', 'ReportItem', item);
    if (allowed) return done(undefined);
    if (policies.includes('forbid-signing-what-concerns-oneself')) {
      return refuse('own-request', 'This item is about you; somebody else has to sign it off.');
    }
    return refuse('not-allowed', `This is for ${audiences.readReports}; ask one of them.`);
  }

  /** Whether a person may lift the hold on the evidence of a request. */
  onHold(person: Person, held: Concerning): Outcome<undefined> {
    const { allowed, policies } = this.#askOf(person, 'liftHold', 'Hold', held);
    if (allowed) return done(undefined);
    if (policies.includes('forbid-lifting-holds-on-own-access')) {
      return refuse(
        'own-request',
        'This is evidence of your own access; somebody else has to lift its hold.',
        {
          requestId: held.id,
        },
      );
    }
    return refuse('not-allowed', `This is for ${audiences.holdEvidence}; ask one of them.`);
  }

  /**
   * Reading decides between 404 and 403: whoever may not read a request is not told that it is there.
   */
  onRequest(
    person: Person,
    action: RequestAction,
    request: AccessRequest,
    context: Record<string, string> = {},
  ): Outcome<undefined> {
    const scope = scopeNamed(this.#config, request.terms.scope);
    const entities = [
      ...(scope ? [this.#scope(scope)] : []),
      {
        uid: uid('Request', request.id),
        attrs: {
          scope: ref('Scope', request.terms.scope),
          requester: ref('Person', request.terms.requester),
          termsDigest: request.termsDigest,
        },
        parents: [],
      },
    ];
    const resource = uid('Request', request.id);
    const { allowed, policies } = this.#ask(person, action, resource, entities, context);
    if (allowed) return done(undefined);
    const mayRead = action !== 'readRequest' && this.#ask(person, 'readRequest', resource, entities).allowed;
    if (!mayRead) return notFound(request.id);
    return explain(action, policies, request);
  }

  #askOf(person: Person, action: 'signReport' | 'liftHold', type: string, { id, concerns }: Concerning) {
    const attrs = {
      installation: { __entity: installationUid },
      concerns: concerns.map((key) => ref('Person', key)),
    };
    return this.#ask(person, action, uid(type, id), [{ uid: uid(type, id), attrs, parents: [] }]);
  }

  #ask(
    person: Person,
    action: string,
    resource: EntityUid,
    entities: Entity[],
    context: Record<string, string> = {},
  ): { allowed: boolean; policies: string[] } {
    const { auditors, supervisors } = this.#config.roles;
    return this.#authorizer.decide({
      principal: uid('Person', person.key),
      action: uid('Action', action),
      resource,
      context,
      entities: [
        ...entities,
        {
          uid: uid('Person', person.key),
          attrs: {},
          parents: person.groups.map((group) => uid('Group', group)),
        },
        {
          uid: installationUid,
          attrs: {
            auditors: groupRefs(auditors),
            supervisors: groupRefs(supervisors),
            reviewers: groupRefs(this.#config.periodicReview.reviewers ?? auditors),
          },
          parents: [],
        },
      ],
    });
  }

  #scope(scope: Scope): Entity {
    return {
      uid: uid('Scope', scope.name),
      attrs: {
        installation: { __entity: installationUid },
        requesters: groupRefs(scope.requesters),
        approvers: groupRefs(scope.approvers),
        glassBreakers: groupRefs(scope.breakGlass?.eligible ?? []),
      },
      parents: [],
    };
  }
}

export function notFound(id: string): Outcome<never> {
  return refuse('not-found', `There is no request ${id}, or it is not for you to see.`);
}

function explain(action: RequestAction, policies: string[], request: AccessRequest): Outcome<never> {
  const requestId = request.id;
  if (policies.includes('forbid-deciding-own-request')) {
    return refuse('own-request', 'You asked for this yourself; somebody else has to decide.', { requestId });
  }
  if (policies.includes('forbid-deciding-changed-terms')) {
    return refuse(
      'terms-changed',
      'The terms are not the ones you looked at; read them again and decide then.',
      {
        requestId,
      },
    );
  }
  return refuse('not-allowed', refusals[action], { requestId });
}

const audiences: Record<InstallationAction, string> = {
  listOpenAccess: 'supervisors and auditors',
  readAudit: 'auditors',
  queryAudit: 'auditors',
  readReports: 'reviewers',
  holdEvidence: 'auditors and supervisors',
};

const refusals: Record<RequestAction, string> = {
  decideRequest: 'Only approvers of this scope decide on its requests.',
  readRequest: 'This request is not for you to see.',
  cancelRequest: 'Only the person who asked can take a request back.',
  releaseGrant: 'Only the person who has the access can hand it back; to end it for them, revoke it.',
  revokeGrant: 'Only approvers of this scope and supervisors revoke access; hand your own back with release.',
  reviewBreakGlass: 'Only approvers of this scope and supervisors review a broken glass.',
  useGrant: 'Only the person this access was granted to can use it; ask for your own.',
};

const uid = (type: string, id: string): EntityUid => ({ type: `Vitrine::${type}`, id });
const ref = (type: string, id: string) => ({ __entity: uid(type, id) });
const groupRefs = (groups: readonly string[]) => groups.map((group) => ref('Group', group));
const installationUid = uid('Installation', 'vitrine');
