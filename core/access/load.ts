import type { Authorization, RequestAction } from '../policy/authorize.ts';
import { notFound } from '../policy/authorize.ts';
import type { Person } from '../policy/directory.ts';
import type { Base } from '../ports.ts';
import { done, type Outcome } from '../refusal.ts';
import type { AccessRequest } from './request.ts';

/** What an action of a signed-in person needs beyond the base. */
export interface ForPeople extends Base {
  authorization: Authorization;
}

/** Reads a request afresh and asks whether the person may do this with it. */
export async function loadFor(
  base: ForPeople,
  person: Person,
  action: RequestAction,
  id: string,
  context: Record<string, string> = {},
): Promise<Outcome<AccessRequest>> {
  const request = await base.requests.get(id);
  if (!request) return notFound(id);
  const allowed = base.authorization.onRequest(person, action, request, context);
  return allowed.ok ? done(request) : allowed;
}
