import { describe, expect, it } from 'vitest';
import { activate } from '../../../core/access/activate.ts';
import { cancel } from '../../../core/access/cancel.ts';
import { decide } from '../../../core/access/decide.ts';
import { release } from '../../../core/access/release.ts';
import { review } from '../../../core/access/review.ts';
import { revoke } from '../../../core/access/revoke.ts';
import { expire, fail, lapse } from '../../../core/access/settle.ts';
import { submit } from '../../../core/access/submit.ts';
import { sweep } from '../../../core/access/sweep.ts';
import { waitFor } from '../../../core/access/wait.ts';
import { causeOf, codeOf, good, inMemory } from '../../support/in-memory.ts';

const submission = { scope: 'checkout-prod', reason: '5xx spike after deploy 812', durationSeconds: 1800 };

async function pending(world = inMemory()) {
  const alice = world.person('alice');
  const request = good(await submit(world.base, alice, causeOf('alice'), submission));
  return { ...world, request };
}

async function approved(world = inMemory()) {
  const started = await pending(world);
  const { request, base, person } = started;
  const yes = { approve: true, termsDigest: request.termsDigest };
  good(await decide(base, person('bob'), causeOf('bob'), request.id, yes));
  return started;
}

async function active(world = inMemory()) {
  const started = await approved(world);
  await activate(started.base, started.request.id);
  return started;
}

const types = (world: { world: { events: { type: string }[] } }) =>
  world.world.events.map(({ type }) => type);

describe('submitting', () => {
  it('records the request in the evidence before the workflow starts', async () => {
    const it = await pending();
    expect(types(it)).toEqual(['request.submitted']);
    expect(it.world.executions).toEqual([
      {
        requestId: it.request.id,
        kind: 'standard',
        correlationId: 'corr-alice',
        approvalWindowSeconds: 3600,
      },
    ]);
    expect(it.stored.get(it.request.id)).toMatchObject({ state: 'pending', outbox: [], workflow: 'started' });
  });

  it('keeps secrets in the reason out of the evidence and exact in the store', async () => {
    const it = inMemory();
    const reason = 'customer bob@example.com cannot pay';
    const request = good(
      await submit(it.base, it.person('alice'), causeOf('alice'), { ...submission, reason }),
    );
    expect(JSON.stringify(it.world.events)).not.toContain('bob@example.com');
    expect(it.world.events[0]?.reason).toMatch(/^customer \[email:[0-9a-z]{12}\] cannot pay$/);
    expect(it.stored.get(request.id)?.terms.reason).toBe(reason);
  });

  it('starts no workflow when the evidence cannot be written, and lets the sweeper finish it later', async () => {
    const it = inMemory();
    it.world.fail.add('evidence');
    await expect(submit(it.base, it.person('alice'), causeOf('alice'), submission)).rejects.toThrow(
      'evidence refuses',
    );
    expect(it.world.executions).toEqual([]);
    it.world.fail.clear();
    expect(await sweep(it.base)).toMatchObject({ attended: 1, failures: [] });
    expect(it.world.executions).toHaveLength(1);
    expect(types(it)).toEqual(['request.submitted']);
  });

  it('starts the execution later when Step Functions refuses', async () => {
    const it = inMemory();
    it.world.fail.add('workflow');
    await expect(submit(it.base, it.person('alice'), causeOf('alice'), submission)).rejects.toThrow();
    it.world.fail.clear();
    await sweep(it.base);
    expect(it.world.executions).toHaveLength(1);
  });

  it.each([
    ['unknown-scope', 'alice', { ...submission, scope: 'nowhere' }],
    ['unknown-scope', 'alice', { ...submission, scope: 'constructor' }],
    ['unknown-scope', 'alice', { ...submission, scope: 'ledger-prod' }],
    ['not-allowed', 'carol', submission],
    ['duration-too-long', 'alice', { ...submission, durationSeconds: 4 * 3600 + 1 }],
    ['not-allowed', 'alice', { ...submission, breakGlass: { category: 'outage' as const } }],
    [
      'duration-too-long',
      'dave',
      { ...submission, durationSeconds: 3601, breakGlass: { category: 'outage' as const } },
    ],
  ])('answers %s to %s for %o', async (code, who, given) => {
    const it = inMemory();
    expect(codeOf(await submit(it.base, it.person(who), causeOf(who), given))).toBe(code);
    expect(it.stored.size).toBe(0);
  });

  it('names the same request for the same key, and refuses the key for another body', async () => {
    const it = inMemory();
    const send = (body: typeof submission, who = 'alice') =>
      submit(it.base, it.person(who), causeOf(who), body, 'key-1');
    const first = good(await send(submission));
    expect(good(await send(submission)).id).toBe(first.id);
    expect(codeOf(await send({ ...submission, durationSeconds: 60 }))).toBe('idempotency-key-reused');
    expect(good(await send(submission, 'bob')).id).not.toBe(first.id);
    expect(it.world.executions).toHaveLength(2);
  });
});

