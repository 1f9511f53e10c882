import type { ForPeople } from '../access/load.ts';
import { flushOutbox } from '../access/outbox.ts';
import type { AccessRequest } from '../access/request.ts';
import type { Person } from '../policy/directory.ts';
import { redactionSettings } from '../policy/redaction.ts';
import type { Timeline } from '../ports.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import type { Cause } from './cause.ts';
import type { AuditEvent } from './event.ts';
import { buildEvent } from './record.ts';
import { describeRequest, redactNote, redactorFor } from './redacted-text.ts';

/** What keeps evidence beyond its time. Each may be repeated. */
export interface Keeping {
  /** Puts a legal hold on the objects of events in the locked bucket, or lifts it. */
  holdObjects(requestId: string, events: readonly AuditEvent[], on: boolean): Promise<void>;
  /** Keeps the copies of events from expiring, or gives them their time again. */
  keepCopies(events: readonly AuditEvent[], on: boolean): Promise<void>;
  /** The same for the exact texts of the queries under a request. */
  keepRuns(requestId: string, on: boolean): Promise<void>;
}

type Holding = ForPeople & { timeline: Timeline; keeping: Keeping };

export interface Hold {
  on: boolean;
  reason: string;
  /** The event behind which to go on. */
  after?: string | undefined;
}

export interface Held {
  events: number;
  /** The last of these events if there are more, to go on after it. */
  next?: string;
  /** Whether more may come that is not held yet. */
  isOpen: boolean;
}

/** So many are held within the time of a call; a request has some hundreds. */
const pageEvents = 2_000;

/**
 * Puts everything there is about a request under legal hold, or lifts it, a page of events at a time. The hold is recorded first, on
 * every page. When it breaks off, it can be repeated, and it has to be for what comes later.
 *
 * Threat: whoever has a grant can make more events of it than can be held at once, and whoever may lift holds may have broken the
 * glass themselves.
 */
export async function hold(
  base: Holding,
  person: Person,
  cause: Cause,
  id: string,
  wanted: Hold,
): Promise<Outcome<Held>> {
  const allowed = base.authorization.onInstallation(person, 'holdEvidence');
  if (!allowed.ok) return allowed;
  const [first] = await base.timeline.ofRequest(id, 1);
  if (!first) {
    const { copyDays } = base.config.retention;
    return refuse(
      'not-found',
      `There is no event of a request ${id} in the copy of the last ${copyDays} days.`,
    );
  }
  if (!wanted.on) {
    const concerns = first.requester === undefined ? [] : [first.requester];
    const lifting = base.authorization.onHold(person, { id, concerns });
    if (!lifting.ok) return lifting;
  }
  const known = await base.timeline.ofRequest(id, pageEvents, wanted.after);
  const request = await base.requests.get(id);
  const event = request
    ? await holdRequest(base, cause, request, wanted)
    : await recordAlone(base, cause, id, wanted);
  if (!event) {
    return refuse('wrong-state', 'It changed at the same moment; hold it again.', { requestId: id });
  }
  const events = [...known, event];
  await base.keeping.holdObjects(id, events, wanted.on);
  await base.keeping.keepCopies(events, wanted.on);
  await base.keeping.keepRuns(id, wanted.on);
  const isOpen = request !== undefined && ['pending', 'approved', 'active'].includes(request.state);
  const last = known.length === pageEvents ? known.at(-1) : undefined;
  return done({ events: events.length, isOpen, ...(last && { next: last.id }) });
}

const typeOf = ({ on }: Hold) => (on ? 'hold.placed' : 'hold.lifted');

/** The request itself says that it is held, so that no later write of it gives it an end. */
async function holdRequest(
  base: Holding,
  cause: Cause,
  request: AccessRequest,
  wanted: Hold,
): Promise<AuditEvent | undefined> {
  const event = buildEvent(base, cause, typeOf(wanted), {
    ...(await describeRequest(base, request)),
    ...(await redactNote(base, request, wanted.reason)),
  });
  const { hold: _, ...free } = request;
  const moved: AccessRequest = {
    ...free,
    ...(wanted.on && { hold: { by: cause.actor.person, at: base.clock.now() } }),
    version: request.version + 1,
    outbox: [...request.outbox, event],
  };
  if (!(await base.requests.replace(moved))) return undefined;
  await flushOutbox(base, moved);
  return event;
}

/** The request has been forgotten; its evidence has not. */
async function recordAlone(base: Holding, cause: Cause, id: string, wanted: Hold): Promise<AuditEvent> {
  const redactor = redactorFor(
    await base.keys.ofGrant(id),
    redactionSettings(base.config, { redaction: 'strict' }),
  );
  const event = buildEvent(base, cause, typeOf(wanted), {
    request_id: id,
    note: redactor.redact(wanted.reason).text,
  });
  const { copied } = await base.evidence.write(event);
  await copied;
  return event;
}
