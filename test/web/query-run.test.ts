import { describe, expect, test } from 'vitest';
import type { Answer, Call, ResultPage } from '../../web/client/api.ts';
import type { Failure } from '../../web/client/failure.ts';
import { runQuery } from '../../web/client/query-run.ts';

const requestId = `req-${'0'.repeat(26)}`;
const handle = `q-${'x'.repeat(32)}`;
const body = { query: 'fields @message', from: '2026-11-21T07:00:00.000Z', to: '2026-11-21T08:00:00.000Z' };
const page = (state: ResultPage['state'], rows: ResultPage['rows'] = []): Answer<ResultPage> => ({
  ok: true,
  value: { id: handle, state, columns: ['@message'], rows, redactions: {}, hints: [] },
});
const failing = (kind: Failure['kind']): Answer<never> => ({
  ok: false,
  failure: { kind, message: kind, errors: [] },
});

/** An API that gives these looks one after another, the last one again and again. */
function api(looks: Answer<ResultPage>[], on: Partial<Record<string, Answer<unknown>>> = {}) {
  const calls: string[] = [];
  const call = (async (name: string) => {
    calls.push(name);
    if (on[name]) return on[name];
    if (name === 'getResults') return looks.length > 1 ? looks.shift() : looks[0];
    return { ok: true, value: { id: handle, state: name === 'startQuery' ? 'running' : 'stopped' } };
  }) as Call;
  return { call, calls };
}

function start(call: Call, abortAfterSleeps = Number.POSITIVE_INFINITY) {
  const controller = new AbortController();
  let sleeps = 0;
  const sleep = async () => {
    sleeps += 1;
    if (sleeps >= abortAfterSleeps) controller.abort();
  };
  return runQuery(call, requestId, body, { signal: controller.signal, sleep });
}

describe('a query', () => {
  test('is looked after until its rows are there', async () => {
    const complete = page('complete', [{ '@message': 'a' }]);
    const { call, calls } = api([page('running'), page('running'), complete]);
    expect(await start(call)).toMatchObject({ state: 'complete', params: { id: requestId, handle } });
    expect(calls).toEqual(['startQuery', 'getResults', 'getResults', 'getResults']);
  });

  test('that is refused is not looked after', async () => {
    const { call, calls } = api([], { startQuery: failing('refused') });
    expect(await start(call)).toMatchObject({ state: 'refused', failure: { message: 'refused' } });
    expect(calls).toEqual(['startQuery']);
  });

  test('is stopped on the server when it is stopped here', async () => {
    const { call, calls } = api([page('running')]);
    expect(await start(call, 2)).toEqual({ state: 'stopped' });
    expect(calls.at(-1)).toBe('stopQuery');
  });

  test('is not called stopped when the server could not be told', async () => {
    const { call } = api([page('running')], { stopQuery: failing('offline') });
    expect(await start(call, 1)).toMatchObject({ state: 'refused', failure: { kind: 'offline' } });
  });

  test('survives a network that stumbles', async () => {
    const { call } = api([page('running'), failing('offline'), failing('offline'), page('complete')]);
    expect(await start(call)).toMatchObject({ state: 'complete' });
  });

  test('is given up when the network stays away, after five looks', async () => {
    const { call, calls } = api([failing('offline')]);
    expect(await start(call)).toMatchObject({ state: 'refused', failure: { kind: 'offline' } });
    expect(calls.filter((name) => name === 'getResults')).toHaveLength(5);
  });

  test('ends at once when the access has ended', async () => {
    const { call, calls } = api([failing('refused')]);
    expect(await start(call)).toMatchObject({ state: 'refused' });
    expect(calls).toEqual(['startQuery', 'getResults']);
  });

  test('that CloudWatch gave up says so', async () => {
    const { call } = api([page('failed')]);
    expect(await start(call)).toMatchObject({ state: 'refused', failure: { kind: 'refused' } });
  });

  test('that never ends is stopped after as many looks as an hour has', async () => {
    const { call, calls } = api([page('running')]);
    expect(await start(call)).toEqual({ state: 'stopped' });
    expect(calls.filter((name) => name === 'getResults')).toHaveLength(1_800);
  });
});
