import { describe, expect, it } from 'vitest';
import { cancel } from '../../../core/access/cancel.ts';
import { submit } from '../../../core/access/submit.ts';
import { type Hold, hold } from '../../../core/audit/hold.ts';
import { causeOf, codeOf, good, inMemory } from '../../support/in-memory.ts';

const placed: Hold = { on: true, reason: 'Case 17, asked for by bob@example.com' };

async function asked() {
  const at = inMemory();
  const request = good(
    await submit(at.base, at.person('alice'), causeOf('alice'), {
      scope: 'checkout-prod',
      reason: '5xx spike after deploy',
      durationSeconds: 600,
    }),
  );
  const held = new Map<string, boolean>();
  const kept = new Map<string, boolean>();
  const all = {
    ...at.base,
    // As the index may be, the timeline is behind: it never has the newest event.
    timeline: {
      ofRequest: async (id: string) =>
        at.world.events.filter(({ request_id }) => request_id === id).slice(0, 1),
      ofDay: async () => ({ events: [] }),
    },
    keeping: {
      async holdObjects(_: string, events: readonly { id: string }[], on: boolean) {
        for (const { id } of events) held.set(id, on);
      },
      async keepCopies(events: readonly { id: string }[], on: boolean) {
        for (const { id } of events) kept.set(id, on);
      },
      async keepRuns(id: string, on: boolean) {
        kept.set(`runs of ${id}`, on);
      },
    },
  };
  const change = (wanted = placed, who = 'carol') =>
    hold(all, at.person(who), causeOf(who), request.id, wanted);
  return { ...at, request, held, kept, change };
}

describe('a legal hold', () => {
  it('keeps the request, its events with that of the hold itself, and what was asked, until it is lifted', async () => {
    const at = await asked();
    expect(good(await at.change())).toEqual({ events: 2, isOpen: true });
    const ids = at.world.events.map(({ id }) => id);
    expect([...at.held]).toEqual(ids.map((id) => [id, true]));
    expect([...at.kept]).toEqual([...ids.map((id) => [id, true]), [`runs of ${at.request.id}`, true]]);
    expect(at.stored.get(at.request.id)).toMatchObject({ hold: { by: 'carol' }, outbox: [] });
    good(await at.change({ ...placed, on: false }));
    expect(at.stored.get(at.request.id)).not.toHaveProperty('hold');
    expect([...at.held.values()]).toEqual([false, true, false]);
  });

  it('is on record with its reason, redacted', async () => {
    const at = await asked();
    await at.change();
    const event = at.world.events.at(-1);
    expect(event).toMatchObject({ type: 'hold.placed', actor: 'carol', request_id: at.request.id });
    expect(event?.note).toMatch(/^Case 17, asked for by \[email:/);
  });

  it('outlives what happens to the request', async () => {
    const at = await asked();
    await at.change();
    good(await cancel(at.base, at.person('alice'), causeOf('alice'), at.request.id));
    expect(at.stored.get(at.request.id)).toMatchObject({ state: 'cancelled', hold: { by: 'carol' } });
  });

  it('holds the evidence of a request that is forgotten', async () => {
    const at = await asked();
    at.stored.delete(at.request.id);
    expect(good(await at.change())).toEqual({ events: 2, isOpen: false });
    expect(at.world.events.at(-1)?.note).not.toContain('bob@example.com');
  });

  it('changes nothing when it cannot be recorded', async () => {
    const at = await asked();
    at.world.fail.add('evidence');
    await expect(at.change()).rejects.toThrow('evidence refuses');
    expect([...at.held, ...at.kept]).toEqual([]);
  });

  it('is for auditors and supervisors, and for requests there are', async () => {
    const at = await asked();
    expect(codeOf(await at.change(placed, 'alice'))).toBe('not-allowed');
    expect(codeOf(await at.change(placed, 'bob'))).toBe('not-allowed');
    good(await at.change(placed, 'sam'));
    at.world.events.length = 0;
    expect(codeOf(await at.change())).toBe('not-found');
  });
});
