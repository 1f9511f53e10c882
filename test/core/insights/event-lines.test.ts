import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { discover, type LogEvent } from '../../../core/insights/discover.ts';
import { EventLineError, EventLines } from '../../../core/insights/event-lines.ts';
import { startQuery } from '../../../core/insights/execute.ts';
import type { Projection, Query } from '../../../core/insights/syntax.ts';

const span = { start: 0, end: 0 };

/** What a query sees of the fields of an event. */
function seen(event: LogEvent, names: readonly string[]): Record<string, string> {
  const items = names.map((name): Projection => {
    return { kind: 'projection', expression: { kind: 'field', name, span }, span };
  });
  const query: Query = { kind: 'query', commands: [{ kind: 'display', items, span }], span };
  const execution = startQuery(query, { now: 0 });
  execution.pushEvent(event, 'p');
  return Object.fromEntries(execution.finish()[0] ?? []);
}

const key = fc.constantFrom('a', 'b', 'a.b', '@a', 'k"', '0', '', 'length', 'constructor', '__proto__');
const scalar = fc.oneof(
  fc.constantFrom('1', '1.50', '-0', '1e3', '123456789012345678', '0.0000001', '12.5', 'true', 'null'),
  fc.constantFrom('x', 'a":1', 'b\\', ',', 'é', '"', '{', '\t').map((text) => JSON.stringify(text)),
);
const json: fc.Arbitrary<string> = fc.letrec<{ value: string; object: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2 },
    { weight: 4, arbitrary: scalar },
    { weight: 1, arbitrary: tie('object') },
    { weight: 1, arbitrary: fc.array(tie('value'), { maxLength: 2 }).map((list) => `[${list.join()}]`) },
  ),
  object: fc
    .tuple(fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }), fc.constantFrom('', ' ', '  '))
    .map(([entries, gap]) => {
      return `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${gap}${value}`).join(`,${gap}`)}}`;
    }),
})).object;
const message = fc.oneof(
  { weight: 5, arbitrary: json },
  { weight: 1, arbitrary: json.map((text) => text.slice(0, -1)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('{"a":01}', '{"a":"\t"}', '{"a":1,}', ' {"a":1}', '{"a":1} ', '{}', ''),
  },
);

describe('events from lines', () => {
  it('show the fields that discovery finds, whether their JSON has been read or not', () => {
    const names = [
      'a',
      'b',
      'a.b',
      '@@a',
      '@a',
      'a.0',
      'a.b.a',
      'length',
      'constructor',
      '__proto__',
      'a.length',
    ];
    fc.assert(
      fc.property(fc.array(message, { minLength: 1, maxLength: 4 }), (messages) => {
        const lines = new EventLines('none');
        for (const [index, each] of messages.entries()) {
          const event = lines.next(JSON.stringify({ timestamp: index, message: each, logStream: 's' }));
          if (event === undefined) throw new Error('There is no event');
          const all = discover(event, 'p');
          const expected = names.flatMap((name) => (all.has(name) ? [[name, all.get(name)]] : []));
          expect(seen(event, names), each).toEqual(Object.fromEntries(expected));
          expect(event.message).toBe(each);
          const plain = {
            timestamp: index,
            ingestionTime: index,
            message: each,
            logStream: 's',
            log: 'none',
          };
          expect(seen(plain, names), each).toEqual(Object.fromEntries(expected));
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it('find a word that a value has in escapes', () => {
    const line = JSON.stringify({ timestamp: 1, message: '{"a":"\\u0078y"}' });
    expect(seen(new EventLines('none').next(line) as LogEvent, ['a'])).toEqual({ a: 'xy' });
  });

  it('are read alike, whatever shape the line before has', () => {
    const text = fc.constantFrom('a', 'q"q', 'back\\slash', '","logStream":"', '"}', 'é', '');
    const record = fc.record(
      { timestamp: fc.integer(), message: text, logStream: text, log: text, other: fc.integer() },
      { requiredKeys: ['timestamp', 'message'] },
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(record, fc.boolean()), { maxLength: 6 }), (records) => {
        const lines = new EventLines('none');
        for (const [each, isTurned] of records) {
          const entries = Object.entries(each);
          const line = JSON.stringify(Object.fromEntries(isTurned ? entries.reverse() : entries));
          const event = lines.next(line);
          const { timestamp, message: text, logStream = 'none', log = 'none' } = each;
          expect([event?.timestamp, event?.message, event?.logStream, event?.log], line).toEqual([
            timestamp,
            text,
            logStream,
            log,
          ]);
        }
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    ['{"timestamp":1,"message":"a"b"}', 'is not JSON'],
    ['{"timestamp":1,"message":"\\x"}', 'is not JSON'],
    ['{"timestamp":x,"message":"a"}', 'is not JSON'],
    ['{"timestamp":1,"message":1}', 'has no message'],
    ['{"timestamp":"1","message":"a"}', 'has no timestamp in milliseconds'],
    ['[]', 'has no timestamp in milliseconds'],
    ['7', 'is not an object'],
  ])('refuse %s behind lines that are right', (line, fault) => {
    const lines = new EventLines('none');
    lines.next('{"timestamp":1,"message":"a"}');
    expect(() => lines.next(line)?.message).toThrow(new EventLineError(2, fault));
  });
});
