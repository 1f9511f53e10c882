import { describe, expect, test } from 'vitest';
import { loadAccessLists, pollWaitMs } from '../../web/client/access-lists.ts';
import type { AccessRequest, Call, Me } from '../../web/client/api.ts';
import {
  announceArrivals,
  announceChanges,
  describeState,
  isOpen,
  shownState,
} from '../../web/client/request-states.ts';
import { timeLeft } from '../../web/client/times.ts';

const now = Date.parse('2026-11-21T08:00:00.000Z');
const later = (seconds: number) => new Date(now + seconds * 1000).toISOString();
const request = (changed: Partial<AccessRequest> = {}): AccessRequest => ({
  id: `req-${'0'.repeat(26)}`,
  state: 'pending',
  kind: 'standard',
  scope: 'checkout-prod',
  logGroups: ['/checkout/api'],
  sensitivity: 'high',
  requester: 'alice',
  requesterName: 'Alice Moreau',
  reason: 'customers are charged twice',
  durationSeconds: 3600,
  termsDigest: 'a'.repeat(64),
  submittedAt: later(-60),
  ...changed,
});

describe('the state that is shown', () => {
  test('is expired as soon as the time is up, whatever the server has got round to', () => {
    const grant = request({ state: 'active', expiresAt: later(10) });
    expect(shownState(grant, now)).toBe('active');
    expect(isOpen(grant, now + 10_000)).toBe(false);
    expect(shownState(grant, now + 10_000)).toBe('expired');
  });

  test('tells what one wants to know about it', () => {
    expect(describeState(request({ decideBy: later(1800) }), now)).toBe(
      'waits for an approver, lapses in 30m',
    );
    const decision = { approved: false, by: 'bob', at: later(-5), note: 'use the dashboard' };
    expect(describeState(request({ state: 'denied', decision }), now)).toBe('by bob: “use the dashboard”');
    expect(describeState(request({ state: 'closed', closedReason: 'revoked' }), now)).toBe('revoked');
  });

  test('counts seconds at the end only, and never below nothing', () => {
    expect(timeLeft(later(7_150), now)).toBe('2h');
    expect(timeLeft(later(61), now)).toBe('1m1s');
    expect(timeLeft(later(-5), now)).toBe('0s');
  });
});

describe('what is said aloud', () => {
  test('is nothing when the list is first there', () => {
    expect(announceChanges(undefined, [request()], now)).toEqual([]);
    expect(announceArrivals(undefined, [request()])).toEqual([]);
  });

  test('is a change of state, once', () => {
    const active = request({ state: 'active', expiresAt: later(3600) });
    expect(announceChanges([request()], [active], now)).toEqual([
      expect.stringContaining('checkout-prod is active: 1h left'),
    ]);
    expect(announceChanges([active], [active], now)).toEqual([]);
  });

  test('is who asks for what, when somebody does', () => {
    expect(announceArrivals([], [request()])).toEqual(['Alice Moreau asks for checkout-prod.']);
  });
});

describe('the lists', () => {
  const me: Me = {
    person: 'sam',
    name: 'Sam',
    email: 's@shop.example',
    groups: [],
    auditor: false,
    supervisor: true,
  };
  const older = request({ id: `req-${'1'.repeat(26)}`, submittedAt: later(-600) });
  const views: string[] = [];
  const call = (async (_: string, input: { query: { view: string } }) => {
    views.push(input.query.view);
    return { ok: true, value: { requests: [older, request()] } };
  }) as Call;

  test('begin with the newest of one’s own and with the oldest that waits', async () => {
    const lists = await loadAccessLists(call, me);
    expect(lists.ok && lists.value.mine.map(({ id }) => id)).toEqual([request().id, older.id]);
    expect(lists.ok && lists.value.toDecide.map(({ id }) => id)).toEqual([older.id, request().id]);
  });

  test('leave open access out for those who may not see it', async () => {
    views.length = 0;
    const lists = await loadAccessLists(call, { ...me, supervisor: false });
    expect(views).toEqual(['mine', 'to-decide']);
    expect(lists.ok && lists.value.open).toBeUndefined();
  });

  test('are looked at often while something moves', () => {
    const closed = request({ state: 'closed' });
    expect(pollWaitMs({ mine: [request()], toDecide: [], open: undefined })).toBe(2_000);
    expect(pollWaitMs({ mine: [closed], toDecide: [], open: [] })).toBe(10_000);
  });
});
