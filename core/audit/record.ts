import type { Base, Written } from '../ports.ts';
import type { Cause } from './cause.ts';
import type { AuditEvent, EventDetails, EventType } from './event.ts';

type Writer = Pick<Base, 'clock' | 'ids' | 'rulesVersion' | 'evidence'>;

/** Builds the finished event of this moment. */
export function buildEvent(
  base: Omit<Writer, 'evidence'>,
  cause: Cause,
  type: EventType,
  details: Omit<EventDetails, 'type'> = {},
): AuditEvent {
  const now = base.clock.now();
  const { actor } = cause;
  return {
    id: base.ids.ulid(now),
    version: 1,
    time: new Date(now).toISOString(),
    type,
    outcome: 'success',
    actor: actor.person,
    actor_via: actor.via,
    ...(actor.subject !== undefined && { actor_subject: actor.subject }),
    ...(actor.groups && { actor_groups: [...actor.groups] }),
    ...(actor.ip !== undefined && { ip: actor.ip }),
    ...(actor.userAgent !== undefined && { user_agent: actor.userAgent.slice(0, 300) }),
    correlation_id: cause.correlationId,
    rules_version: base.rulesVersion,
    ...details,
  };
}

/** Makes an event durable, with its copy; what it tells of may happen only after this has returned. */
export async function record(
  base: Writer,
  cause: Cause,
  type: EventType,
  details: Omit<EventDetails, 'type'> = {},
): Promise<void> {
  const { copied } = await recordFirst(base, cause, type, details);
  await copied;
}

/** The same for callers who have something else to do while the copy is being written. */
export function recordFirst(
  base: Writer,
  cause: Cause,
  type: EventType,
  details: Omit<EventDetails, 'type'> = {},
): Promise<Written> {
  return base.evidence.write(buildEvent(base, cause, type, details));
}
