import type { AuditEvent, EventType } from '../../../../core/audit/event.ts';
import { localTime } from '../../../../core/audit/watch/local-time.ts';
import { type Config, parseConfig } from '../../../../core/policy/config.ts';
import type { RuleName } from '../../../../core/policy/watch.ts';
import { type Random, seededRandom } from '../../../../local/sample/random.ts';
import { type Episode, episodes } from './episodes.ts';
import { ordinaryQueries } from './queries.ts';

/**
 * Days of an installation that never was: people of many time zones who read logs as people do, and among them episodes
 * that a rule should tell of, and episodes that look like those and are none.
 */
export interface Corpus {
  config: Config;
  /** In the order of their times. */
  events: AuditEvent[];
  days: string[];
  episodes: Labelled[];
}

export interface Labelled {
  name: string;
  person: string;
  day: string;
  /** The rule that should tell of it; undefined if none should. */
  rule: RuleName | undefined;
}

export interface Actor {
  key: string;
  timeZone: string;
  isOnCall: boolean;
  /** What the person reads on a usual day. */
  rows: number;
}

const firstDay = Date.parse('2026-08-03T00:00:00Z');
const dayMs = 86_400_000;
/** Nothing happens that is out of the ordinary before people have a norm. */
const quietDays = 30;

export function generateCorpus(seed: string, { days, people }: { days: number; people: number }): Corpus {
  const random = seededRandom(seed);
  const actors = Array.from({ length: people }, (_, index) => actorNamed(index, random));
  const writer = new Writer(random);
  const labelled: Labelled[] = [];
  const stays: Record<string, { timeZone: string; from: string; to: string }[]> = {};
  const names = Array.from({ length: days }, (_, index) => dayName(firstDay + index * dayMs));
  /** Whoever has had an episode is left alone, so that one does not make the norm or the window of another. */
  const restsUntil = new Map<string, number>();
  for (const [index, day] of names.entries()) {
    const atMs = firstDay + index * dayMs;
    const isWorkday = ![0, 6].includes(new Date(atMs).getUTCDay());
    for (const actor of actors) {
      const timeZone = stays[actor.key]?.find(({ from, to }) => from <= day && day <= to)?.timeZone;
      if (isWorkday && random.next() < 0.7)
        writer.usualDay({ ...actor, timeZone: timeZone ?? actor.timeZone }, atMs);
      if (!isWorkday || index < quietDays || index > days - 9 || (restsUntil.get(actor.key) ?? 0) > index)
        continue;
      if (random.next() > 0.25) continue;
      const episode = random.pick(episodes as [Episode, ...Episode[]]);
      const others = actors.filter((other) => other !== actor && (restsUntil.get(other.key) ?? 0) <= index);
      const outcome = episode.act({ writer, random, actor, others, atMs, stays });
      if (!outcome) continue;
      for (const person of outcome.people ?? [actor.key]) {
        restsUntil.set(person, index + 9);
        labelled.push({ name: episode.name, person, day, rule: episode.rule });
      }
    }
  }
  const events = writer.events.sort((a, b) => (a.id < b.id ? -1 : 1));
  return { config: configOf(actors, stays), events, days: names, episodes: labelled };
}

const timeZones = [
  'Europe/Berlin',
  'America/New_York',
  'Asia/Tokyo',
  'Europe/London',
  'Asia/Kolkata',
  'Australia/Sydney',
  'America/Los_Angeles',
] as const;

function actorNamed(index: number, random: Random): Actor {
  return {
    key: `person-${index + 1}`,
    timeZone: random.pick(timeZones),
    isOnCall: index % 3 > 0,
    rows: Math.round(Math.exp(5 + random.next() * 2.5)),
  };
}

function configOf(actors: readonly Actor[], abroad: Record<string, object[]>): Config {
  return parseConfig({
    scopes: {
      'checkout-prod': scopeOf('/checkout/api'),
      'ledger-prod': scopeOf('/ledger/worker'),
    },
    people: Object.fromEntries(
      actors.map(({ key, timeZone, isOnCall }) => [
        key,
        {
          name: key,
          email: `${key}@shop.example`,
          subjects: [key],
          groups: ['engineers', ...(isOnCall ? ['on-call'] : []), 'leads'],
          timeZone,
          abroad: abroad[key] ?? [],
        },
      ]),
    ),
    roles: { auditors: ['leads'], supervisors: ['leads'] },
    audit: { installedOn: '2026-08-01' },
    watch: { outsideHours: { onCallGroups: ['on-call'] } },
  });
}

