import { formatDuration } from '../../duration.ts';
import type { Config } from '../../policy/config.ts';
import type { RuleSettings } from '../../policy/watch.ts';
import type { Weekday, WorkingHours } from '../../policy/working-hours.ts';
import type { AuditEvent, EventType } from '../event.ts';
import { type LocalTime, localTime } from './local-time.ts';
import { evidenceOf, type Finding, groupBy, type Seen } from './rule.ts';

const uses: ReadonlySet<EventType> = new Set(['query.started', 'query.returned']);

/**
 * Use outside the working hours of the person's time zone, raised once per grant. A broken glass is for any hour and
 * alerts by itself; who carries the pager is known by a group in the token.
 */
export function outsideHours(
  { config, recent }: Seen,
  { grace, onCallGroups }: RuleSettings<'outsideHours'>,
): Finding[] {
  const graceMinutes = Math.round(grace / 60);
  const expected = (event: AuditEvent) =>
    event.kind === 'break-glass' || event.actor_groups?.some((group) => onCallGroups.includes(group));
  const late = recent
    .filter((event) => uses.has(event.type) && !expected(event))
    .map((event) => ({ event, ...distanceOf(event, config) }))
    .filter(({ minutes }) => minutes > graceMinutes);
  return [...groupBy(late, ({ event }) => event.request_id).values()].map((group) => {
    const [first] = group;
    if (!first) throw new Error('A group has a member.');
    const { event, at, timeZone } = first;
    const measured = Math.max(...group.map(({ minutes }) => minutes));
    return {
      rule: 'outsideHours',
      thing: `${event.actor}/${event.request_id}`,
      person: event.actor,
      ...(event.request_id !== undefined && { requestId: event.request_id }),
      ...(event.scope !== undefined && { scope: event.scope }),
      evidence: evidenceOf(group.map((each) => each.event.id)),
      measured,
      threshold: graceMinutes,
      detail: `Used at ${clock(at)} on ${at.weekday} ${at.day} in ${timeZone}, ${formatDuration(measured * 60)} outside the working hours; ${formatDuration(graceMinutes * 60)} is let pass.`,
    };
  });
}

interface Distance {
  /** From the nearest end of working hours; 0 inside them. */
  minutes: number;
  at: LocalTime;
  timeZone: string;
}

function distanceOf(event: AuditEvent, { people, watch }: Config): Distance {
  const person = Object.hasOwn(people, event.actor) ? people[event.actor] : undefined;
  const home = person?.timeZone ?? watch.timeZone;
  const atMs = Date.parse(event.time);
  const stay = person?.abroad.find(({ timeZone, from, to }) => {
    const { day } = localTime(atMs, timeZone);
    return from <= day && day <= to;
  });
  const timeZone = stay?.timeZone ?? home;
  const at = localTime(atMs, timeZone);
  return { minutes: minutesOutside(at, person?.workingHours ?? watch.workingHours), at, timeZone };
}

const dayMinutes = 24 * 60;
const week: readonly Weekday[] = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Minutes between a moment and the nearest shift of the week before, of this one and of the one after. */
function minutesOutside({ weekday, minute }: LocalTime, { from, to, days }: WorkingHours): number {
  const moment = week.indexOf(weekday) * dayMinutes + minute;
  const distances = days.flatMap((day) =>
    [-1, 0, 1].map((weeks) => {
      const start = (week.indexOf(day) + 7 * weeks) * dayMinutes + from;
      const end = start + (to > from ? to - from : to - from + dayMinutes);
      return moment < start ? start - moment : Math.max(0, moment - end);
    }),
  );
  return Math.min(...distances);
}

const clock = ({ minute }: LocalTime): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
