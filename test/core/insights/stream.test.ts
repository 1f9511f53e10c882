import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { discover } from '../../../core/insights/discover.ts';
import { execute, type Row, startQuery } from '../../../core/insights/execute.ts';
import { admit } from '../../../core/insights/firewall.ts';
import { TooManyRows } from '../../../core/insights/run/stage.ts';
import { planEvents, plantEvents } from './fuzz/events.ts';
import { randomQuery } from './fuzz/queries.ts';
import { randomFrom } from './fuzz/random.ts';
import { query, rows } from './generators.ts';
import { executeInOrder } from './reference/execute.ts';
import { queryFrom } from './trees.ts';

const times = { now: 1_795_000_900_000, from: 1_795_000_000_000, to: 1_795_000_900_000 };

const shown = (result: readonly Row[]) => result.map((row) => [...row]);

const seed = fc.integer({ min: 0, max: 2 ** 31 });

function eventsFrom(start: number) {
  const random = randomFrom(start);
  const { events } = plantEvents(planEvents(random), random);
  const odd = [
    '{"level":"ERROR","duration":1.50,"users":[{"mail":"a"},{"mail":"b"}],"x":{"y":-0}}',
    '{"level":"ERROR","level":"INFO","users.0.mail":"c","users":[{"mail":"d"}],"amount":123456789012345678}',
    '{"":{"user":"hidden"},"user":"seen","duration":1e3}',
    '{"l\\u0065vel":"ERR\\u004fR","duration":0.1}',
    `{"duration":0.2,${Array.from({ length: 1_100 }, (_, index) => `"k${index}":${index}`).join()},"level":"ERROR"}`,
    '{"broken":',
    '  {"level":true,"card":null,"user":["a"],"m":{"user":"n"}}',
    'user="a b" level=ERROR duration=0.3 m.user=q',
    '',
  ];
  const more = odd.map((message, index) => ({
    timestamp: 1_795_000_000_000 + random.below(4) * 60_000,
    ingestionTime: 1_795_000_000_000 + index,
    message,
    logStream: `s${index % 3}`,
    log: '1:app',
  }));
  return [...events, ...more]
    .map((event) => ({ event, at: random.below(1_000) }))
    .sort((a, b) => a.at - b.at)
    .map(({ event }) => event);
}

describe('a query over a stream', () => {
  it('gives what the commands give one after the other over all rows', () => {
    fc.assert(
      fc.property(query, rows, (tree, events) => {
        expect(shown(execute(tree, events, times))).toEqual(shown(executeInOrder(tree, events, times)));
      }),
      { numRuns: 3_000 },
    );
  }, 60_000);

  it('gives over events what it gives over all their fields', () => {
    let compared = 0;
    fc.assert(
      fc.property(seed, (start) => {
        const text = randomQuery(randomFrom(start), ['bob', 'AKIA']);
        const parsed = admit(text);
        if (!parsed.ok) return;
        compared += 1;
        const events = eventsFrom(start);
        const execution = startQuery(parsed.query, times);
        for (const [index, event] of events.entries()) execution.pushEvent(event, String(index));
        const discovered = events.map((event, index) => discover(event, String(index)));
        const expected = shown(executeInOrder(parsed.query, discovered, times));
        expect(shown(execution.finish()), text).toEqual(expected);
      }),
      { numRuns: 1_000 },
    );
    expect(compared).toBeGreaterThan(300);
  }, 60_000);

  const many = 1_000_001;

  function runOverMany(text: string): Row[] {
    const execution = startQuery(queryFrom(text), times);
    for (let index = 0; index < many; index += 1) {
      const timestamp = 1_795_000_000_000 + ((index * 7_919) % many);
      const event = { timestamp, ingestionTime: timestamp, message: `m${index}`, logStream: 's', log: 'l' };
      execution.pushEvent(event, '');
    }
    return execution.finish();
  }

  it.each([
    ['display @timestamp | limit 1', { '@timestamp': '2026-11-18 11:23:20.000' }],
    ['display @message | sort @message desc | limit 1', { '@message': 'm1000000' }],
    ['stats count(*) as n', { n: '1000001' }],
    ['display @timestamp | dedup @log', { '@timestamp': '2026-11-18 11:23:20.000' }],
  ])(
    'takes more events than it may hold: %s',
    (text, row) => {
      expect(runOverMany(text).map((each) => Object.fromEntries(each))).toEqual([row]);
    },
    60_000,
  );

  it.each([['fields @message'], ['filldown'], ['stats count(*) by @message'], ['dedup @message']])(
    'says so where it would have to hold more than it may: %s',
    (text) => {
      expect(() => runOverMany(text)).toThrow(TooManyRows);
    },
    60_000,
  );

  it('gives no more rows than it is asked for: the first in the order of the query', () => {
    const execution = startQuery(queryFrom('display @message'), { ...times, maxRows: 2 });
    for (const message of ['old', 'newest', 'newer']) {
      const timestamp = { old: 1, newer: 2, newest: 3 }[message] ?? 0;
      execution.pushEvent({ timestamp, ingestionTime: 0, message, logStream: 's', log: 'l' }, '');
    }
    expect(execution.finish().map((row) => row.get('@message'))).toEqual(['newest', 'newer']);
  });

  it.each([
    ['fields @message', 3],
    ['filter @message like "a" | stats count(*) as n | filter n > 5', 2],
    ['parse @message "*" as x | filter x = "a" | limit 1', 1],
    ['limit 1 | filter @message = "none"', 3],
  ])('counts the events that pass the filters: %s', (text, matched) => {
    const execution = startQuery(queryFrom(text), times);
    for (const message of ['a', 'ab', 'b']) {
      execution.pushEvent({ timestamp: 1, ingestionTime: 1, message, logStream: 's', log: 'l' }, '');
    }
    execution.finish();
    expect(execution.matched).toBe(matched);
  });
});
