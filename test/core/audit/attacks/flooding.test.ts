import { describe, expect, it } from 'vitest';
import { tellDebugStory } from '../../../../core/audit/debug.ts';
import type { AuditEvent } from '../../../../core/audit/event.ts';
import { eventsBetween } from '../../../../core/audit/events-between.ts';
import { hold } from '../../../../core/audit/hold.ts';
import { listDay, tellStory } from '../../../../core/audit/read.ts';
import { causeOf, codeOf, good, inMemory } from '../../../support/in-memory.ts';
import { bareEvent } from '../../../support/whole-events.ts';

const requestId = 'req-01k0000000000000000000000a';
/** A grant of sam's, who is a supervisor, with as many events as somebody likes to make; the last is what they want to hide. */
function flooded(count: number, query: string) {
  const at = inMemory();
  const time = new Date(at.base.clock.now()).toISOString();
  const events = Array.from(
    { length: count },
    (_, index): AuditEvent => ({
      ...bareEvent('access.refused'),
      id: String(index).padStart(26, '0'),
      time,
      actor: 'sam',
      request_id: requestId,
      requester: 'sam',
      query: index === count - 1 ? 'what is to be hidden' : query,
    }),
  );
  const held = new Set<string>();
  const base = {
    ...at.base,
    timeline: {
      ofRequest: async (_: string, limit: number, after = '') =>
        events.filter(({ id }) => id > after).slice(0, limit),
      ofDay: async () => ({ events: [] }),
    },
    debugLog: { find: async () => ({ lines: [], isCut: false }) },
    keeping: {
      async holdObjects(_: string, some: readonly AuditEvent[], on: boolean) {
        for (const { id } of some)
          if (on) held.add(id);
          else held.delete(id);
      },
      keepCopies: async () => {},
      keepRuns: async () => {},
    },
  };
  return { ...at, base, events, held };
}

const carol = (at: ReturnType<typeof flooded>) => [at.base, at.person('carol'), causeOf('carol')] as const;

async function wholeStory(at: ReturnType<typeof flooded>) {
  const pages: AuditEvent[][] = [];
  let after: string | undefined;
  do {
    const { events, next } = good(await tellStory(...carol(at), { requestId, after }));
    pages.push(events);
    after = next;
  } while (after !== undefined);
  return pages;
}

describe('who floods the evidence of a request with events', () => {
  it('E17 pushes none of them out of its story', async () => {
    const at = flooded(2_500, 'x');
    const pages = await wholeStory(at);
    expect(pages.flat()).toEqual(at.events);
    expect(pages.length).toBeGreaterThan(1);
  });

  it('E18 does not make its story too large to be answered', async () => {
    const at = flooded(900, 'y'.repeat(10_000));
    const pages = await wholeStory(at);
    expect(pages.flat()).toHaveLength(900);
    // Lambda answers at most 6 MB (Lambda quotas).
    for (const page of pages) expect(JSON.stringify(page).length).toBeLessThan(5_000_000);
  });

  it('E19 does not keep the time line from saying that it is not all', async () => {
    for (const [count, length] of [
      [2_500, 1],
      [900, 10_000],
    ] as const) {
      const at = flooded(count, 'y'.repeat(length));
      const story = good(await tellDebugStory(...carol(at), requestId));
      expect(JSON.stringify(story).length).toBeLessThan(5_000_000);
      expect(story.notices).toEqual([expect.stringContaining('more than is shown')]);
    }
  });

  it('E20 keeps none of them from being held', async () => {
    const at = flooded(4_500, 'x');
    let after: string | undefined;
    do {
      const wanted = { on: true, reason: 'case 17 of the court', after };
      after = good(await hold(...carol(at), requestId, wanted)).next;
    } while (after !== undefined);
    expect(at.events.filter(({ id }) => !at.held.has(id))).toEqual([]);
    // Every page is on record, so that none is lifted in silence.
    expect(at.world.events.map(({ type }) => type)).toEqual(Array(3).fill('hold.placed'));
  });

  it('E21 does not lift the hold on what they did themselves, supervisor or not', async () => {
    const at = flooded(2, 'x');
    const lift = (who: string) =>
      hold(at.base, at.person(who), causeOf(who), requestId, { on: false, reason: 'it is over now' });
    at.held.add(at.events[0]?.id ?? '');
    expect(codeOf(await lift('sam'))).toBe('own-request');
    expect(codeOf(await lift('alice'))).toBe('not-allowed');
    expect(at.held.size).toBe(1);
    good(await lift('carol'));
    expect(at.held.size).toBe(0);
  });

  it('E24 does not go on in a story or day at a place that is no event', async () => {
    const at = flooded(2, 'x');
    expect(codeOf(await tellStory(...carol(at), { requestId, after: '' }))).toBe('invalid-page-token');
    expect(codeOf(await listDay(...carol(at), '2026-11-21', "' OR 1"))).toBe('invalid-page-token');
    expect(at.world.events).toEqual([]);
  });

  it('E22 does not make watch and reports look at a part of it in silence', async () => {
    const at = inMemory();
    const now = at.base.clock.now();
    const event = { ...bareEvent('access.refused'), time: new Date(now).toISOString() };
    const timeline = {
      ofRequest: async () => [],
      ofDay: async () => ({ events: [event], next: event.id }),
    };
    const looked = eventsBetween({ timeline, ids: at.base.ids }, now - 60_000, now + 60_000);
    await expect(looked).rejects.toThrow('There are over 500000 events');
  });
});