const scopeOf = (logGroup: string) => ({
  title: logGroup,
  owner: 'Platform',
  sensitivity: 'high',
  logGroups: [logGroup],
  requesters: ['engineers'],
  approvers: ['leads'],
  breakGlass: { eligible: ['on-call'] },
});

const dayName = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/** What a queried event may say beyond its text. */
export interface Queried {
  query: string;
  rows?: number;
  bytes?: number;
  details?: Partial<AuditEvent>;
}

/** Writes events as the functions would. */
export class Writer {
  readonly events: AuditEvent[] = [];
  readonly #random: Random;
  #count = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  write(type: EventType, person: string, atMs: number, details: Partial<AuditEvent> = {}): void {
    this.#count += 1;
    const id = `${encodeTime(atMs)}${String(this.#count).padStart(16, '0')}`;
    this.events.push({
      id,
      version: 1,
      time: new Date(atMs).toISOString(),
      type,
      outcome: type === 'access.refused' ? 'refused' : 'success',
      actor: person,
      actor_via: 'api',
      actor_groups: ['engineers'],
      correlation_id: id,
      rules_version: 'corpus',
      scope: 'checkout-prod',
      requester: person,
      ...details,
    });
  }

  /** A grant of the person's at that moment. */
  grant(person: string, atMs: number): string {
    this.#count += 1;
    return `req-${person}-${atMs}-${this.#count}`;
  }

  queried(
    person: string,
    atMs: number,
    request: string,
    { query, rows = 20, bytes = rows * 200_000, details }: Queried,
  ): void {
    this.#count += 1;
    const shared = {
      request_id: request,
      kind: 'standard',
      query,
      query_handle: `q-${this.#count}`,
      ...details,
    };
    this.write('query.started', person, atMs, shared);
    this.write('query.returned', person, atMs + 3_000, {
      ...shared,
      rows_returned: rows,
      bytes_scanned: bytes,
    });
  }

  refused(person: string, atMs: number, details: Partial<AuditEvent>): void {
    this.write('access.refused', person, atMs, details);
  }

  /** One or two views in working hours, with queries of the usual kind and a slip now and then. */
  usualDay(actor: Actor, dayStartMs: number): void {
    const random = this.#random;
    const rows = actor.rows * Math.exp((random.next() + random.next() + random.next() - 1.5) * 1.1);
    const sessions = random.integer(1, 2);
    for (let session = 0; session < sessions; session += 1) {
      const atMs = duringWork(actor, dayStartMs, random);
      const request = this.grant(actor.key, atMs);
      const queries = ordinaryQueries(random);
      for (const [index, query] of queries.entries()) {
        const moment = atMs + index * random.integer(40_000, 200_000);
        this.queried(actor.key, moment, request, {
          query,
          rows: Math.ceil(rows / sessions / queries.length),
        });
        if (random.next() < 0.1) {
          const details = { request_id: request, code: 'query-refused', query: 'fields @message | fitler x' };
          this.refused(actor.key, moment + 5_000, details);
        }
      }
    }
  }
}

/** A moment between nine and five o'clock of the person, on the UTC day or just before or after it. */
export function duringWork(actor: Pick<Actor, 'timeZone'>, dayStartMs: number, random: Random): number {
  return atLocalHour(actor, dayStartMs, 9) + random.integer(0, 7 * 60) * 60_000;
}

/** The moment of that local day at which clocks show the hour. */
export function atLocalHour({ timeZone }: Pick<Actor, 'timeZone'>, dayStartMs: number, hour: number): number {
  const noon = dayStartMs + dayMs / 2;
  const { day, minute } = localTime(noon, timeZone);
  const daysAhead = Math.round((Date.parse(day) - dayStartMs) / dayMs);
  return noon - minute * 60_000 - daysAhead * dayMs + hour * 3_600_000;
}

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The time part of a ULID. */
function encodeTime(atMs: number): string {
  let rest = atMs;
  let text = '';
  for (let place = 0; place < 10; place += 1) {
    text = alphabet.charAt(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}
