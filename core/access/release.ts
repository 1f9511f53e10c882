import type { Cause } from '../audit/cause.ts';
import type { Person } from '../policy/directory.ts';
import type { TokenStore, WaitingTasks } from '../ports.ts';
import type { Outcome } from '../refusal.ts';
import type { Closing } from './close.ts';
import { endAccess } from './end.ts';
import type { ForPeople } from './load.ts';
import type { AccessRequest } from './request.ts';

/** Hands open access back. */
export function release(
  base: ForPeople & Closing & { tokens: TokenStore; waiting: WaitingTasks },
  person: Person,
  cause: Cause,
  id: string,
  note?: string,
): Promise<Outcome<AccessRequest>> {
  return endAccess(base, person, cause, { id, note, action: 'releaseGrant', reason: 'released' });
}
