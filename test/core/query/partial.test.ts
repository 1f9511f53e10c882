import { describe, expect, it } from 'vitest';
import { plan } from '../../../core/insights/plan.ts';
import { formatTimestamp } from '../../../core/insights/timestamps.ts';
import { partialAnswer } from '../../../core/query/partial.ts';
import type { QueryRun } from '../../../core/query/run.ts';
import { queryFrom } from '../insights/trees.ts';

const hour = 3_600_000;
const run: QueryRun = {
  requestId: 'req-1',
  handle: 'q-1',
  person: 'alice',
  text: '',
  fromMs: 0,
  toMs: hour,
  logGroups: ['/a'],
  startedAt: hour,
  state: 'running',
};

interface Situation {
  read?: number;
  matched?: number;
  rows?: number;
  /** Do all the events have the time of the hour? */
  atOnce?: boolean;
}

/** Asks about an answer whose pushdown returned `read` of `matched` events, one a millisecond, the newest at the hour. */
function asked(text: string, situation: Situation = {}) {
  const { read = 10_000, matched = 50_000, rows = 1, atOnce = false } = situation;
  const query = queryFrom(text);
  const planned = plan(query, { level: 'standard', plainFields: ['level'] });
  const step = atOnce ? 0 : planned.order === 'oldest' ? 1 : -1;
  const start = planned.order === 'oldest' ? 0 : hour;
  const times = Array.from({ length: read }, (_, at) => start + at * step);
  const raw = {
    status: 'complete' as const,
    rows: times.map((time) => new Map([['@timestamp', formatTimestamp(time)]])),
    matchedRecords: matched,
    scannedBytes: 1,
  };
  return partialAnswer({ query, plan: planned, raw, run, rows });
}

describe('an answer that was computed on a part of the matching events', () => {
  it('says that they are the newest, and which range is left', () => {
    expect(asked('stats count(*) by user')).toEqual({
      notice:
        'Computed on the newest 10,000 of the matching events; narrow the time range, or go on with the range that is left.',
      unread: { fromMs: 0, toMs: hour - 9_999 },
    });
  });

  it('leaves the later range when the query reads the oldest first', () => {
    expect(asked('fields user | sort @timestamp asc')).toEqual({
      notice: expect.stringMatching(/^Computed on the oldest 10,000 /),
      unread: { fromMs: 9_999, toMs: hour },
    });
  });

  it('offers no range that is as long as the one just read, so that nobody goes round in circles', () => {
    expect(asked('stats count(*) by user', { atOnce: true })).toEqual({
      notice: 'Computed on the newest 10,000 of the matching events; narrow the time range or the filter.',
    });
  });

  it('offers no range when the rows are in another order, or groups', () => {
    expect(asked('fields user | sort level')).toEqual({
      notice: expect.stringMatching(/in the order asked for/),
    });
    expect(asked('stats count(*) by level')).toEqual({
      notice: expect.stringMatching(/more than the 10,000 groups/),
    });
  });

  it.each([
    ['everything that matched was read', 'stats count(*) by user', { read: 10_000, matched: 10_000 }],
    ['fewer rows came than might have', 'stats count(*) by user', { read: 9_999 }],
    ['the query itself asked for that many', 'limit 20', { read: 20, rows: 20 }],
    [
      'the query itself asked for that many groups',
      'stats count(*) by level | limit 5',
      { read: 5, rows: 5 },
    ],
    [
      'the search has found as many rows as it was asked for',
      'filter @message like /A/ | limit 20',
      { read: 100, rows: 20 },
    ],
  ])('says nothing when %s', (_, text, given) => {
    expect(asked(text, given)).toBeUndefined();
  });

  it('says so when the search has found fewer rows than it was asked for', () => {
    expect(asked('filter @message like /Abc/ | limit 20', { read: 1_000, rows: 19 })?.notice).toMatch(
      /^Computed on the newest 1,000 /,
    );
  });
});
