import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { AuditEvent } from '../../../../core/audit/event.ts';
import type { Seen } from '../../../../core/audit/watch/rule.ts';
import { findAll } from '../../../../core/audit/watch/rules.ts';
import { tallyOf } from '../../../../core/audit/watch/tally.ts';
import { parseConfig } from '../../../../core/policy/config.ts';
import { createRedactor } from '../../../../core/redact/engine.ts';
import { createPseudonymize } from '../../../../core/redact/pseudonym.ts';
import { sampleConfig } from '../../../support/sample-config.ts';

let count = 0;
function event(time: string, type: AuditEvent['type'], details: Partial<AuditEvent> = {}): AuditEvent {
  count += 1;
  return {
    id: `event-${String(count).padStart(4, '0')}`,
    version: 1,
    time,
    type,
    outcome: 'success',
    actor: 'alice',
    actor_via: 'api',
    correlation_id: 'c',
    rules_version: 'r',
    request_id: 'req-1',
    scope: 'checkout-prod',
    ...details,
  };
}

function seen(
  events: readonly AuditEvent[],
  configure: (config: ReturnType<typeof sampleConfig>) => void = () => {},
): Seen {
  const input = sampleConfig();
  configure(input);
  return { config: parseConfig(input), recent: events, days: [{ day: '2026-11-25', ...tallyOf(events) }] };
}

const asked = (query: string, index = 0) =>
  event(`2026-11-25T10:${String(index).padStart(2, '0')}:00.000Z`, 'query.started', { query });
const all = (queries: readonly string[]) => queries.map(asked);
const rulesOf = (given: Seen) => findAll(given).map(({ rule, measured }) => [rule, measured]);

describe('use outside working hours', () => {
  const inBerlin = (config: ReturnType<typeof sampleConfig>) => {
    Object.assign(config.people['alice'] ?? {}, { timeZone: 'Europe/Berlin' });
  };
  const at = (time: string, details = {}) => [event(time, 'query.started', details)];

  it.each([
    // A Wednesday in winter: Berlin is an hour ahead.
    ['2026-11-25T19:59:00.000Z', undefined],
    ['2026-11-25T20:00:00.000Z', undefined],
    ['2026-11-25T20:01:00.000Z', 121 - 60],
    ['2026-11-25T05:00:00.000Z', undefined],
    ['2026-11-25T04:59:00.000Z', 61],
    // In summer two hours ahead.
    ['2026-07-15T19:01:00.000Z', 61],
    // Saturday noon is sixteen hours after Friday’s end.
    ['2026-11-28T11:00:00.000Z', 16 * 60],
  ])('at %s measures %s minutes', (time, minutes) => {
    expect(rulesOf(seen(at(time), inBerlin))).toEqual(
      minutes === undefined ? [] : [['outsideHours', minutes]],
    );
  });

  it('names the event, and the grant as the thing it is raised once for', () => {
    const [first] = at('2026-11-25T23:00:00.000Z');
    if (!first) throw new Error('There is an event.');
    const second = event('2026-11-25T23:10:00.000Z', 'query.returned');
    expect(findAll(seen([first, second], inBerlin))).toMatchObject([
      { thing: 'alice/req-1', person: 'alice', evidence: [first.id, second.id], threshold: 60 },
    ]);
  });

  it('lets those work at night whose token named an on-call group', () => {
    const onCall = (config: ReturnType<typeof sampleConfig>) => {
      config.watch = { outsideHours: { onCallGroups: ['on-call'] } };
    };
    const night = '2026-11-25T02:00:00.000Z';
    expect(rulesOf(seen(at(night, { actor_groups: ['on-call'] }), onCall))).toEqual([]);
    expect(rulesOf(seen(at(night, { actor_groups: ['engineers'] }), onCall))).toHaveLength(1);
    expect(rulesOf(seen(at(night, { actor_groups: ['on-call'] })))).toHaveLength(1);
  });

  it('knows a night shift over midnight, and the time zone of a journey', () => {
    const shift = { from: '22:00', to: '06:00', days: ['Wed'] as const };
    const nights = (config: ReturnType<typeof sampleConfig>) => {
      Object.assign(config.people['alice'] ?? {}, { workingHours: shift });
    };
    expect(rulesOf(seen(at('2026-11-26T05:30:00.000Z'), nights))).toEqual([]);
    expect(rulesOf(seen(at('2026-11-27T05:30:00.000Z'), nights))).toHaveLength(1);
    const away = (config: ReturnType<typeof sampleConfig>) => {
      const abroad = [{ timeZone: 'Asia/Tokyo', from: '2026-11-25', to: '2026-11-26' }];
      Object.assign(config.people['alice'] ?? {}, { abroad });
    };
    expect(rulesOf(seen(at('2026-11-25T01:00:00.000Z'), away))).toEqual([]);
    expect(rulesOf(seen(at('2026-11-28T01:00:00.000Z'), away))).toHaveLength(1);
  });
});

