import type { AuditEvent } from '../../core/audit/event.ts';
import { at, type Cell, groupedBy, type Happenings, percentile, sortedBy, sum } from './known-answers.ts';

export interface Known {
  parameters: Record<string, string>;
  rows: Cell[][];
}

/** What a question has to answer, computed from the model. */
export function answersTo(name: string, of: Happenings): Known {
  const { from, to } = of.year;
  const answer = answers[name];
  if (!answer) throw new Error(`The answer to ${name} is not known.`);
  const { parameters, rows } = answer(of);
  return { parameters: parameters ?? { from, to }, rows };
}

type Answer = (of: Happenings) => { parameters?: Record<string, string>; rows: Cell[][] };

const timeOf = ({ time }: AuditEvent) => at(Date.parse(time));
const instant = (text: string | undefined) => (text === undefined ? undefined : at(Date.parse(text)));
const newestFirst = (events: AuditEvent[]) => [...events].reverse();

/** Answers that list events, newest or oldest first. */
const listings: Record<string, Answer> = {
  'who-saw-what': (of) => ({
    rows: newestFirst(of.events(({ type }) => type === 'query.returned')).map((event) => [
      timeOf(event),
      event.actor,
      event.scope,
      event.log_groups,
      event.request_id,
      event.reason,
      event.ticket,
      event.query,
      event.rows_returned,
      event.bytes_scanned,
      event.redactions,
    ]),
  }),
  'by-person': (of) => ({
    parameters: { person: 'alice', from: of.year.from, to: of.year.to },
    rows: of.events(({ actor, requester }) => actor === 'alice' || requester === 'alice').map(timeline),
  }),
  'by-scope': (of) => ({
    parameters: { scope: 'ledger-prod', from: of.year.from, to: of.year.to },
    rows: of.events(({ scope }) => scope === 'ledger-prod').map(timeline),
  }),
  'by-ticket': (of) => ({
    parameters: { ticket: 'INC-7', from: of.year.from, to: of.year.to },
    rows: of.events(({ ticket }) => ticket === 'INC-7').map(timeline),
  }),
  'by-log-group': (of) => ({
    parameters: { log_group: '/search/indexer', from: of.year.from, to: of.year.to },
    rows: of
      .events(
        (event) => event.type.startsWith('query.') && event.log_groups?.includes('/search/indexer') === true,
      )
      .map(timeline),
  }),
  story: (of) => {
    const request = of.opened().find(({ grant }) => grant.queries.length > 2)?.id ?? '';
    return {
      parameters: { request, from: of.year.from, to: of.year.to },
      rows: of
        .events((event) => event.request_id === request)
        .map((event) => [
          timeOf(event),
          event.type,
          event.outcome,
          event.actor,
          event.reason,
          event.note,
          instant(event.granted_at),
          instant(event.expires_at),
          event.closed_reason,
          event.query,
          event.rows_returned,
          event.code,
        ]),
    };
  },
  'denied-attempts': (of) => ({
    rows: newestFirst(of.events(({ outcome }) => outcome === 'refused')).map((event) => [
      timeOf(event),
      event.actor,
      event.actor_via,
      event.ip,
      event.code,
      event.detail,
      event.scope,
      event.request_id,
    ]),
  }),
  failures: (of) => ({
    rows: newestFirst(of.events(({ outcome }) => outcome === 'failure')).map((event) => [
      timeOf(event),
      event.type,
      event.actor,
      event.scope,
      event.request_id,
      event.code,
      event.detail,
    ]),
  }),
  'audit-reads': (of) => ({
    rows: sortedBy(
      of.year.asides.filter((aside) => aside.type !== 'access.refused' && of.isIn(aside.at)),
      (aside) => -aside.at,
    ).map((aside) => [at(aside.at), aside.actor, aside.type, aside.detail, undefined]),
  }),
  'outside-hours': (of) => {
    const parameters = {
      zone: 'America/New_York',
      start: '9',
      end: '17',
      from: of.year.from,
      to: of.year.to,
    };
    const isOutside = (ms: number) => {
      const clock = new Intl.DateTimeFormat('en-US', {
        timeZone: parameters.zone,
        hour: 'numeric',
        hourCycle: 'h23',
        weekday: 'short',
      }).formatToParts(ms);
      const part = (type: string) => clock.find((each) => each.type === type)?.value ?? '';
      const hour = Number(part('hour'));
      return hour < 9 || hour >= 17 || ['Sat', 'Sun'].includes(part('weekday'));
    };
    return {
      parameters,
      rows: sortedBy(
        of.started().filter(({ query }) => isOutside(query.at)),
        ({ query }) => -query.at,
      ).map(({ story, query }) => [
        at(query.at),
        story.requester,
        story.scope,
        story.kind,
        story.id,
        story.reason,
        story.ticket,
        query.text,
      ]),
    };
  },
};

