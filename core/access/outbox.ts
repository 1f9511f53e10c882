import type { Base } from '../ports.ts';
import type { AccessRequest } from './request.ts';

/** How often a flush is tried again when somebody else changes the request meanwhile. */
const maxAttempts = 5;

/**
 * Puts the events that wait in the request into the evidence bucket and clears them. Returns the request as it is then.
 * Safe to repeat and to run twice at once: an event that is in the bucket already is not written again.
 */
export async function flushOutbox(base: Base, request: AccessRequest): Promise<AccessRequest> {
  let current = request;
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    if (current.outbox.length === 0) return current;
    for (const event of current.outbox) {
      const { copied } = await base.evidence.write(event);
      await copied;
    }
    const flushed = { ...current, version: current.version + 1, outbox: [] };
    if (await base.requests.replace(flushed)) return flushed;
    current = await reread(base, current.id);
  }
  throw new Error(`The outbox of ${request.id} changed ${maxAttempts} times while it was being flushed.`);
}

async function reread(base: Base, id: string): Promise<AccessRequest> {
  const request = await base.requests.get(id);
  if (!request) throw new Error(`Request ${id} has gone while it was in use.`);
  return request;
}