describe('deciding', () => {
  it('approves, wakes the workflow that waits, and tells who decided', async () => {
    const it = await pending();
    await waitFor(it.base, it.request.id, 'decision', 'task-1');
    const yes = { approve: true, termsDigest: it.request.termsDigest, note: 'go ahead' };
    const decided = good(await decide(it.base, it.person('bob'), causeOf('bob'), it.request.id, yes));
    expect(decided).toMatchObject({
      state: 'approved',
      decision: { by: 'bob', approved: true, note: 'go ahead' },
    });
    expect(it.world.completed).toEqual([{ taskToken: 'task-1', output: { state: 'approved' } }]);
    expect(it.world.events.at(-1)).toMatchObject({
      type: 'request.approved',
      actor: 'bob',
      requester: 'alice',
    });
  });

  it('loses no wake-up when the decision comes before the workflow waits', async () => {
    const it = await approved();
    expect(it.world.completed).toEqual([]);
    expect(await waitFor(it.base, it.request.id, 'decision', 'late')).toBeUndefined();
    expect(it.world.completed).toEqual([{ taskToken: 'late', output: { state: 'approved' } }]);
  });

  it('lets nobody decide their own request, even as an approver', async () => {
    const it = inMemory();
    const request = good(await submit(it.base, it.person('bob'), causeOf('bob'), submission));
    const yes = { approve: true, termsDigest: request.termsDigest };
    expect(codeOf(await decide(it.base, it.person('bob'), causeOf('bob'), request.id, yes))).toBe(
      'own-request',
    );
    expect(it.stored.get(request.id)?.state).toBe('pending');
  });

  it('refuses a decision on terms that changed', async () => {
    const it = await pending();
    const yes = { approve: true, termsDigest: '0'.repeat(64) };
    expect(codeOf(await decide(it.base, it.person('bob'), causeOf('bob'), it.request.id, yes))).toBe(
      'terms-changed',
    );
  });

  it.each([
    ['not-allowed', 'alice-like', 'sam'],
    ['not-found', 'stranger', 'dave-without-groups'],
  ])('answers %s to a %s', async (code, _, who) => {
    const it = await pending();
    const person = who === 'sam' ? it.person('sam') : { ...it.person('dave'), groups: [] };
    const yes = { approve: true, termsDigest: it.request.termsDigest };
    expect(codeOf(await decide(it.base, person, causeOf(who), it.request.id, yes))).toBe(code);
  });

  it('counts the first of two decisions', async () => {
    const it = await pending();
    const vote = (who: string, approve: boolean) =>
      decide(it.base, it.person(who), causeOf(who), it.request.id, {
        approve,
        termsDigest: it.request.termsDigest,
      });
    it.world.during.set('replace', async () => {
      good(await vote('beth', false));
    });
    expect(codeOf(await vote('bob', true))).toBe('already-decided');
    expect(it.stored.get(it.request.id)?.state).toBe('denied');
    expect(codeOf(await vote('bob', true))).toBe('already-decided');
  });

  it('comes too late after the window', async () => {
    const it = await pending();
    it.advance(3_600_000);
    const yes = { approve: true, termsDigest: it.request.termsDigest };
    expect(codeOf(await decide(it.base, it.person('bob'), causeOf('bob'), it.request.id, yes))).toBe(
      'wrong-state',
    );
    expect((await lapse(it.base, it.request.id)).state).toBe('lapsed');
    expect(types(it)).toEqual(['request.submitted', 'request.lapsed']);
  });

  it('does not lapse what was approved in the last moment', async () => {
    const it = await approved();
    expect((await lapse(it.base, it.request.id)).state).toBe('approved');
  });
});

describe('granting', () => {
  it('opens for the time asked, after a session has been minted', async () => {
    const it = await active();
    expect(it.world.mints).toHaveLength(1);
    expect(it.stored.get(it.request.id)).toMatchObject({ state: 'active', expiresAt: expect.any(Number) });
    expect(await activate(it.base, it.request.id)).toEqual({ state: 'active', holdSeconds: 1800 });
    expect(types(it)).toEqual(['request.submitted', 'request.approved', 'grant.activated']);
  });

  it('stays shut when no session can be minted', async () => {
    const it = await approved();
    it.world.fail.add('session');
    await expect(activate(it.base, it.request.id)).rejects.toThrow('session refuses');
    expect((await fail(it.base, it.request.id)).state).toBe('closed');
    expect(it.world.events.at(-1)).toMatchObject({ type: 'request.failed', outcome: 'failure' });
  });

  it('does not open what was cancelled meanwhile', async () => {
    const it = await approved();
    good(await cancel(it.base, it.person('alice'), causeOf('alice'), it.request.id));
    expect(await activate(it.base, it.request.id)).toMatchObject({ state: 'cancelled' });
  });
});