function timeline(event: AuditEvent): Cell[] {
  return [
    timeOf(event),
    event.type,
    event.outcome,
    event.actor,
    event.scope,
    event.request_id,
    event.reason,
    event.ticket,
    event.query,
    event.rows_returned,
    event.code,
    event.note,
  ];
}

/** Answers about access that was opened. */
const openings: Record<string, Answer> = {
  sessions: (of) => ({
    rows: sortedBy(
      of.opened(),
      ({ grant }) => grant.at,
      ({ id }) => id,
    ).map(({ id, requester, scope, kind, grant }) => {
      const rows = grant.queries.flatMap(({ answer }) => (answer ? [answer.rows] : []));
      return [
        id,
        requester,
        scope,
        kind,
        at(grant.at),
        grant.closed && at(grant.closed.at),
        grant.closed?.reason,
        grant.closed && Math.floor((grant.closed.at - grant.at) / 60_000),
        grant.queries.length,
        rows.length > 0 ? sum(rows) : undefined,
      ];
    }),
  }),
  'open-access': (of) => {
    const [first] = sortedBy(of.opened(), ({ grant }) => grant.at - grant.expiresAt);
    const moment = (first?.grant.at ?? 0) + 90_000;
    return {
      parameters: { at: new Date(moment).toISOString() },
      rows: sortedBy(
        of.openAt(moment),
        ({ grant }) => grant.expiresAt,
        ({ id }) => id,
      ).map(({ id, requester, scope, kind, reason, ticket, grant }) => [
        id,
        requester,
        scope,
        kind,
        reason,
        ticket,
        at(grant.at),
        at(grant.expiresAt),
      ]),
    };
  },
  'unused-grants': (of) => ({
    rows: sortedBy(
      of.opened().filter(({ grant }) => grant.queries.length === 0),
      ({ grant }) => grant.at,
      ({ id }) => id,
    ).map(({ id, requester, scope, kind, reason, ticket, grant }) => [
      id,
      requester,
      scope,
      kind,
      reason,
      ticket,
      at(grant.at),
    ]),
  }),
  'time-to-grant': (of) => {
    const waited = of.year.stories.filter(
      ({ kind, submittedAt, grant }) => kind === 'standard' && grant && of.isIn(submittedAt),
    );
    return {
      rows: sortedBy(
        groupedBy(waited, ({ scope }) => scope),
        ([scope]) => scope,
      ).map(([scope, stories]) => {
        const seconds = stories.map(({ submittedAt, grant }) =>
          Math.floor(((grant?.at ?? 0) - submittedAt) / 1_000),
        );
        const percentiles = [50, 90, 99].map((percent) => percentile(seconds, percent));
        return [scope, stories.length, ...percentiles, Math.max(...seconds)];
      }),
    };
  },
  'unanswered-requests': (of) => {
    const nothing = of.year.stories.flatMap(({ decision, ended, ...story }) => [
      ...(decision && !decision.approved
        ? [{ ...story, at: decision.at, type: 'request.denied', by: decision.by, note: decision.note }]
        : []),
      ...(ended
        ? [
            {
              ...story,
              ...ended,
              by: ended.type === 'request.cancelled' ? story.requester : 'vitrine',
              note: undefined,
            },
          ]
        : []),
    ]);
    return {
      rows: sortedBy(
        nothing.filter((each) => of.isIn(each.at)),
        (each) => each.at,
      ).map((each) => [
        at(each.at),
        each.id,
        each.type,
        each.requester,
        each.scope,
        each.by,
        each.reason,
        each.ticket,
        each.note,
      ]),
    };
  },
  'break-glass': (of) => ({
    rows: sortedBy(
      of.broken(),
      ({ grant }) => grant.at,
      ({ id }) => id,
    ).map(({ id, requester, scope, reason, grant, review }) => {
      const rows = grant.queries.flatMap(({ answer }) => (answer ? [answer.rows] : []));
      return [
        id,
        requester,
        scope,
        'outage',
        reason,
        at(grant.at),
        grant.closed?.reason,
        rows.length,
        rows.length > 0 ? sum(rows) : undefined,
        review?.done?.by,
        review?.done?.finding,
        review?.done && at(review.done.at),
        review?.overdueAt !== undefined,
      ];
    }),
  }),
  'unreviewed-break-glass': (of) => ({
    rows: sortedBy(
      of.broken().filter(({ review }) => !review?.done),
      ({ review }) => review?.dueAt ?? 0,
      ({ id }) => id,
    ).map(({ id, requester, scope, reason, grant, review }) => [
      id,
      requester,
      scope,
      'outage',
      reason,
      at(grant.at),
      review && at(review.dueAt),
      review?.overdueAt !== undefined,
    ]),
  }),
  'break-glass-people': (of) => ({
    rows: sortedBy(
      groupedBy(of.broken(), ({ requester, scope }) => `${requester} ${scope}`),
      ([, stories]) => -stories.length,
      ([key]) => key,
    ).map(([key, stories]) => {
      const times = stories.map(({ grant }) => grant.at);
      return [...key.split(' '), stories.length, at(Math.min(...times)), at(Math.max(...times))];
    }),
  }),
};

