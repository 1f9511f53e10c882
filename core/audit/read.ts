import type { ForPeople } from '../access/load.ts';
import { dayMs } from '../day.ts';
import type { Person } from '../policy/directory.ts';
import type { Timeline } from '../ports.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import type { Cause } from './cause.ts';
import type { AuditEvent } from './event.ts';
import { record } from './record.ts';

type Auditing = ForPeople & { timeline: Timeline };

/** More events than any one request is expected to have. */
const storyLimit = 2_000;
const dayPage = 100;
/** The whole story of a request, oldest first. That an auditor looked is recorded, too. */
export async function tellStory(
  base: Auditing,
  person: Person,
  cause: Cause,
  requestId: string,
): Promise<Outcome<AuditEvent[]>> {
  const allowed = base.authorization.onInstallation(person, 'readAudit');
  if (!allowed.ok) return allowed;
  const events = await base.timeline.ofRequest(requestId, storyLimit);
  if (events.length === 0) return refuse('not-found', `There is no event of a request ${requestId}.`);
  await record(base, cause, 'audit.read', { detail: `story of ${requestId}` });
  return done(events);
}

/** Events of one UTC day, newest first, a page at a time. */
export async function listDay(
  base: Auditing,
  person: Person,
  cause: Cause,
  day: string,
  after?: string,
): Promise<Outcome<{ events: AuditEvent[]; next?: string }>> {
  const allowed = base.authorization.onInstallation(person, 'readAudit');
  if (!allowed.ok) return allowed;
  if (after !== undefined && !/^[0-9A-HJKMNP-TV-Z]{26}$/.test(after)) {
    return refuse('invalid-page-token', 'Send the nextPageToken of the last page as it was, or none.');
  }
  const { copyDays } = base.config.retention;
  if (Date.parse(day) < base.clock.now() - copyDays * dayMs) {
    return refuse('copy-expired', `The fast copy has the last ${copyDays} days; ask the evidence with SQL.`);
  }
  await record(base, cause, 'audit.read', { detail: `events of ${day}` });
  return done(await base.timeline.ofDay(day, dayPage, after));
}
