import type { Cause } from '../audit/cause.ts';
import type { EventDetails, EventType } from '../audit/event.ts';
import { buildEvent } from '../audit/record.ts';
import { describeRequest, redactNote } from '../audit/redacted-text.ts';
import type { Base } from '../ports.ts';
import { flushOutbox } from './outbox.ts';
import { type AccessRequest, common, type RequestStatus } from './request.ts';

export interface Transition {
  cause: Cause;
  event: EventType;
  note?: string | undefined;
  details?: EventDetails;
}

/**
 * Moves a request to its next status: one conditional write that carries the finished event, then the evidence.
 * Returns undefined when somebody else changed the request first; read it again and decide anew.
 */
export async function transition(
  base: Base,
  request: AccessRequest,
  next: RequestStatus,
  { cause, event, note, details }: Transition,
): Promise<AccessRequest | undefined> {
  const finished = buildEvent(base, cause, event, {
    ...(await describeRequest(base, request)),
    ...(await redactNote(base, request, note)),
    ...details,
  });
  const moved: AccessRequest = {
    ...common(request),
    ...next,
    version: request.version + 1,
    outbox: [...request.outbox, finished],
  };
  if (!(await base.requests.replace(moved))) return undefined;
  return flushOutbox(base, moved);
}