describe('ending', () => {
  it('hands back once, and wakes the workflow', async () => {
    const it = await active();
    await waitFor(it.base, it.request.id, 'hold', 'hold-1');
    const closed = good(await release(it.base, it.person('alice'), causeOf('alice'), it.request.id));
    expect(closed).toMatchObject({ state: 'closed', closedReason: 'released' });
    expect(it.world.completed).toEqual([{ taskToken: 'hold-1', output: { state: 'closed' } }]);
    expect(codeOf(await release(it.base, it.person('alice'), causeOf('alice'), it.request.id))).toBe(
      'wrong-state',
    );
  });

  it.each(['sam', 'beth'])('lets %s revoke, and stops what runs', async (who) => {
    const it = await active();
    await it.base.runs.insert({
      requestId: it.request.id,
      handle: 'q-1',
      person: 'alice',
      text: 'fields @message',
      fromMs: 0,
      toMs: 1,
      logGroups: ['/checkout/api'],
      startedAt: 0,
      state: 'running',
      queryId: 'cwl-9',
    });
    const closed = good(await revoke(it.base, it.person(who), causeOf(who), it.request.id, 'not now'));
    expect(closed).toMatchObject({ state: 'closed', closedReason: 'revoked' });
    expect(it.world.stoppedQueries).toEqual(['cwl-9']);
    expect(types(it).slice(-2)).toEqual(['grant.revoked', 'query.stopped']);
  });

  it('lets nobody else end it', async () => {
    const it = await active();
    expect(codeOf(await revoke(it.base, it.person('alice'), causeOf('alice'), it.request.id))).toBe(
      'not-allowed',
    );
    expect(codeOf(await release(it.base, it.person('bob'), causeOf('bob'), it.request.id))).toBe(
      'not-allowed',
    );
    expect(codeOf(await revoke(it.base, it.person('carol'), causeOf('carol'), it.request.id))).toBe(
      'not-allowed',
    );
  });

  it('expires, and does so once', async () => {
    const it = await active();
    it.advance(1_800_000);
    expect(await expire(it.base, it.request.id)).toMatchObject({ state: 'closed', closedReason: 'expired' });
    await expire(it.base, it.request.id);
    expect(types(it).filter((type) => type === 'grant.expired')).toHaveLength(1);
  });

  it('is swept up when the workflow has died', async () => {
    const it = await active();
    it.advance(1_800_000 + 120_000);
    expect(await sweep(it.base)).toMatchObject({ settled: 1, failures: [] });
    expect(it.stored.get(it.request.id)).toMatchObject({ state: 'closed', closedReason: 'expired' });
  });
});

describe('breaking the glass', () => {
  async function broken() {
    const it = inMemory();
    const given = { ...submission, breakGlass: { category: 'outage' as const } };
    const request = good(await submit(it.base, it.person('dave'), causeOf('dave'), given));
    return { ...it, request };
  }

  it('opens at once, with a review due', async () => {
    const it = await broken();
    expect(it.request).toMatchObject({ state: 'active', review: { state: 'due' } });
    expect(it.world.events[0]).toMatchObject({ type: 'grant.glass_broken', emergency_category: 'outage' });
    expect(it.world.executions[0]).toMatchObject({ kind: 'break-glass' });
  });

  it('is reviewed by somebody else, after it has closed', async () => {
    const it = await broken();
    const found = { outcome: 'justified' as const, note: 'the outage was real' };
    expect(codeOf(await review(it.base, it.person('sam'), causeOf('sam'), it.request.id, found))).toBe(
      'wrong-state',
    );
    good(await release(it.base, it.person('dave'), causeOf('dave'), it.request.id));
    expect(codeOf(await review(it.base, it.person('dave'), causeOf('dave'), it.request.id, found))).toBe(
      'own-request',
    );
    const reviewed = good(await review(it.base, it.person('sam'), causeOf('sam'), it.request.id, found));
    expect(reviewed).toMatchObject({ review: { state: 'done', by: 'sam', outcome: 'justified' } });
    expect(codeOf(await review(it.base, it.person('sam'), causeOf('sam'), it.request.id, found))).toBe(
      'wrong-state',
    );
  });
});
