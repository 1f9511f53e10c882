import { describe, expect, it } from 'vitest';
import type { AuditEvent } from '../../../../core/audit/event.ts';
import { readHistory } from '../../../../core/audit/watch/history.ts';
import type { Alert } from '../../../../core/audit/watch/store.ts';
import type { Tally } from '../../../../core/audit/watch/tally.ts';
import { watch } from '../../../../core/audit/watch/watch.ts';
import type { Timeline } from '../../../../core/ports.ts';
import { inMemory } from '../../../support/in-memory.ts';

const hourMs = 3_600_000;

/** The watch over events in memory. Every call to the outside is counted, and can be made the last one. */
function watching(configure?: Parameters<typeof inMemory>[0]) {
  const { base, world, advance } = inMemory(configure);
  const happened: AuditEvent[] = [];
  const alerts = new Map<string, Alert & { takenAt?: number }>();
  const tallies = new Map<string, Tally>();
  let read = 0;
  let calls = 0;
  let dieAt = Number.POSITIVE_INFINITY;
  /** A run may die before a call reaches the outside or after it. */
  const outside = async <T>(act: () => Promise<T> | T): Promise<T> => {
    calls += 1;
    if (calls === dieAt) throw new Error('The run dies before.');
    const value = await act();
    calls += 1;
    if (calls === dieAt) throw new Error('The run dies after.');
    return value;
  };
  const timeline: Timeline = {
    ofRequest: async () => [],
    async ofDay(day, limit, after) {
      read += 1;
      const found = [...happened, ...world.events]
        .filter(({ id, time }) => time.startsWith(day) && (after === undefined || id < after))
        .sort((a, b) => (a.id < b.id ? 1 : -1));
      const events = found.slice(0, limit);
      const last = events.at(-1);
      return { events, ...(found.length > limit && last && { next: last.id }) };
    },
  };
  const given = {
    ...base,
    timeline,
    ids: { ...base.ids, ulid: (atMs: number) => `${atMs}-${base.ids.ulid()}` },
    evidence: { write: (event: AuditEvent) => outside(() => base.evidence.write(event)) },
    topic: {
      publish: (subject: string, text: string) => outside(() => base.notifier.publish(subject, text)),
    },
    store: {
      tally: async (period: string) => tallies.get(period),
      async putTally(period: string, tally: Tally) {
        tallies.set(period, tally);
      },
      claim: (name: string, event: AuditEvent) =>
        outside(() => {
          const kept = alerts.get(name) ?? { event };
          alerts.set(name, kept);
          return structuredClone(kept);
        }),
      take: (name: string, now: number, staleBefore: number) =>
        outside(() => {
          const alert = alerts.get(name);
          if (!alert || alert.sentAt !== undefined || (alert.takenAt ?? 0) >= staleBefore) return false;
          alert.takenAt = now;
          return true;
        }),
      markSent: (name: string, now: number) =>
        outside(() => {
          const alert = alerts.get(name);
          if (alert) alert.sentAt = now;
        }),
    },
  };
  return {
    given,
    world,
    tallies,
    advance,
    reads: () => read,
    happen(type: AuditEvent['type'], details: Partial<AuditEvent> = {}) {
      const now = base.clock.now();
      happened.push({
        id: given.ids.ulid(now),
        version: 1,
        time: new Date(now).toISOString(),
        type,
        outcome: 'success',
        actor: 'alice',
        actor_via: 'api',
        correlation_id: 'c',
        rules_version: 'r',
        ...details,
      });
    },
    dieAtCall(call: number) {
      calls = 0;
      dieAt = call;
    },
    raised: () => world.events.filter(({ type }) => type === 'watch.raised'),
  };
}

function deny(at: ReturnType<typeof watching>, times = 8) {
  for (let each = 0; each < times; each += 1) {
    at.happen('access.refused', { code: 'not-allowed', outcome: 'refused' });
    at.advance(1_000);
  }
}