describe('queries that probe', () => {
  const prefixes = ['a', 'b', 'ba', 'bb', 'bc', 'bca', 'bcb'];

  it('sees a walk in likes, comparisons, lists and functions, from the front and from the back', () => {
    const forms = [
      (text: string) => `filter token like "${text}" | limit 1`,
      (text: string) => `fields @message | filter token =~ /^${text}.*/`,
      (text: string) => `filter strcontains(token, "${text}")`,
      (text: string) => `filter token like "${[...text].reverse().join('')}"`,
    ];
    for (const form of forms) {
      expect(rulesOf(seen(all(prefixes.map(form))))).toEqual([['probing', 6]]);
    }
    const list = prefixes.map((text) => `"${text}"`).join(', ');
    expect(rulesOf(seen(all([`filter token in [${list}]`])))).toEqual([['probing', 6]]);
  });

  it('does not mind what else the queries say', () => {
    const queries = prefixes.map(
      (text, index) => `fields @message as m${index} | filter token like "${text}" | limit ${index + 1}`,
    );
    expect(rulesOf(seen(all(queries)))).toEqual([['probing', 6]]);
  });

  it('does not take a list of hosts or versions for a walk', () => {
    const hosts = Array.from({ length: 12 }, (_, index) => `filter host = "web-${index + 10}"`);
    expect(rulesOf(seen(all(hosts)))).toEqual([]);
  });

  it('sees a number that is halved and halved again, but no status codes', () => {
    const halving = (field: string) =>
      Array.from({ length: 12 }, (_, index) => `filter ${field} > ${2 ** index} | stats count(*)`);
    expect(rulesOf(seen(all(halving('balance'))))).toEqual([['probing', 12]]);
    expect(rulesOf(seen(all(halving('status'))))).toEqual([]);
  });

  it('counts hidden people by their pseudonyms, as the redactor writes them', () => {
    const pseudonymize = createPseudonymize((message) => createHmac('sha256', 'k').update(message).digest());
    const { redact } = createRedactor({ level: 'standard', pseudonymize });
    const about = (person: number) =>
      redact(`filter @message like "person-${person}@shop.example" | limit 3`).text;
    const many = Array.from({ length: 10 }, (_, index) => about(index));
    expect(many[0]).toMatch(/\[email:/);
    expect(rulesOf(seen(all(many)))).toEqual([['probing', 10]]);
    const one = Array.from({ length: 30 }, () => about(1));
    expect(rulesOf(seen(all(one)))).toEqual([]);
  });

  it('counts those of a query that was refused for naming too many', () => {
    const names = Array.from({ length: 21 }, (_, index) => `"[phone:${String(index).padStart(12, '0')}]"`);
    const refused = event('2026-11-25T10:00:00.000Z', 'access.refused', {
      code: 'query-refused',
      query: `filter phone in [${names.join(', ')}]`,
    });
    expect(rulesOf(seen([refused]))).toEqual([['probing', 21]]);
  });

  it('forgets what is older than its window', () => {
    const slow = prefixes.map((text, index) =>
      event(
        `2026-11-25T${String(8 + index)}:00:00.000Z`.replace('T8', 'T08').replace('T9', 'T09'),
        'query.started',
        {
          query: `filter token like "${text}"`,
        },
      ),
    );
    expect(rulesOf(seen(slow))).toEqual([]);
  });

  it('passes over a text that is no query', () => {
    expect(rulesOf(seen(all(['filter (', '| | |'])))).toEqual([]);
  });
});

describe('denied calls', () => {
  const refusals = (length: number, details: Partial<AuditEvent>) =>
    Array.from({ length }, (_, index) =>
      event(`2026-11-25T10:${String(index % 10).padStart(2, '0')}:00.000Z`, 'access.refused', details),
    );

  it('are raised from the threshold on', () => {
    expect(rulesOf(seen(refusals(7, { code: 'not-allowed' })))).toEqual([]);
    expect(rulesOf(seen(refusals(8, { code: 'not-allowed' })))).toEqual([['deniedCalls', 8]]);
  });

  it('tell a mistake in a query from a forbidden command', () => {
    const slip = { code: 'query-refused', query: 'fields @message | fitler x' };
    const forbidden = { code: 'query-refused', query: "SOURCE '/ledger/worker' | fields @message" };
    expect(rulesOf(seen(refusals(20, slip)))).toEqual([]);
    expect(rulesOf(seen(refusals(8, forbidden)))).toEqual([['deniedCalls', 8]]);
  });

  it('tell strangers apart by their addresses', () => {
    const from = (ip: string) => refusals(5, { actor: 'unknown', ip, code: 'unknown-person' });
    expect(rulesOf(seen([...from('198.51.100.1'), ...from('198.51.100.2')]))).toEqual([]);
    expect(findAll(seen([...from('198.51.100.1'), ...from('198.51.100.1')]))).toMatchObject([
      { person: 'unknown at 198.51.100.1', measured: 10 },
    ]);
  });
});

describe('volume', () => {
  const today = (rows: number) => ({
    ...seen([]),
    days: [
      ...Array.from({ length: 10 }, (_, index) => ({
        day: `2026-11-${String(index + 10)}`,
        ...tallyOf([
          event('2026-11-10T10:00:00.000Z', 'query.returned', { rows_returned: 1_000 + index * 10 }),
        ]),
      })),
      {
        day: '2026-11-25',
        ...tallyOf([event('2026-11-25T10:00:00.000Z', 'query.returned', { rows_returned: rows })]),
      },
    ],
  });

  it('is measured against the person’s own days', () => {
    // 1,045 · exp(3.5 · ln 1.5 / 0.6745) = 8,566.
    expect(rulesOf(today(8_500))).toEqual([]);
    expect(rulesOf(today(8_600))).toEqual([['volume', 8_600]]);
  });

  it('counts the bytes of a query once, however many pages are read', () => {
    const page = (handle: string) =>
      event('2026-11-25T10:00:00.000Z', 'query.returned', { query_handle: handle, bytes_scanned: 9 });
    expect(tallyOf([page('a'), page('a'), page('b')]).volumes['alice']?.bytes).toBe(18);
  });
});

describe('a rule', () => {
  it('can be switched off', () => {
    const night = [event('2026-11-25T02:00:00.000Z', 'query.started')];
    expect(rulesOf(seen(night))).toHaveLength(1);
    const off = seen(night, (config) => {
      config.watch = { outsideHours: false };
    });
    expect(findAll(off)).toEqual([]);
  });

  it.each([
    ['a time zone that is not there', { timeZone: 'Europe/Atlantis' }, /watch.timeZone.*IANA/],
    ['a time of day that is none', { workingHours: { from: '25:00' } }, /watch.workingHours.from/],
    ['an unknown threshold', { probing: { steps: 3 } }, /watch.probing/],
  ])('is refused with %s', (_, watch, message) => {
    const input = { ...sampleConfig(), watch };
    expect(() => parseConfig(input)).toThrow(message);
  });
});
