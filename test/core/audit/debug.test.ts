import { describe, expect, it } from 'vitest';
import { type DebugLog, tellDebugStory } from '../../../core/audit/debug.ts';
import { causeOf, codeOf, good, inMemory } from '../../support/in-memory.ts';
import { bareEvent } from '../../support/whole-events.ts';

const dayMs = 86_400_000;

function world(ageMs: number, isCut = false) {
  const at = inMemory((config) => Object.assign(config, { retention: { logDays: 7 } }));
  const startMs = at.base.clock.now() - ageMs;
  const event = (type: 'request.submitted' | 'grant.activated', afterMs: number, correlationId: string) => ({
    ...bareEvent(type),
    time: new Date(startMs + afterMs).toISOString(),
    correlation_id: correlationId,
  });
  const events = [event('request.submitted', 0, 'c-1'), event('grant.activated', 2_000, 'c-2')];
  const searches: Parameters<DebugLog['find']>[0][] = [];
  const base = {
    ...at.base,
    timeline: {
      ofRequest: async (id: string) => (id === 'req-1' ? events : []),
      ofDay: async () => ({ events: [] }),
    },
    debugLog: {
      find: async (search: Parameters<DebugLog['find']>[0]) => {
        searches.push(search);
        const line = (from: string, afterMs: number) => ({ timeMs: startMs + afterMs, from, text: from });
        return { lines: [line('grant', 2_000), line('requests', -10), line('notify', 1_000)], isCut };
      },
    },
  };
  const tell = (id = 'req-1', who = 'carol') => tellDebugStory(base, at.person(who), causeOf(who), id);
  return { ...at, startMs, searches, tell };
}

describe('the time line of a request', () => {
  it('puts lines between the events by their time, found by the ids that both have', async () => {
    const { tell, searches, startMs } = world(dayMs);
    const { moments, notices } = good(await tell());
    expect(moments.map((moment) => ('event' in moment ? moment.event.type : moment.from))).toEqual([
      'requests',
      'request.submitted',
      'notify',
      'grant.activated',
      'grant',
    ]);
    expect(notices).toEqual([]);
    expect(searches).toEqual([
      { ids: ['req-1', 'c-1', 'c-2'], fromMs: startMs - 300_000, toMs: startMs + 302_000 },
    ]);
  });

  it('says when lines are gone, and asks for none where there can be none', async () => {
    const partly = world(7 * dayMs + 1_000);
    expect(good(await partly.tell()).notices).toEqual([
      'Debug lines are kept for 7 days; those before 2026-11-14T05:00:00.000Z are gone.',
    ]);
    expect(partly.searches).toHaveLength(1);
    const wholly = world(30 * dayMs);
    const { moments, notices } = good(await wholly.tell());
    expect([moments.length, notices.length, wholly.searches.length]).toEqual([2, 1, 0]);
  });

  it('says when there are more lines than it shows', async () => {
    expect(good(await world(dayMs, true).tell()).notices).toEqual([
      'There are more debug lines than are shown here.',
    ]);
  });

  it('is for auditors, is recorded, and needs a request', async () => {
    const it = world(dayMs);
    expect(codeOf(await it.tell('req-1', 'alice'))).toBe('not-allowed');
    expect(codeOf(await it.tell('req-2'))).toBe('not-found');
    await it.tell();
    expect(it.world.events.map(({ type, detail }) => [type, detail])).toEqual([
      ['audit.read', 'events and debug lines of req-1'],
    ]);
  });
});
