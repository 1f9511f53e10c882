import { type ForPeople, loadFor } from '../access/load.ts';
import { flushOutbox } from '../access/outbox.ts';
import { type AccessRequest, type ActiveGrant, openAt } from '../access/request.ts';
import type { Person } from '../policy/directory.ts';
import { done, type Outcome, refuse } from '../refusal.ts';

/**
 * The person's open grant, read afresh. A grant whose evidence is still on its way is flushed first: when that fails,
 * this throws and there is no access.
 */
export async function openGrant(base: ForPeople, person: Person, id: string): Promise<Outcome<ActiveGrant>> {
  const loaded = await loadFor(base, person, 'useGrant', id);
  if (!loaded.ok) return loaded;
  const request = loaded.value.outbox.length > 0 ? await flushOutbox(base, loaded.value) : loaded.value;
  const grant = openAt(request, base.clock.now());
  return grant ? done(grant) : notOpen(request);
}

/** Reads the grant again, after something slow; undefined when it is still open, else why it is not. */
export async function closedMeanwhile(base: ForPeople, id: string): Promise<Outcome<never> | undefined> {
  const request = await base.requests.get(id);
  if (!request) return refuse('grant-not-open', 'This access has gone.', { requestId: id });
  return openAt(request, base.clock.now()) ? undefined : notOpen(request);
}

function notOpen(request: AccessRequest): Outcome<never> {
  const state =
    request.state === 'active'
      ? 'expired'
      : request.state === 'closed'
        ? request.closedReason
        : request.state;
  return refuse('grant-not-open', `This access is ${state}; ask for a new one.`, { requestId: request.id });
}
