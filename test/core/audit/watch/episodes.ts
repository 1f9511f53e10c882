import { localTime } from '../../../../core/audit/watch/local-time.ts';
import type { RuleName } from '../../../../core/policy/watch.ts';
import type { Random } from '../../../../local/sample/random.ts';
import { type Actor, atLocalHour, duringWork, type Writer } from './corpus.ts';
import { pseudonym } from './queries.ts';

interface Stage {
  writer: Writer;
  random: Random;
  actor: Actor;
  others: readonly Actor[];
  /** Start of the UTC day. */
  atMs: number;
  stays: Record<string, { timeZone: string; from: string; to: string }[]>;
}

export interface Episode {
  name: string;
  rule?: RuleName;
  /** Undefined when it cannot happen now. */
  act: (stage: Stage) => { people?: string[] } | undefined;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** What the rules should tell of. */
const noisy: readonly Episode[] = [
  {
    name: 'reads logs in the small hours',
    rule: 'outsideHours',
    act(stage) {
      read(stage, atLocalHour(stage.actor, stage.atMs, stage.random.integer(0, 4)));
      return {};
    },
  },
  {
    name: 'reads logs late in the evening',
    rule: 'outsideHours',
    act(stage) {
      read(stage, atLocalHour(stage.actor, stage.atMs, 21) + stage.random.integer(5, 100) * minuteMs);
      return {};
    },
  },
  {
    name: 'reads logs on a Sunday',
    rule: 'outsideHours',
    act(stage) {
      const sunday = stage.atMs + (7 - new Date(stage.atMs).getUTCDay()) * dayMs;
      read(stage, atLocalHour(stage.actor, sunday, stage.random.integer(10, 16)));
      return {};
    },
  },
  {
    name: 'takes as much as there is',
    rule: 'volume',
    act: (stage) => hoard(stage, stage.random.integer(20, 60)),
  },
  {
    name: 'takes several times the usual',
    rule: 'volume',
    act: (stage) => hoard(stage, stage.random.integer(8, 15)),
  },
  {
    name: 'scans far more than usual for few rows',
    rule: 'volume',
    act(stage) {
      const start = workStart(stage);
      const request = stage.writer.grant(stage.actor.key, start);
      for (let each = 0; each < 8; each += 1) {
        stage.writer.queried(stage.actor.key, start + each * 3 * minuteMs, request, {
          query: `filter @message like /card/ | limit ${each + 1}`,
          rows: 2,
          bytes: stage.random.integer(8, 20) * 1e9,
        });
      }
      return {};
    },
  },
  {
    name: 'tries what is not theirs',
    rule: 'deniedCalls',
    act(stage) {
      const { random } = stage;
      const start = workStart(stage);
      for (let count = random.integer(9, 30), each = 0; each < count; each += 1) {
        const code = random.pick(['log-group-outside-scope', 'not-found', 'not-allowed', 'unknown-scope']);
        stage.writer.refused(stage.actor.key, start + (each * 12 * minuteMs) / count, { code });
      }
      return {};
    },
  },
  {
    name: 'tries forbidden commands',
    rule: 'deniedCalls',
    act(stage) {
      const { random } = stage;
      const start = workStart(stage);
      for (let count = random.integer(9, 20), each = 0; each < count; each += 1) {
        const query = random.pick([
          'fields @message | unmask @message',
          "SOURCE '/ledger/worker' | fields @message",
          'fields @message | lookup customers id OUTPUT name',
        ]);
        const details = { code: 'query-refused', query, request_id: 'req-forbidden' };
        stage.writer.refused(stage.actor.key, start + each * 35_000, details);
      }
      return {};
    },
  },
  {
    name: 'walks along a value',
    rule: 'probing',
    act: (stage) => walk(stage, (text) => `filter @message like /^${text}/ | limit 1`),
  },
  {
    name: 'walks along a value with counts',
    rule: 'probing',
    act: (stage) => walk(stage, (text) => `filter token like "${text}" | stats count(*)`),
  },
  {
    name: 'walks in one query at a time',
    rule: 'probing',
    act(stage) {
      const { random } = stage;
      let known = '';
      const queries = Array.from({ length: 4 }, () => {
        const list = [...'0123456789abcdef'].map((letter) => `@message like /pin=${known}${letter}/`);
        known += random.text('0123456789abcdef', 1);
        return `filter ${list.join(' or ')} | stats count(*)`;
      });
      return ask(stage, queries);
    },
  },
  {
    name: 'halves a number with counts',
    rule: 'probing',
    act(stage) {
      const { random } = stage;
      let [low, high] = [0, 2 ** random.integer(14, 24)];
      const queries = Array.from({ length: random.integer(13, 20) }, () => {
        const middle = (low + high) / 2;
        if (random.next() < 0.5) low = middle;
        else high = middle;
        return `filter balance > ${middle.toFixed(2)} | stats count(*)`;
      });
      return ask(stage, queries);
    },
  },
  {
    name: 'looks for one person after another',
    rule: 'probing',
    act: (stage) =>
      ask(
        stage,
        Array.from(
          { length: stage.random.integer(11, 30) },
          () => `filter @message like "${pseudonym(stage.random)}" | limit 5`,
        ),
      ),
  },
  {
    name: 'breaks the glass as a habit',
    rule: 'repeatedBreakGlass',
    act(stage) {
      if (!stage.actor.isOnCall) return undefined;
      for (let occasion = 0, count = stage.random.integer(3, 5); occasion < count; occasion += 1) {
        breakGlass(stage, workStart(stage) + occasion * (dayMs + hourMs), undefined);
      }
      return {};
    },
  },
  {
    name: 'breaks the glass under a new ticket each time',
    rule: 'repeatedBreakGlass',
    act(stage) {
      if (!stage.actor.isOnCall) return undefined;
      for (let occasion = 0; occasion < 4; occasion += 1) {
        breakGlass(stage, workStart(stage) + occasion * (dayMs / 2 + hourMs), `INC-${500 + occasion}`);
      }
      return {};
    },
  },
];

/** What looks like it and is none. */
const harmless: readonly Episode[] = [
  {
    name: 'is on call at night',
    act(stage) {
      if (!stage.actor.isOnCall) return undefined;
      const atMs = atLocalHour(stage.actor, stage.atMs, stage.random.integer(0, 4));
      read(stage, atMs, { actor_groups: ['engineers', 'on-call'] });
      return {};
    },
  },
  {
    name: 'breaks the glass at night',
    act(stage) {
      if (!stage.actor.isOnCall) return undefined;
      const atMs = atLocalHour(stage.actor, stage.atMs, stage.random.integer(0, 4));
      breakGlass(stage, atMs, 'INC-1');
      read(stage, atMs + minuteMs, { kind: 'break-glass' });
      return {};
    },
  },
  {
    name: 'stays a little longer',
    act(stage) {
      const atMs = atLocalHour(stage.actor, stage.atMs, 20) + stage.random.integer(5, 50) * minuteMs;
      stage.writer.queried(stage.actor.key, atMs, stage.writer.grant(stage.actor.key, atMs), {
        query: 'filter @message like /deploy/',
      });
      return {};
    },
  },
  {
    name: 'works on a journey',
    act({ actor, atMs, random, stays }) {
      const there = random.pick([
        'Pacific/Auckland',
        'America/Sao_Paulo',
        'Africa/Nairobi',
        'America/Denver',
      ]);
      const day = (ahead: number) => new Date(atMs + ahead * dayMs).toISOString().slice(0, 10);
      stays[actor.key] = [...(stays[actor.key] ?? []), { timeZone: there, from: day(1), to: day(4) }];
      return {};
    },
  },
  {
    name: 'an incident makes everybody read',
    act(stage) {
      const { random, writer, others } = stage;
      const start = workStart(stage);
      const isAtWork = ({ timeZone }: Actor) => {
        const { minute, weekday } = localTime(start, timeZone);
        return minute > 8 * 60 && minute < 18 * 60 && weekday !== 'Sat' && weekday !== 'Sun';
      };
      const people = [stage.actor, ...others.filter(isAtWork).slice(0, 4)];
      if (people.length < 5) return undefined;
      for (const actor of people) {
        const request = writer.grant(actor.key, start);
        const rows = Math.max(actor.rows * random.integer(8, 14), 4_000);
        for (let each = 0; each < 12; each += 1) {
          const query = `filter @message like /ERROR/ and service = "cart" | limit ${500 + each}`;
          writer.queried(actor.key, start + each * minuteMs, request, { query, rows: Math.round(rows / 12) });
        }
      }
      return { people: people.map(({ key }) => key) };
    },
  },
  {
    name: 'reads a few times more than usual',
    act: (stage) => hoard(stage, 3, 0),
  },
  {
    name: 'mistypes again and again',
    act(stage) {
      const { random } = stage;
      const start = workStart(stage);
      for (let count = random.integer(10, 25), each = 0; each < count; each += 1) {
        const query = random.pick([
          'fields @message | fitler @message like /x/',
          'filter @message like /x | limit 10',
          'stats count( by bin(5m)',
          'filter status = = 500',
        ]);
        const details = { code: 'query-refused', query, request_id: 'req-slips' };
        stage.writer.refused(stage.actor.key, start + each * 30_000, details);
      }
      return {};
    },
  },
  {
    name: 'goes on reading when access has ended',
    act(stage) {
      const start = workStart(stage);
      for (let each = 0; each < 15; each += 1) {
        stage.writer.refused(stage.actor.key, start + each * 4_000, { code: 'grant-not-open' });
      }
      return {};
    },
  },
  {
    name: 'is refused a few times',
    act(stage) {
      const start = workStart(stage);
      for (let each = 0; each < 5; each += 1) {
        stage.writer.refused(stage.actor.key, start + each * minuteMs, { code: 'not-allowed' });
      }
      return {};
    },
  },
  {
    name: 'follows one customer',
    act(stage) {
      const { random } = stage;
      const customer = pseudonym(random);
      const steps = ['order', 'payment', 'refund', 'mail', 'login', 'cart', 'address', 'voucher'] as const;
      const queries = Array.from(
        { length: 20 },
        () => `filter @message like "${customer}" and @message like "${random.pick(steps)}" | limit 20`,
      );
      return ask(stage, queries);
    },
  },
  {
    name: 'follows traces one by one',
    act(stage) {
      const { random } = stage;
      const queries = Array.from(
        { length: random.integer(12, 25) },
        () => `filter traceId = "${random.text('0123456789abcdef', 32)}" | sort @timestamp asc`,
      );
      return ask(stage, queries);
    },
  },
  {
    name: 'compares hosts',
    act(stage) {
      const hosts = Array.from({ length: 24 }, (_, index) => `"web-${String(index + 1).padStart(2, '0')}"`);
      return ask(stage, [`filter host in [${hosts.join(', ')}] | stats count(*) by host`]);
    },
  },
  {
    name: 'finishes a word',
    act: (stage) =>
      ask(
        stage,
        ['time', 'timeo', 'timeout', 'timeout after'].map((word) => `filter @message like /${word}/`),
      ),
  },
  {
    name: 'counts known errors',
    act: (stage) =>
      ask(
        stage,
        ['timeout', 'refused', 'deadlock', 'throttled', 'OutOfMemory', 'reset', 'denied', 'expired'].map(
          (word) => `filter @message like /${word}/ | stats count(*) by bin(5m)`,
        ),
      ),
  },
  {
    name: 'counts status codes',
    act: (stage) =>
      ask(
        stage,
        Array.from({ length: 16 }, (_, index) => `filter status = ${500 + index} | stats count(*)`),
      ),
  },
  {
    name: 'breaks the glass all through one incident',
    act(stage) {
      if (!stage.actor.isOnCall) return undefined;
      const start = workStart(stage);
      for (let each = 0; each < 5; each += 1) breakGlass(stage, start + each * 1.1 * hourMs, 'INC-77');
      return {};
    },
  },
];

export const episodes: readonly Episode[] = [...noisy, ...harmless];

function workStart({ actor, atMs, random }: Stage): number {
  return duringWork(actor, atMs, random);
}

function read({ actor, writer, random }: Stage, atMs: number, details = {}): void {
  const request = writer.grant(actor.key, atMs);
  for (let each = 0; each < random.integer(1, 6); each += 1) {
    const query = `filter @message like /ERROR/ | limit ${20 + each}`;
    writer.queried(actor.key, atMs + each * minuteMs, request, { query, details });
  }
}

/** Reads so many times what is usual for the person, and at least so many rows. */
function hoard(stage: Stage, times: number, leastRows = 7_000) {
  const { actor, writer } = stage;
  const start = workStart(stage);
  const request = writer.grant(actor.key, start);
  const rows = Math.max(actor.rows * times, leastRows);
  for (let each = 0; each < 10; each += 1) {
    const query = `fields @timestamp, @message | limit ${1_000 + each}`;
    writer.queried(actor.key, start + each * minuteMs, request, { query, rows: Math.round(rows / 10) });
  }
  return {};
}

function ask({ actor, writer, random, atMs }: Stage, queries: readonly string[]) {
  const start = duringWork(actor, atMs, random);
  const request = writer.grant(actor.key, start);
  for (const [index, query] of queries.entries()) {
    const moment = start + (index * 45 * minuteMs) / queries.length;
    writer.queried(actor.key, moment, request, { query, rows: 1 });
  }
  return {};
}

/** Tries the characters of a value one after another until each is found. */
function walk(stage: Stage, queryFor: (text: string) => string) {
  const { random } = stage;
  const letters = 'abcdefgh';
  let known = random.pick(['tok_', 'key', '']);
  const queries: string[] = [];
  for (let place = 0; place < random.integer(4, 7); place += 1) {
    const found = random.integer(0, letters.length - 1);
    for (let tried = 0; tried <= found; tried += 1) queries.push(queryFor(known + letters.charAt(tried)));
    known += letters.charAt(found);
  }
  return ask(stage, queries);
}

function breakGlass({ actor, writer }: Stage, atMs: number, ticket: string | undefined): void {
  writer.write('grant.glass_broken', actor.key, atMs, {
    request_id: writer.grant(actor.key, atMs),
    kind: 'break-glass',
    ...(ticket !== undefined && { ticket }),
  });
}
