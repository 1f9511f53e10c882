import { describe, expect, it } from 'vitest';
import { discover } from '../../core/insights/discover.ts';
import { execute } from '../../core/insights/execute.ts';
import { admit } from '../../core/insights/firewall.ts';
import { parse } from '../../core/insights/parse.ts';
import { queryFrom } from '../core/insights/trees.ts';
import { readCases, titled } from './data.ts';

interface RealQuery {
  query: string;
}

interface Escape {
  query: string;
  expect: 'refuse' | 'syntax-error' | 'refuse-or-neutralise';
}

interface SemanticsCase {
  query: string;
  events: { timestamp: number; message: string; logStream?: string }[];
  expected: Record<string, string>[];
  order: 'ordered' | 'unordered';
  /** `subset`: the rows may have further columns. */
  match: 'exact' | 'subset';
}

describe.each(titled(readCases<RealQuery>('insights-queries.jsonl')))(
  'the real query $title',
  ({ query }) => {
    it('is read to its end: allowed, or refused for a construct it names', () => {
      const admitted = admit(query);
      if (admitted.ok) return;
      for (const { code } of admitted.errors) expect(code).toBe('refused');
    });
  },
);

describe.each(titled(readCases<Escape>('insights-escapes.jsonl')))('the escape $title', (given) => {
  it('is refused with a place, or runs within the grant', () => {
    const admitted = admit(given.query);
    if (admitted.ok) {
      expect(given.expect).toBe('refuse-or-neutralise');
      return;
    }
    for (const { message, line, column } of admitted.errors) {
      expect(message).toMatch(/\(line \d+, column \d+\)$/);
      expect(line).toBeGreaterThan(0);
      expect(column).toBeGreaterThan(0);
    }
  });
});

describe.each(titled(readCases<SemanticsCase>('insights-semantics.jsonl')))('the case $title', (given) => {
  it('gives the rows that are documented', () => {
    expect(parse(given.query)).toMatchObject({ ok: true });
    const query = queryFrom(given.query);
    const events = given.events.map(({ timestamp, message, logStream = 's' }, index) =>
      discover({ timestamp, message, logStream, ingestionTime: timestamp, log: '1:g' }, String(index)),
    );
    const times = given.events.map(({ timestamp }) => timestamp);
    const range = { from: Math.min(...times), to: Math.max(...times) };
    const rows = execute(query, events, { now: range.to, ...range }).map((row) => Object.fromEntries(row));
    const wanted = given.expected.map((row) =>
      given.match === 'subset' ? expect.objectContaining(row) : row,
    );
    if (given.order === 'ordered') expect(rows).toEqual(wanted);
    else {
      expect(rows).toHaveLength(wanted.length);
      expect(rows).toEqual(expect.arrayContaining(wanted));
    }
  });
});
