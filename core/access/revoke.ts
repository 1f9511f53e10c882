import type { Cause } from '../audit/cause.ts';
import type { Person } from '../policy/directory.ts';
import type { TokenStore, WaitingTasks } from '../ports.ts';
import type { Outcome } from '../refusal.ts';
import type { Closing } from './close.ts';
import { endAccess } from './end.ts';
import type { ForPeople } from './load.ts';
import type { AccessRequest } from './request.ts';

/** Ends somebody's access at once; queries that run are stopped. */
export function revoke(
  base: ForPeople & Closing & { tokens: TokenStore; waiting: WaitingTasks },
  person: Person,
  cause: Cause,
  id: string,
  note?: string,
): Promise<Outcome<AccessRequest>> {
  return endAccess(base, person, cause, { id, note, action: 'revokeGrant', reason: 'revoked' });
}
