import { type Scope, scopeNamed } from '../policy/config.ts';
import { membersOf, type Person, personNamed } from '../policy/directory.ts';
import type { Base, Link, TokenStore } from '../ports.ts';
import { done, type Outcome, type Refusal } from '../refusal.ts';
import type { AccessRequest, InState } from './request.ts';

type Linking = Base & { tokens: TokenStore };

/** A link that can still decide: who it was mailed to, and the request it is bound to. */
export interface OpenLink {
  hash: string;
  link: Link;
  person: Person;
  scope: Scope;
  request: AccessRequest;
}

/** Approvers of the scope other than the person who asks. */
export function approversOf(base: Pick<Base, 'config'>, request: AccessRequest): Person[] {
  const scope = scopeNamed(base.config, request.terms.scope);
  return membersOf(base.config, scope?.approvers ?? []).filter(
    (person) => person.key !== request.terms.requester,
  );
}

/** Makes a single-use secret for one approver, bound to the exact terms; only its hash is stored. */
export async function issueLink(base: Linking, request: InState<'pending'>, person: Person): Promise<string> {
  const token = base.ids.secret();
  await base.tokens.putLink(hashOf(base, token), {
    requestId: request.id,
    person: person.key,
    termsDigest: request.termsDigest,
    expiresAt: request.decideBy,
  });
  return token;
}

/**
 * Looks a mailed token up. The hash is the key, so that no comparison of secrets can be timed. Every way in which a link
 * may be bad gets the same answer: a stranger learns nothing from it.
 */
export async function openLink(base: Linking, token: string): Promise<Outcome<OpenLink>> {
  const hash = hashOf(base, token);
  const link = await base.tokens.getLink(hash);
  if (!link || link.usedAt !== undefined || base.clock.now() >= link.expiresAt)
    return { ok: false, refusal: invalidLink(link?.requestId) };
  const request = await base.requests.get(link.requestId);
  const scope = request && scopeNamed(base.config, request.terms.scope);
  const person = personNamed(base.config, link.person);
  if (!request || !scope || !person || request.termsDigest !== link.termsDigest)
    return { ok: false, refusal: invalidLink(link.requestId) };
  return done({ hash, link, person, scope, request });
}

export function invalidLink(requestId?: string): Refusal {
  return {
    code: 'link-invalid',
    detail:
      'This link is used, expired or not for you. Open the request from your list, or ask for a new one.',
    ...(requestId !== undefined && { requestId }),
  };
}

function hashOf(base: Base, token: string): string {
  return base.digest.sha256(`vitrine/link/v1\n${token}`);
}
