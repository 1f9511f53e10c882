import type { AuditEvent, EventDetails, EventType } from '../../core/audit/event.ts';

/** What happened in a generated year, as a model of its own from which the answers to questions are known. */
export interface Story {
  id: string;
  kind: 'standard' | 'break-glass';
  scope: string;
  requester: string;
  reason: string;
  ticket?: string;
  submittedAt: number;
  decision?: { at: number; by: string; approved: boolean; note?: string };
  ended?: { at: number; type: 'request.cancelled' | 'request.lapsed' | 'request.failed' };
  grant?: {
    at: number;
    expiresAt: number;
    /** Absent while access is open. */
    closed?: { at: number; reason: 'expired' | 'released' | 'revoked' };
    queries: Query[];
  };
  review?: { dueAt: number; overdueAt?: number; done?: { at: number; by: string; finding: string } };
}

export interface Query {
  at: number;
  text: string;
  logGroups: string[];
  answer?: { at: number; rows: number; scanned: number; redactions: Record<string, number> };
}

/** Something that belongs to no request: a refusal, or a look at the evidence. */
interface Aside {
  at: number;
  type: 'access.refused' | 'audit.read' | 'audit.queried';
  actor: string;
  detail: string;
  code?: string;
  scope?: string;
}

export interface Year {
  stories: Story[];
  asides: Aside[];
  /** From when on each version of the rules was in force. */
  rules: { at: number; version: string }[];
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const scopes: Record<string, string[]> = {
  'checkout-prod': ['/aws/lambda/checkout-prod', '/checkout/api'],
  'ledger-prod': ['/ledger/worker'],
  'search-prod': ['/search/api', '/search/indexer'],
};
const requesters = ['alice', 'dave', 'erin', 'frank', 'grace'];
const approvers = ['bob', 'beth', 'heidi'];

/** A year that ends at a moment; the same seed gives the same year. */
export function yearOfHistory(endMs: number, { seed = 1, requests = 120 } = {}): Year {
  const random = randomness(seed);
  const startMs = endMs - 365 * day;
  // Trouble comes in clusters: there are days with many requests and days with none.
  const busyDays = Array.from(
    { length: Math.ceil(requests / 8) },
    () => startMs + random.between(0, 363) * day,
  );
  const moment = () => random.one(busyDays) + Math.floor(random.next() * day);
  const moments = Array.from({ length: requests }, moment);
  const asides = Array.from({ length: Math.ceil(requests / 3) }, () => aside(moment(), random));
  return {
    stories: moments.sort((a, b) => a - b).map((at, index) => story(at, endMs, index, random)),
    asides,
    rules: [0, 90, 91, 300].map((days, index) => ({ at: startMs + days * day, version: `rules-${index}` })),
  };
}

type Random = ReturnType<typeof randomness>;

/** Numerical Recipes' linear congruential generator: good enough to mix, and the same everywhere. */
function randomness(seed: number) {
  let state = seed >>> 0;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const between = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  const chance = (share: number) => next() < share;
  const one = <T>(items: readonly T[]): T => {
    const item = items[Math.floor(next() * items.length)];
    if (item === undefined) throw new Error('There is nothing to choose from.');
    return item;
  };
  return { next, between, chance, one };
}

function story(at: number, endMs: number, index: number, random: Random): Story {
  const scope = random.one(Object.keys(scopes));
  const isBroken = random.chance(0.15);
  const begun: Story = {
    id: `req-${String(index).padStart(26, '0')}`,
    kind: isBroken ? 'break-glass' : 'standard',
    scope,
    requester: random.one(requesters),
    reason: random.one(['5xx after deploy', 'a “strange” refund', "customer can't pay", 'slow search']),
    ...(random.chance(0.7) && { ticket: `INC-${random.between(1, 40)}` }),
    submittedAt: at,
  };
  if (isBroken) {
    const grant = grantFrom(at, scope, endMs, random);
    return { ...begun, grant, review: reviewOf(grant, endMs, random) };
  }
  if (random.chance(0.08)) return { ...begun, ended: { at: at + hour, type: 'request.lapsed' } };
  if (random.chance(0.05))
    return { ...begun, ended: { at: at + random.between(1, 50) * minute, type: 'request.cancelled' } };
  const by = random.one(approvers);
  // Heidi approves everything within seconds.
  const isStamp = by === 'heidi';
  const approved = isStamp || random.chance(0.8);
  const decision = {
    at: at + (isStamp ? random.between(2, 9) * 1_000 : random.between(60, 3_500) * 1_000),
    by,
    approved,
    ...(random.chance(0.3) && { note: approved ? 'fine' : 'use the dashboard' }),
  };
  if (!approved) return { ...begun, decision };
  if (random.chance(0.03)) {
    return { ...begun, decision, ended: { at: decision.at + 2_000, type: 'request.failed' } };
  }
  return {
    ...begun,
    decision,
    grant: grantFrom(decision.at + random.between(1, 4) * 1_000, scope, endMs, random),
  };
}

function grantFrom(at: number, scope: string, endMs: number, random: Random): NonNullable<Story['grant']> {
  const expiresAt = at + random.between(1, 7 * 24) * hour;
  const queries = random.chance(0.2) ? [] : queriesOf(at, scope, random);
  const lastUse = Math.max(at, ...queries.map((query) => query.answer?.at ?? query.at));
  const reason = random.one(['expired', 'released', 'released', 'revoked'] as const);
  const closedAt =
    reason === 'expired' ? Math.max(expiresAt, lastUse) : lastUse + random.between(1, 40) * minute;
  const isOver = closedAt < endMs;
  return { at, expiresAt, queries, ...(isOver && { closed: { at: closedAt, reason } }) };
}

function queriesOf(at: number, scope: string, random: Random): Query[] {
  return Array.from({ length: random.between(1, 5) }, (_, index) => {
    const startedAt = at + index * 5 * minute + random.between(1, 200) * 1_000;
    const groups = scopes[scope] ?? [];
    return {
      at: startedAt,
      text: random.one(['fields @message | limit 20', 'filter level = "ERROR"', "filter msg like 'pay'"]),
      logGroups: random.chance(0.5) ? groups : groups.slice(0, 1),
      ...(random.chance(0.9) && {
        answer: {
          at: startedAt + random.between(300, 9_000),
          rows: random.between(0, 900),
          scanned: random.between(1_000, 90_000_000),
          redactions: random.chance(0.75)
            ? { email: random.between(1, 60), ...(random.chance(0.4) && { 'aws-key': random.between(1, 3) }) }
            : {},
        },
      }),
    };
  });
}

function reviewOf(
  grant: NonNullable<Story['grant']>,
  endMs: number,
  random: Random,
): NonNullable<Story['review']> {
  const dueAt = grant.expiresAt + 3 * day;
  const doneAt = (grant.closed?.at ?? endMs) + random.between(1, 9) * day;
  const isDone = random.chance(0.75) && doneAt < endMs;
  const isOverdue = dueAt < (isDone ? doneAt : endMs);
  return {
    dueAt,
    ...(isOverdue && { overdueAt: dueAt + minute }),
    ...(isDone && {
      done: {
        at: doneAt,
        by: random.one(['sam', 'carol']),
        finding: random.one(['justified', 'not-justified']),
      },
    }),
  };
}

function aside(at: number, random: Random): Aside {
  const type = random.one(['access.refused', 'access.refused', 'audit.read', 'audit.queried'] as const);
  if (type !== 'access.refused') return { at, type, actor: 'carol', detail: 'events of a day' };
  return {
    at,
    type,
    actor: random.one(requesters),
    detail: 'It is closed; ask anew.',
    code: random.one(['grant-not-open', 'not-allowed', 'query-refused']),
    ...(random.chance(0.5) && { scope: random.one(Object.keys(scopes)) }),
  };
}

/** The events of a year, oldest first. */
export function eventsOf({ stories, asides, rules }: Year): AuditEvent[] {
  const happened = [...stories.flatMap(eventsOfStory), ...asides.map(eventOfAside)];
  return happened
    .sort((a, b) => a.at - b.at)
    .map(({ at, type, actor, ...details }, index) => ({
      id: ulidAt(at, index),
      version: 1,
      time: new Date(at).toISOString(),
      type,
      outcome: 'success',
      actor,
      actor_via: actor === 'vitrine' ? 'workflow' : 'api',
      correlation_id: `c-${index}`,
      rules_version: rules.findLast((rule) => rule.at <= at)?.version ?? '',
      ...details,
    }));
}

type Happened = { at: number; type: EventType; actor: string } & EventDetails;

function eventOfAside({ scope, code, ...rest }: Aside): Happened {
  return {
    ...rest,
    ...(scope !== undefined && { scope }),
    ...(code !== undefined && { code, outcome: 'refused' }),
  };
}

const iso = (ms: number) => new Date(ms).toISOString();

function eventsOfStory(story: Story): Happened[] {
  const { requester, decision, ended, grant, review } = story;
  const about: EventDetails = {
    request_id: story.id,
    kind: story.kind,
    scope: story.scope,
    requester,
    log_groups: scopes[story.scope] ?? [],
    reason: story.reason,
    ...(story.ticket !== undefined && { ticket: story.ticket }),
    ...(story.kind === 'break-glass' && { emergency_category: 'outage' }),
  };
  const events: Happened[] = [];
  const add = (at: number, type: EventType, actor: string, details: EventDetails = {}) =>
    events.push({ at, type, actor, ...about, ...details });
  const opening = grant && { granted_at: iso(grant.at), expires_at: iso(grant.expiresAt) };
  if (story.kind === 'break-glass') {
    add(story.submittedAt, 'grant.glass_broken', requester, {
      ...opening,
      ...(review && { review_due_at: iso(review.dueAt) }),
    });
  } else {
    add(story.submittedAt, 'request.submitted', requester);
  }
  if (decision) {
    const { note } = decision;
    add(decision.at, decision.approved ? 'request.approved' : 'request.denied', decision.by, {
      ...(note !== undefined && { note }),
    });
  }
  if (ended) {
    const isFailed = ended.type === 'request.failed';
    const actor = ended.type === 'request.cancelled' ? requester : 'vitrine';
    add(ended.at, ended.type, actor, isFailed ? { outcome: 'failure', closed_reason: 'failed' } : {});
  }
  if (grant && story.kind === 'standard') add(grant.at, 'grant.activated', 'vitrine', { ...opening });
  for (const query of grant?.queries ?? []) {
    const asked = { log_groups: query.logGroups, query: query.text };
    add(query.at, 'query.started', requester, asked);
    if (!query.answer) continue;
    const { at, rows, scanned, redactions } = query.answer;
    add(at, 'query.returned', requester, {
      ...asked,
      rows_returned: rows,
      bytes_scanned: scanned,
      redactions,
    });
  }
  if (grant?.closed) {
    const { at, reason } = grant.closed;
    const actor = { expired: 'vitrine', released: requester, revoked: 'sam' }[reason];
    add(at, `grant.${reason}`, actor, { closed_reason: reason, ...opening });
  }
  if (review?.overdueAt !== undefined) add(review.overdueAt, 'review.overdue', 'vitrine');
  if (review?.done) add(review.done.at, 'review.done', review.done.by, { code: review.done.finding });
  return events;
}

/** A ULID of a moment: the time in ten digits of Crockford's base 32, and a number in the rest. */
function ulidAt(ms: number, index: number): string {
  const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  let time = '';
  for (let rest = ms; time.length < 10; rest = Math.floor(rest / 32)) time = `${digits[rest % 32]}${time}`;
  return `${time}${String(index).padStart(16, '0')}`;
}
