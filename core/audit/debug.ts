import type { ForPeople } from '../access/load.ts';
import { dayMs } from '../day.ts';
import type { Person } from '../policy/directory.ts';
import type { Timeline } from '../ports.ts';
import { cutPage } from '../query/page.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import type { Cause } from './cause.ts';
import type { AuditEvent } from './event.ts';
import { record } from './record.ts';

/** A line that a function of ours has logged. */
export interface DebugLine {
  timeMs: number;
  /** Name of the function. */
  from: string;
  text: string;
}

/** The functions' own logs. */
export interface DebugLog {
  /** Lines in which one of the ids stands; of very many not all, which `isCut` says. */
  find(search: { ids: readonly string[]; fromMs: number; toMs: number }): Promise<{
    lines: DebugLine[];
    isCut: boolean;
  }>;
}

/** What happened at a moment: an event of the evidence, or a line of a function's log. */
type Moment = { time: string } & ({ event: AuditEvent } | { line: string; from: string });

export interface DebugStory {
  moments: Moment[];
  /** Why there may be lines that are not among them. */
  notices: string[];
}

const maxEvents = 2_000;
/** A function starts before its event and ends after it; a task may wait for its next try. */
const aroundMs = 5 * 60_000;

/** The events of a request and the functions' lines with the same ids, on one time line. */
export async function tellDebugStory(
  base: ForPeople & { timeline: Timeline; debugLog: DebugLog },
  person: Person,
  cause: Cause,
  requestId: string,
): Promise<Outcome<DebugStory>> {
  const allowed = base.authorization.onInstallation(person, 'readAudit');
  if (!allowed.ok) return allowed;
  const events = await base.timeline.ofRequest(requestId, maxEvents);
  const times = events.map(({ time }) => Date.parse(time));
  if (events.length === 0) return refuse('not-found', `There is no event of a request ${requestId}.`);
  await record(base, cause, 'audit.read', { detail: `events and debug lines of ${requestId}` });

  const [firstMs, lastMs] = [Math.min(...times), Math.max(...times)];
  const { logDays } = base.config.retention;
  const keptSinceMs = base.clock.now() - logDays * dayMs;
  const { lines, isCut } =
    lastMs + aroundMs < keptSinceMs
      ? { lines: [], isCut: false }
      : await base.debugLog.find({
          ids: [requestId, ...new Set(events.map(({ correlation_id }) => correlation_id))],
          fromMs: Math.max(firstMs - aroundMs, keptSinceMs),
          toMs: lastMs + aroundMs,
        });
  const all = onOneTimeLine(events, lines);
  const { page: moments } = cutPage(all, 0);
  const notices = [
    ...(firstMs < keptSinceMs
      ? [`Debug lines are kept for ${logDays} days; those before ${iso(keptSinceMs)} are gone.`]
      : []),
    ...(isCut ? ['There are more debug lines than are shown here.'] : []),
    ...(events.length === maxEvents || moments.length < all.length
      ? ['There is more than is shown here; the story of the request has every event.']
      : []),
  ];
  return done({ moments, notices });
}

/** Within a millisecond the event comes first: it was durable before the function went on. */
function onOneTimeLine(events: readonly AuditEvent[], lines: readonly DebugLine[]): Moment[] {
  const moments: Moment[] = [
    ...events.map((event) => ({ time: event.time, event })),
    ...lines.map(({ timeMs, from, text }) => ({ time: iso(timeMs), from, line: text })),
  ];
  return moments.sort((a, b) => Date.parse(a.time) - Date.parse(b.time));
}

const iso = (ms: number) => new Date(ms).toISOString();
