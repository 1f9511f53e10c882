import { workflowCause } from '../audit/cause.ts';
import { stopRunning } from '../query/stop.ts';
import { type Closing, closeGrant } from './close.ts';
import { flushOutbox } from './outbox.ts';
import type { AccessRequest } from './request.ts';
import { transition } from './transition.ts';

/** How often a step is tried again when a person acts on the request at the same moment. */
const maxAttempts = 5;

type Step = (request: AccessRequest) => Promise<AccessRequest | undefined>;

/** The time to decide is over: a request still pending lapses; one decided in the last moment goes its way. */
export function lapse(base: Closing, id: string): Promise<AccessRequest> {
  return settle(base, id, async (request) => {
    if (request.state !== 'pending') return request;
    return transition(
      base,
      request,
      { state: 'lapsed', closedAt: base.clock.now() },
      { cause: workflowCause(request.correlationId), event: 'request.lapsed' },
    );
  });
}

/** Access is over: an open grant expires, or fails closed when the workflow could hold it no longer. */
export function expire(base: Closing, id: string): Promise<AccessRequest> {
  return settle(base, id, async (request) => {
    const cause = workflowCause(request.correlationId);
    if (request.state === 'active') {
      return closeGrant(base, request, cause, base.clock.now() >= request.expiresAt ? 'expired' : 'failed');
    }
    await stopRunning(base, request, cause);
    return request;
  });
}

/** The workflow failed: whatever is not over yet is closed. */
export function fail(base: Closing, id: string): Promise<AccessRequest> {
  return settle(base, id, async (request) => {
    const cause = workflowCause(request.correlationId);
    switch (request.state) {
      case 'pending':
      case 'approved':
        return transition(
          base,
          request,
          { state: 'closed', closedReason: 'failed', closedAt: base.clock.now() },
          { cause, event: 'request.failed', details: { outcome: 'failure', closed_reason: 'failed' } },
        );
      case 'active':
        return closeGrant(base, request, cause, base.clock.now() >= request.expiresAt ? 'expired' : 'failed');
      case 'closed':
      case 'denied':
      case 'cancelled':
      case 'lapsed':
        return request;
    }
  });
}

async function settle(base: Closing, id: string, step: Step): Promise<AccessRequest> {
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const request = await base.requests.get(id);
    if (!request) throw new Error(`There is no request ${id} to settle.`);
    const settled = await step(await flushOutbox(base, request));
    if (settled) return settled;
  }
  throw new Error(`Request ${id} changed ${maxAttempts} times while it was being settled.`);
}
