import type { Cause } from '../audit/cause.ts';
import type { EventType } from '../audit/event.ts';
import type { Base, QueryStopper, RunStore } from '../ports.ts';
import { stopRunning } from '../query/stop.ts';
import type { AccessRequest, ActiveGrant, ClosedReason } from './request.ts';
import { transition } from './transition.ts';

export interface Closing extends Base {
  runs: RunStore;
  stopper: QueryStopper;
}

const eventOf: Record<ClosedReason, EventType> = {
  expired: 'grant.expired',
  released: 'grant.released',
  revoked: 'grant.revoked',
  failed: 'grant.failed',
};

/** Closes an open grant, whatever the reason, and stops what still runs under it. Undefined when it changed meanwhile. */
export async function closeGrant(
  base: Closing,
  grant: ActiveGrant,
  cause: Cause,
  reason: ClosedReason,
  note?: string,
): Promise<AccessRequest | undefined> {
  const { grantedAt, expiresAt, decision, review } = grant;
  const closed = await transition(
    base,
    grant,
    {
      state: 'closed',
      closedReason: reason,
      closedAt: base.clock.now(),
      grantedAt,
      expiresAt,
      ...(decision && { decision }),
      ...(review && { review }),
    },
    {
      cause,
      event: eventOf[reason],
      note,
      details: {
        closed_reason: reason,
        granted_at: new Date(grantedAt).toISOString(),
        expires_at: new Date(expiresAt).toISOString(),
      },
    },
  );
  if (closed) await stopRunning(base, closed, cause);
  return closed;
}