/** Answers that count. */
const counts: Record<string, Answer> = {
  decisions: (of) => ({
    rows: sortedBy(
      of.decided(),
      ({ decision }) => -decision.at,
      ({ id }) => id,
    ).map(({ id, requester, scope, submittedAt, decision }) => [
      at(decision.at),
      id,
      requester,
      decision.by,
      decision.approved ? 'request.approved' : 'request.denied',
      Math.floor((decision.at - submittedAt) / 1_000),
      scope,
      decision.note,
    ]),
  }),
  'approval-pairs': (of) => ({
    rows: sortedBy(
      groupedBy(of.decided(), ({ decision, requester }) => `${decision.by} ${requester}`).map(
        ([key, stories]) => ({
          key,
          approved: stories.filter(({ decision }) => decision.approved).length,
          total: stories.length,
        }),
      ),
      ({ approved }) => -approved,
      ({ key }) => key,
    ).map(({ key, approved, total }) => [...key.split(' '), approved, total - approved]),
  }),
  'rubber-stamps': (of) => {
    const approvers = groupedBy(of.decided(), ({ decision }) => decision.by)
      .filter(([, stories]) => stories.length >= 3)
      .map(([approver, stories]) => {
        const seconds = stories.map(({ decision, submittedAt }) =>
          Math.floor((decision.at - submittedAt) / 1_000),
        );
        const approved = stories.filter(({ decision }) => decision.approved).length;
        return {
          approver,
          total: stories.length,
          percent: Math.round((100 * approved) / stories.length),
          median: percentile(seconds, 50) ?? 0,
          fastest: Math.min(...seconds),
        };
      });
    return {
      parameters: { decisions: '3', from: of.year.from, to: of.year.to },
      rows: sortedBy(
        approvers,
        ({ percent }) => -percent,
        ({ median }) => median,
        ({ approver }) => approver,
      ).map(({ approver, total, percent, median, fastest }) => [approver, total, percent, median, fastest]),
    };
  },
  'most-rows': (of) => ({
    parameters: { limit: '4', from: of.year.from, to: of.year.to },
    rows: sortedBy(
      groupedBy(of.answered(), ({ story }) => `${story.requester} ${story.scope}`).map(([key, answered]) => ({
        key,
        answers: answered.length,
        grants: new Set(answered.map(({ story }) => story.id)).size,
        rows: sum(answered.map(({ answer }) => answer.rows)),
        scanned: sum(answered.map(({ answer }) => answer.scanned)),
      })),
      ({ rows }) => -rows,
      ({ key }) => key,
    )
      .slice(0, 4)
      .map(({ key, answers, grants, rows, scanned }) => [...key.split(' '), answers, grants, rows, scanned]),
  }),
  'most-redactions': (of) => ({
    parameters: { limit: '6', from: of.year.from, to: of.year.to },
    rows: sortedBy(
      of
        .answered()
        .map((each) => ({ ...each, hidden: sum(Object.values(each.answer.redactions)) }))
        .filter(({ hidden }) => hidden > 0),
      ({ hidden }) => -hidden,
      ({ answer }) => answer.at,
    )
      .slice(0, 6)
      .map(({ story, query, answer, hidden }) => [
        at(answer.at),
        story.requester,
        story.scope,
        story.id,
        query.text,
        hidden,
      ]),
  }),
  'hidden-values': (of) => {
    const hidden = of
      .answered()
      .flatMap(({ story, answer }) =>
        Object.entries(answer.redactions).map(([kind, count]) => ({ kind, count, person: story.requester })),
      );
    return {
      rows: sortedBy(
        groupedBy(hidden, ({ kind }) => kind).map(([kind, all]) => ({
          kind,
          total: sum(all.map(({ count }) => count)),
          answers: all.length,
          people: new Set(all.map(({ person }) => person)).size,
        })),
        ({ total }) => -total,
        ({ kind }) => kind,
      ).map(({ kind, total, answers, people }) => [kind, total, answers, people]),
    };
  },
  'log-groups-read': (of) => {
    const read = of
      .answered()
      .flatMap(({ story, query, answer }) =>
        query.logGroups.map((group) => ({ group, person: story.requester, at: answer.at })),
      );
    return {
      rows: sortedBy(
        groupedBy(read, ({ group }) => group),
        ([, all]) => -all.length,
        ([group]) => group,
      ).map(([group, all]) => [
        group,
        all.length,
        new Set(all.map(({ person }) => person)).size,
        at(Math.max(...all.map((each) => each.at))),
      ]),
    };
  },
  'most-refused': (of) => {
    const refused = of.year.asides.filter(({ type, at: ms }) => type === 'access.refused' && of.isIn(ms));
    return {
      rows: sortedBy(
        groupedBy(refused, ({ actor, code }) => `${actor} ${code}`),
        ([, all]) => -all.length,
        ([key]) => key,
      ).map(([key, all]) => {
        const times = all.map((each) => each.at);
        return [...key.split(' '), all.length, at(Math.min(...times)), at(Math.max(...times))];
      }),
    };
  },
  'rule-changes': (of) => {
    const times = of.events(() => true).map(({ time }) => Date.parse(time));
    return {
      rows: of.year.rules.flatMap(({ at: start, version }, index) => {
        const end = of.year.rules[index + 1]?.at ?? Number.POSITIVE_INFINITY;
        const under = times.filter((ms) => ms >= start && ms < end);
        if (under.length === 0) return [];
        return [[version, at(Math.min(...under)), at(Math.max(...under)), under.length]];
      }),
    };
  },
};

const answers: Record<string, Answer> = { ...listings, ...openings, ...counts };
