import { describe, expect, it } from 'vitest';
import { activate } from '../../../core/access/activate.ts';
import { assessGrant } from '../../../core/access/assess.ts';
import { release } from '../../../core/access/release.ts';
import { review } from '../../../core/access/review.ts';
import { submit } from '../../../core/access/submit.ts';
import { sweep } from '../../../core/access/sweep.ts';
import { startQuery } from '../../../core/query/start.ts';
import { closeHandler } from '../../../lambdas/close/handler.ts';
import { causeOf, good, inMemory } from '../../support/in-memory.ts';

/** Dave breaks the glass, looks for a customer, and hands it back. */
async function closed() {
  const at = inMemory();
  const dave = at.person('dave');
  const submission = {
    scope: 'checkout-prod',
    reason: 'customer bob@example.com cannot pay since deploy 812',
    ticket: 'INC-4711',
    durationSeconds: 1800,
    breakGlass: { category: 'outage' },
  } as const;
  const { id } = good(await submit(at.base, dave, causeOf('dave'), submission));
  await activate(at.base, id);
  const now = at.base.clock.now();
  const input = { query: 'filter @message like "eve@example.com"', fromMs: now - 60_000, toMs: now };
  good(await startQuery(at.base, dave, causeOf('dave'), id, input));
  at.advance(60_000);
  good(await release(at.base, dave, causeOf('dave'), id, undefined));
  const assessed = () => at.world.events.filter(({ type }) => type === 'grant.assessed');
  return { ...at, id, assessed };
}

describe('the use of a grant', () => {
  it('is judged once when it is over, in words that hold no value of a query', async () => {
    const { base, id, assessed, stored } = await closed();
    await assessGrant(base, id);
    await assessGrant(base, id);
    expect(assessed()).toHaveLength(1);
    expect(assessed()[0]).toMatchObject({
      actor: 'vitrine',
      request_id: id,
      assessed_justified: 'open',
      assessed_purpose: 'yes',
      assessed_prompt: 'yes',
    });
    expect(assessed()[0]?.findings).toContain('purpose: looked for 1 hidden value that neither names');
    expect(JSON.stringify(assessed())).not.toMatch(/bob|eve/);
    expect(stored.get(id)).toMatchObject({ state: 'closed', closedReason: 'released', outbox: [] });
  });

  it('of a broken glass is judged once more when it has been reviewed', async () => {
    const { base, id, assessed, person } = await closed();
    await assessGrant(base, id);
    const finding = { outcome: 'justified', note: 'looked at every query' } as const;
    good(await review(base, person('sam'), causeOf('sam'), id, finding));
    await assessGrant(base, id);
    await assessGrant(base, id);
    expect(assessed().map((event) => event.assessed_justified)).toEqual(['open', 'yes']);
  });

  it('is not judged before it is over', async () => {
    const at = inMemory();
    const submission = { scope: 'checkout-prod', reason: '5xx spike after deploy', durationSeconds: 1800 };
    const { id } = good(await submit(at.base, at.person('alice'), causeOf('alice'), submission));
    await assessGrant(at.base, id);
    expect(at.world.events.map(({ type }) => type)).toEqual(['request.submitted']);
  });

  it('is judged again if somebody changed the request meanwhile', async () => {
    const { base, id, assessed, world, stored } = await closed();
    world.during.set('replace', () => {
      const request = stored.get(id);
      if (request) stored.set(id, { ...request, version: request.version + 1 });
    });
    await assessGrant(base, id);
    expect(assessed()).toHaveLength(1);
  });

  it('never keeps a grant from being closed, and is recorded by the sweeper', async () => {
    const { base, id, assessed, world } = await closed();
    const close = closeHandler(base) as unknown as (task: object, context: object) => Promise<object>;
    const context = { functionName: 'close', getRemainingTimeInMillis: () => 60_000 };
    world.fail.add('evidence');
    const task = { task: 'close', requestId: id, correlationId: 'c' };
    await expect(close(task, context)).resolves.toMatchObject({ state: 'closed', review: 'due' });
    expect(assessed()).toEqual([]);
    world.fail.clear();
    await sweep(base);
    expect(assessed()).toHaveLength(1);
  });
});
