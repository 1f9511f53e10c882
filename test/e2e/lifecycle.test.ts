import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, lastHours, look, open, untilState } from '../support/grants.ts';
import { eventually, problemOf, type Site, startSite } from '../support/running-stack.ts';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site?.close());

const eventsOf = async (id: string) => (await site.evidence()).filter(({ request_id }) => request_id === id);
const typesOf = async (id: string) => (await eventsOf(id)).map(({ type }) => type);

describe('access, from asking to its end', () => {
  it('opens soon after the approval, shows redacted rows, and is handed back', async () => {
    const request = await ask(site);
    expect(request).toMatchObject({ state: 'pending', requester: 'alice', scope: 'checkout-prod' });
    const bob = await site.client('bob');
    const alice = await site.client('alice');
    const params = { id: request.id };
    const decided = Date.now();
    await bob('decideRequest', { params, body: { decision: 'approve', termsDigest: request.termsDigest } });
    await untilState(alice, request.id, 'active');
    expect(Date.now() - decided).toBeLessThan(10_000);

    const page = await look(
      alice,
      request.id,
      'fields @timestamp, @message | sort @timestamp desc | limit 50',
    );
    expect(page).toMatchObject({ state: 'complete', columns: ['@timestamp', '@message'] });
    expect(page.rows.length).toBeGreaterThan(0);
    expect(await alice('releaseGrant', { params, body: {} })).toMatchObject({ closedReason: 'released' });
    expect(await problemOf(look(alice, request.id, 'fields @message'))).toEqual({
      status: 403,
      code: 'grant-not-open',
    });
    const types = await eventually(
      () => typesOf(request.id),
      (found) => found.includes('grant.assessed'),
    );
    // The workflow judges the use while the caller goes on.
    expect(types.filter((type) => type !== 'grant.assessed')).toEqual([
      'request.submitted',
      'request.approved',
      'session.minted',
      'grant.activated',
      'query.started',
      'session.minted',
      'session.minted',
      'query.returned',
      'grant.released',
      'access.refused',
    ]);
  });

  it('expires by itself at its end, however the workflow fares', async () => {
    const request = await open(site, { submission: { durationSeconds: 5 } });
    const alice = await site.client('alice');
    expect((await look(alice, request.id, 'fields @message | limit 1')).state).toBe('complete');
    await eventually(
      async () => Date.now(),
      (now) => now >= Date.parse(request.expiresAt ?? ''),
    );
    expect(await problemOf(look(alice, request.id, 'fields @message'))).toEqual({
      status: 403,
      code: 'grant-not-open',
    });
    const closed = await untilState(alice, request.id, 'closed');
    expect(closed.closedReason).toBe('expired');
    // The state is written with the event in it; the event is in the bucket a moment later.
    await eventually(
      () => typesOf(request.id),
      (types) => types.includes('grant.expired'),
    );
  });

  it('is revoked at once, and the running query with it', async () => {
    const request = await open(site);
    const alice = await site.client('alice');
    const params = { id: request.id };
    const query = 'fields @message | limit 10000';
    const started = await alice('startQuery', { params, body: { query, ...lastHours(2) } });
    const sam = await site.client('sam');
    expect((await sam('listRequests', { query: { view: 'open' } })).requests.map(({ id }) => id)).toContain(
      request.id,
    );
    expect(await sam('revokeGrant', { params, body: { note: 'not now' } })).toMatchObject({
      closedReason: 'revoked',
    });
    const read = alice('getResults', { params: { ...params, handle: started.id } });
    expect(await problemOf(read)).toEqual({ status: 403, code: 'grant-not-open' });
    expect(await typesOf(request.id)).toEqual(expect.arrayContaining(['grant.revoked', 'query.stopped']));
  });

  it('is denied, and stays shut', async () => {
    const request = await ask(site);
    const bob = await site.client('bob');
    const denied = await bob('decideRequest', {
      params: { id: request.id },
      body: { decision: 'deny', termsDigest: request.termsDigest, note: 'use the dashboard' },
    });
    expect(denied).toMatchObject({ state: 'denied', decision: { by: 'bob', note: 'use the dashboard' } });
    const alice = await site.client('alice');
    expect(await problemOf(look(alice, request.id, 'fields @message'))).toEqual({
      status: 403,
      code: 'grant-not-open',
    });
  });

  it('lapses when nobody decides in time', async () => {
    const request = await ask(site, 'alice', { scope: 'quick-prod' });
    site.stack.advanceClock(21_000);
    await untilState(await site.client('alice'), request.id, 'lapsed');
    const bob = await site.client('bob');
    const late = bob('decideRequest', {
      params: { id: request.id },
      body: { decision: 'approve', termsDigest: request.termsDigest },
    });
    expect(await problemOf(late)).toEqual({ status: 409, code: 'already-decided' });
  });

  it('is cancelled by the person who asked, and by nobody else', async () => {
    const request = await ask(site);
    const params = { id: request.id };
    const cancel = async (who: string) => (await site.client(who))('cancelRequest', { params, body: {} });
    expect(await problemOf(cancel('bob'))).toEqual({ status: 403, code: 'not-allowed' });
    expect(await cancel('alice')).toMatchObject({ state: 'cancelled' });
  });

  it('lets nobody decide their own request, whichever subject they sign in with', async () => {
    const request = await ask(site, 'bob');
    const params = { id: request.id };
    const body = { decision: 'approve' as const, termsDigest: request.termsDigest };
    const bob = await site.client('bob');
    expect(await problemOf(bob('decideRequest', { params, body }))).toEqual({
      status: 403,
      code: 'own-request',
    });
    expect((await eventsOf(request.id)).at(-1)).toMatchObject({
      type: 'access.refused',
      code: 'own-request',
      actor: 'bob',
    });
    expect((await site.mails('bob@shop.example')).filter(({ text }) => text.includes(request.id))).toEqual(
      [],
    );
  });

  it('breaks the glass at once, alerts everybody, and asks for a review', async () => {
    const request = await ask(site, 'dave', { breakGlass: { category: 'outage' }, durationSeconds: 600 });
    expect(request).toMatchObject({ state: 'active', kind: 'break-glass', review: { state: 'due' } });
    const dave = await site.client('dave');
    expect((await look(dave, request.id, 'fields @message | limit 5')).state).toBe('complete');
    const alerted = await eventually(
      async () => (await site.mails()).filter(({ subject }) => subject.startsWith('Glass broken')),
      (mails) => mails.length >= 6,
    );
    expect(new Set(alerted.flatMap(({ to }) => to))).toEqual(
      new Set(
        ['alice', 'bob', 'beth', 'dave', 'sam']
          .map((name) => `${name}@shop.example`)
          .concat('security@alerts.example'),
      ),
    );

    const params = { id: request.id };
    await dave('releaseGrant', { params, body: {} });
    await eventually(
      async () =>
        (await site.mails('sam@shop.example')).filter(({ subject }) => subject.startsWith('Please review')),
      (mails) => mails.length === 1,
    );
    const found = { outcome: 'justified' as const, note: 'the outage was real' };
    expect(await problemOf(dave('reviewBreakGlass', { params, body: found }))).toEqual({
      status: 403,
      code: 'own-request',
    });
    const sam = await site.client('sam');
    expect(await sam('reviewBreakGlass', { params, body: found })).toMatchObject({
      review: { state: 'done', by: 'sam' },
    });
  });

  it('escalates a review that nobody does', async () => {
    const request = await ask(site, 'dave', { breakGlass: { category: 'outage' }, durationSeconds: 600 });
    const dave = await site.client('dave');
    await dave('releaseGrant', { params: { id: request.id }, body: {} });
    const dueMail = async () =>
      (await site.mails('sam@shop.example'))
        .filter(({ text }) => text.includes(request.id))
        .map(({ subject }) => subject);
    await eventually(dueMail, (subjects) => subjects.some((subject) => subject.startsWith('Please review')));
    site.stack.advanceClock(11 * 60_000);
    await eventually(dueMail, (subjects) => subjects.some((subject) => subject.startsWith('Review overdue')));
    expect(await typesOf(request.id)).toContain('review.overdue');
  });
});
