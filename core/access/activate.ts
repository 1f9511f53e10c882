import { workflowCause } from '../audit/cause.ts';
import type { Base, SessionProbe } from '../ports.ts';
import { flushOutbox } from './outbox.ts';
import type { AccessRequest } from './request.ts';
import { transition } from './transition.ts';

export interface Activation {
  state: AccessRequest['state'];
  /** How long the workflow waits before it closes: until just after the end, as expiry itself is data. */
  holdSeconds: number;
}

/**
 * Opens an approved request: a session is minted once to prove that the scope's policy works, then one write activates it
 * and sets the end. Safe to repeat: an open grant keeps its end.
 * @throws when the session cannot be minted; the workflow then closes the request.
 */
export async function activate(base: Base & { sessions: SessionProbe }, id: string): Promise<Activation> {
  const request = await base.requests.get(id);
  if (!request) throw new Error(`There is no request ${id} to activate.`);
  if (request.state !== 'approved') return measure(base, await flushOutbox(base, request));

  const cause = workflowCause(request.correlationId);
  const now = base.clock.now();
  const expiresAt = now + request.terms.durationSeconds * 1000;
  await base.sessions.prove({ request, expiresAt, cause });
  const active = await transition(
    base,
    request,
    { state: 'active', decision: request.decision, grantedAt: now, expiresAt },
    {
      cause,
      event: 'grant.activated',
      details: { granted_at: new Date(now).toISOString(), expires_at: new Date(expiresAt).toISOString() },
    },
  );
  const current = active ?? (await base.requests.get(id)) ?? request;
  return measure(base, current);
}

/** What the workflow needs to know of a grant to hold it. */
export function measure(base: Pick<Base, 'clock'>, request: AccessRequest): Activation {
  const leftMs = request.state === 'active' ? request.expiresAt - base.clock.now() : 0;
  return { state: request.state, holdSeconds: Math.max(1, Math.ceil(leftMs / 1000)) };
}