describe('the watch', () => {
  it('records what it finds and tells people, with the evidence by name', async () => {
    const at = watching();
    deny(at);
    expect(await watch(at.given)).toEqual({ found: 1, raised: 1, failures: [] });
    const [event] = at.raised();
    expect(event).toMatchObject({
      rule: 'deniedCalls',
      concerns: 'alice',
      actor: 'vitrine',
      measured: 8,
      threshold: 8,
    });
    expect(event?.evidence).toHaveLength(8);
    const [message] = at.world.published;
    expect(message?.subject).toBe('Vitrine watch: many refused calls, Alice Moreau');
    for (const id of event?.evidence ?? []) expect(message?.text).toContain(id);
    expect(message?.text).toContain(event?.id);
  });

  it('tells nobody of quiet days', async () => {
    const at = watching();
    deny(at, 7);
    expect(await watch(at.given)).toEqual({ found: 0, raised: 0, failures: [] });
  });

  it('raises a thing once, however often it runs and whatever is added to it', async () => {
    const at = watching();
    deny(at);
    await Promise.all([watch(at.given), watch(at.given)]);
    deny(at);
    at.advance(60_000);
    await watch(at.given);
    expect(at.raised()).toHaveLength(1);
    expect(at.world.published).toHaveLength(1);
  });

  it('raises a thing once though it dies at any call, and tells twice only if it dies before it could say so', async () => {
    let died = 0;
    for (let call = 1; ; call += 1) {
      const at = watching();
      deny(at);
      at.dieAtCall(call);
      const { failures } = await watch(at.given);
      if (failures.length === 0) break;
      died += 1;
      at.dieAtCall(Number.POSITIVE_INFINITY);
      const toldBefore = at.world.published.length;
      at.advance(180_000);
      await watch(at.given);
      at.advance(180_000);
      await watch(at.given);
      expect(at.raised(), `after dying at call ${call}`).toHaveLength(1);
      const saidSo = call >= 10;
      expect(at.world.published, `after dying at call ${call}`).toHaveLength(
        toldBefore === 1 && !saidSo ? 2 : 1,
      );
    }
    expect(died).toBe(10);
  });

  it('does not tell while another run may be telling', async () => {
    const at = watching();
    deny(at);
    at.dieAtCall(6);
    await watch(at.given);
    at.dieAtCall(Number.POSITIVE_INFINITY);
    at.advance(60_000);
    await watch(at.given);
    expect(at.world.published).toHaveLength(0);
    at.advance(61_000);
    await watch(at.given);
    expect(at.world.published).toHaveLength(1);
  });
});

describe('what the watch remembers', () => {
  it('counts time that is over once', async () => {
    const at = watching((config) => {
      config.audit.installedOn = '2026-11-21';
    });
    at.happen('query.returned', { rows_returned: 500, query_handle: 'q-1' });
    at.advance(24 * hourMs);
    at.happen('query.returned', { rows_returned: 20, query_handle: 'q-2' });
    at.advance(4 * hourMs);
    at.happen('query.returned', { rows_returned: 3, query_handle: 'q-3' });
    const first = await readHistory(at.given);
    expect(first.days.map(({ day, volumes }) => [day, volumes['alice']?.rows])).toEqual([
      ['2026-11-21', 500],
      ['2026-11-22', 23],
    ]);
    const reads = at.reads();
    const second = await readHistory(at.given);
    expect(second).toEqual(first);
    // Of the last hours alone.
    expect(at.reads() - reads).toBe(1);
    expect(at.tallies.has('2026-11-21')).toBe(true);
    expect(at.tallies.has('2026-11-22T05')).toBe(true);
  });

  it('goes back to the first day of evidence in a few runs, and no further', async () => {
    const at = watching((config) => {
      config.audit.installedOn = '2026-11-15';
    });
    const lengths: number[] = [];
    for (let run = 0; run < 4; run += 1) lengths.push((await readHistory(at.given)).days.length);
    expect(lengths).toEqual([3, 5, 7, 7]);
  });

  it('keeps hours apart across midnight', async () => {
    const at = watching();
    at.advance(18.5 * hourMs);
    at.happen('query.returned', { rows_returned: 7, query_handle: 'q-1' });
    at.advance(hourMs);
    at.happen('query.returned', { rows_returned: 2, query_handle: 'q-2' });
    const { days, recent } = await readHistory(at.given);
    expect(days.slice(-2).map(({ day, volumes }) => [day, volumes['alice']?.rows])).toEqual([
      ['2026-11-21', 7],
      ['2026-11-22', 2],
    ]);
    expect(recent).toHaveLength(2);
  });
});
