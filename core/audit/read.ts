import type { ForPeople } from '../access/load.ts';
import { dayMs } from '../day.ts';
import type { Person } from '../policy/directory.ts';
import type { Timeline } from '../ports.ts';
import { cutPage } from '../query/page.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import type { Cause } from './cause.ts';
import type { AuditEvent } from './event.ts';
import { record } from './record.ts';

type Auditing = ForPeople & { timeline: Timeline };

/** Pages of events; `next` is the id to go on after. */
interface EventPage {
  events: AuditEvent[];
  next?: string;
}

const storyPage = 1_000;
const dayPage = 100;

/**
 * The story of a request, oldest first, a page at a time. That an auditor looked is recorded, too.
 *
 * Threat: whoever has a grant can make as many events of it as they like, and long ones. None of them may push another out of the
 * story, or the story out of what can be answered.
 */
export async function tellStory(
  base: Auditing,
  person: Person,
  cause: Cause,
  { requestId, after }: { requestId: string; after?: string | undefined },
): Promise<Outcome<EventPage>> {
  const allowed = base.authorization.onInstallation(person, 'readAudit');
  if (!allowed.ok) return allowed;
  if (after !== undefined && !isEventId(after)) return badPage();
  const events = await base.timeline.ofRequest(requestId, storyPage, after);
  if (events.length === 0 && after === undefined) {
    return refuse('not-found', `There is no event of a request ${requestId}.`);
  }
  await record(base, cause, 'audit.read', { detail: `story of ${requestId}` });
  const { page, next } = cutPage(events, 0);
  const isCut = next !== undefined || events.length === storyPage;
  const last = page.at(-1);
  return done({ events: page, ...(isCut && last && { next: last.id }) });
}

/** Events of one UTC day, newest first, a page at a time. */
export async function listDay(
  base: Auditing,
  person: Person,
  cause: Cause,
  day: string,
  after?: string,
): Promise<Outcome<EventPage>> {
  const allowed = base.authorization.onInstallation(person, 'readAudit');
  if (!allowed.ok) return allowed;
  if (after !== undefined && !isEventId(after)) return badPage();
  const { copyDays } = base.config.retention;
  if (Date.parse(day) < base.clock.now() - copyDays * dayMs) {
    return refuse('copy-expired', `The fast copy has the last ${copyDays} days; ask the evidence with SQL.`);
  }
  await record(base, cause, 'audit.read', { detail: `events of ${day}` });
  return done(await base.timeline.ofDay(day, dayPage, after));
}

const isEventId = (text: string): boolean => /^[0-9A-HJKMNP-TV-Z]{26}$/.test(text);

function badPage(): Outcome<never> {
  return refuse('invalid-page-token', 'Send the nextPageToken of the last page as it was, or none.');
}
