import { encodeTime } from 'ulid';
import { describe, expect, it } from 'vitest';
import { catchUp } from '../../../../core/audit/log/catch-up.ts';
import { daysDue, daysToCompare } from '../../../../core/audit/log/due.ts';
import { integrate } from '../../../../core/audit/log/ledger.ts';
import { manifestPrefix, parseManifest } from '../../../../core/audit/log/manifest.ts';
import type { Difference } from '../../../../core/audit/log/reconcile.ts';
import { reconcile } from '../../../../core/audit/log/reconciler.ts';
import { type Around, LogWorld } from '../../../support/evidence-log.ts';
import { bareEvent } from '../../../support/whole-events.ts';

const hourMs = 3_600_000;
let serial = 0;

/** An event with its copy, of now or of another moment. */
function addEvent(world: LogWorld, atMs = world.now) {
  serial += 1;
  const id = `${encodeTime(atMs, 10)}${String(serial).padStart(16, '0')}`;
  const time = new Date(atMs).toISOString();
  const event = { ...bareEvent('query.returned'), id, time, rows_returned: serial };
  const key = `events/dt=${time.slice(0, 10)}/${id}.json`;
  world.put(key, `${JSON.stringify(event)}\n`);
  world.copies.set(id, event);
  return { id, key, event };
}

/** Two days with a few hundred events, and it is three in the morning of the third. */
async function twoDays() {
  const world = new LogWorld();
  world.now = Date.parse('2026-11-25T10:00:00.000Z');
  const events: ReturnType<typeof addEvent>[] = [];
  for (const hours of [0, 12, 12]) {
    world.now += hours * hourMs;
    for (let count = 0; count < 150; count += 1) events.push(addEvent(world));
    await integrate(world.ledger());
  }
  world.now = Date.parse('2026-11-27T03:00:00.000Z');
  await integrate(world.ledger());
  const eventAt = (at: number) => {
    const event = events[at];
    if (!event) throw new RangeError(`There is no event ${at}.`);
    return event;
  };
  return { world, eventAt };
}

const found = async (world: LogWorld) => (await reconcile(world.reconciliation())).differences;

const committed = (world: LogWorld) =>
  world
    .keys(manifestPrefix)
    .flatMap((key) => parseManifest(world.locked.get(key) ?? '')?.entries ?? [])
    .map(({ key }) => key)
    .sort();

describe('the daily reconciliation', () => {
  it('finds that bucket, log and copy are the same, having read the latest events again', async () => {
    const { world } = await twoDays();
    expect(await reconcile(world.reconciliation())).toEqual({
      entries: 450,
      days: 2,
      events: 450,
      read: 450,
      repaired: 0,
      found: 0,
      differences: [],
    });
  });

  type Wrong = (world: LogWorld, event: ReturnType<typeof addEvent>) => Difference[];
  it.each<[string, Wrong]>([
    [
      'an event hidden by a delete marker',
      (world, { key }) => {
        world.beside.push({ key, versionId: 'm', isMarker: true });
        return [{ kind: 'hidden by a delete marker', key, versionId: 'm' }];
      },
    ],
    [
      'an event with a later version',
      (world, { key }) => {
        world.beside.push({ key, versionId: 'later', isMarker: false });
        return [{ kind: 'more than one version', key, versionId: 'later' }];
      },
    ],
    [
      'an event that is gone',
      (world, { key }) => {
        world.locked.delete(key);
        return [{ kind: 'gone from the bucket', key, versionId: `v-${key.slice(-12)}` }];
      },
    ],
    [
      'an event with other bytes',
      (world, { key }) => {
        world.locked.set(key, '{}\n');
        return [{ kind: 'not what the log says', key, versionId: `v-${key.slice(-12)}` }];
      },
    ],
    [
      'an event of an old day that came today',
      (world) => {
        const { key } = addEvent(world, world.now - 20 * hourMs);
        return [{ kind: 'not in the log', key, versionId: `v-${key.slice(-12)}` }];
      },
    ],
    [
      'a copy that says something else',
      (world, { id, key, event }) => {
        world.copies.set(id, { ...event, rows_returned: 0 });
        return [{ kind: 'copied otherwise', key }];
      },
    ],
    [
      'a copy of no event',
      (world, { event }) => {
        const id = `${event.id.slice(0, -1)}Z`;
        world.copies.set(id, { ...event, id });
        return [{ kind: 'only in the copy', key: `events/dt=${event.time.slice(0, 10)}/${id}.json` }];
      },
    ],
    [
      'what is no event, in a day, beside the days and in a day that is none',
      (world, { event }) => {
        const keys = [
          `events/dt=${event.time.slice(0, 10)}/readme.txt`,
          'events/dt=2026-13-01/01KAYV0M9800000000000000AA.json',
          'events/other.json',
        ];
        for (const key of keys) world.put(key, '{}');
        return keys.map((key) => ({ kind: 'not an event' as const, key }));
      },
    ],
    [
      'a hidden manifest and a second head',
      (world) => {
        const [manifest = ''] = world.keys('log/seq/');
        const [head = ''] = world.keys('log/checkpoints/');
        world.beside.push({ key: manifest, versionId: 'm', isMarker: true });
        world.beside.push({ key: head, versionId: 'later', isMarker: false });
        return [
          { kind: 'hidden by a delete marker', key: manifest, versionId: 'm' },
          { kind: 'more than one version', key: head, versionId: 'later' },
        ];
      },
    ],
    [
      'a served tile that is gone',
      (world) => {
        world.served.delete('tile/0/000');
        return [{ kind: 'served wrongly', key: 'tile/0/000' }];
      },
    ],
    [
      'a served bundle with a changed entry',
      (world) => {
        world.served.get('tile/entries/000')?.fill(0x20, 40, 41);
        return ['tile/0/000', 'tile/1/000.p/1'].map((key) => ({ kind: 'served wrongly' as const, key }));
      },
    ],
  ])('finds %s, and nothing else', async (_, make) => {
    const { world, eventAt } = await twoDays();
    const wrong = make(world, eventAt(70));
    const byKey = (a: Difference, b: Difference) => (a.key < b.key ? -1 : 1);
    expect((await found(world)).sort(byKey)).toEqual(wrong.sort(byKey));
  });

  it('tells a copy that is missing and puts it there again', async () => {
    const { world, eventAt } = await twoDays();
    const { id, key, event } = eventAt(9);
    world.copies.delete(id);
    expect(await reconcile(world.reconciliation())).toMatchObject({
      repaired: 1,
      differences: [{ kind: 'not copied', key }],
    });
    expect(world.copies.get(id)).toEqual(event);
    expect(await found(world)).toEqual([]);
  });

  it('misses no copy that has expired, and no event whose retention is over', async () => {
    const { world, eventAt } = await twoDays();
    world.copies.delete(eventAt(9).id);
    const at = world.reconciliation();
    expect((await reconcile({ ...at, keptDays: { evidence: 365, copies: 2 } })).found).toBe(0);
    world.locked.delete(eventAt(9).key);
    expect((await reconcile({ ...at, keptDays: { evidence: 2, copies: 2 } })).found).toBe(0);
    expect((await reconcile({ ...at, keptDays: { evidence: 3, copies: 2 } })).found).toBe(1);
  });

  it('names a bounded number of differences and counts them all', async () => {
    const { world } = await twoDays();
    for (const [id, event] of world.copies) world.copies.set(id, { ...event, type: 'audit.read' });
    const { found: count, differences } = await reconcile(world.reconciliation());
    expect(count).toBe(450);
    expect(differences).toHaveLength(100);
  });

  it('reads each event of an older day again once in 128 days', async () => {
    const { world } = await twoDays();
    world.now += 10 * 24 * hourMs;
    let read = 0;
    for (let day = 0; day < 128; day += 1) {
      read += (await reconcile(world.reconciliation())).read;
      world.now += 24 * hourMs;
    }
    expect(read).toBe(450);
  });
});

describe('the days of a reconciliation', () => {
  const now = Date.parse('2026-11-27T03:00:00.000Z');
  const year = daysToCompare(['2025-11-28'], { keptFrom: '2025-11-28', now });

  it('are all that have ended, where the log is small', () => {
    expect(daysDue(year, { now, entries: 4_000 })).toEqual(year.slice(0, -1));
  });

  it('are the latest and a share of the others, each in its turn, where it is large', () => {
    const entries = 20_000_000;
    const turns = Array.from({ length: 10 }, (_, run) =>
      daysDue(year, { now: now + run * 24 * hourMs, entries }),
    );
    for (const days of turns) expect(days.length).toBeLessThan(year.length / 10 + 4);
    expect(new Set(turns.flat()).size).toBe(year.length);
    expect(turns[0]).toEqual(expect.arrayContaining(['2026-11-24', '2026-11-25', '2026-11-26']));
  });

  it('include one that is to come, and leave out those that may have been forgotten', () => {
    const days = daysToCompare(['2020-01-01', '2026-11-26', '2031-01-01'], { keptFrom: '2025-01-01', now });
    expect(days).toEqual(['2026-11-26', '2026-11-27', '2031-01-01']);
    expect(daysDue(days, { now, entries: 1 })).toEqual(['2026-11-26', '2031-01-01']);
  });
});

describe('catching up', () => {
  it('commits each event that came too late, once', async () => {
    const { world } = await twoDays();
    const late = [20, 30, 31].map((hours) => addEvent(world, world.now - hours * hourMs));
    expect(await integrate(world.ledger())).toMatchObject({ added: 0 });
    expect(await catchUp(world.ledger())).toMatchObject({ added: 3, late: 3, mended: 0, size: 453 });
    expect(await found(world)).toEqual([]);
    expect(await catchUp(world.ledger())).toMatchObject({ added: 0, late: 0, size: 453 });
    expect(committed(world)).toEqual(world.keys('events/'));
    expect(committed(world)).toEqual(expect.arrayContaining(late.map(({ key }) => key)));
  });

  it('leaves the events of the window to the usual run, without taking them twice', async () => {
    const { world } = await twoDays();
    addEvent(world);
    expect(await catchUp(world.ledger())).toMatchObject({ added: 1, late: 0, size: 451 });
    expect(committed(world)).toEqual(world.keys('events/'));
  });

  it.each(['tile/0/000', 'tile/entries/000', 'tile/1/000.p/1', 'tile/0/001.p/194'])(
    'writes all anew when %s is gone or changed',
    async (path) => {
      for (const spoil of [
        (world: LogWorld) => world.served.delete(path),
        (world: LogWorld) => world.served.get(path)?.fill(7, 10, 11),
      ]) {
        const { world } = await twoDays();
        const before = new Map([...world.served].map(([each, bytes]) => [each, bytes.slice()]));
        spoil(world);
        expect((await found(world)).map(({ kind }) => kind)).toContain('served wrongly');
        expect((await catchUp(world.ledger())).mended).toBeGreaterThan(0);
        expect(world.served.get(path)).toEqual(before.get(path));
        expect(await found(world)).toEqual([]);
      }
    },
  );

  it('starts with an empty log', async () => {
    const world = new LogWorld();
    expect(await catchUp(world.ledger())).toMatchObject({ added: 0, late: 0, mended: 0, size: 0 });
  });
});

describe('with every call failing in turn, before or after its effect', () => {
  /** Fails the n-th call. */
  const failingAt = (nth: number, isAfter: boolean): { around: Around; calls: () => number } => {
    let calls = 0;
    return {
      calls: () => calls,
      around: async (effect) => {
        calls += 1;
        const isNow = calls === nth;
        if (isNow && !isAfter) throw new Error('before its effect');
        const result = effect();
        if (isNow) throw new Error('after its effect');
        return result;
      },
    };
  };

  async function worldWithEverythingToDo() {
    const world = new LogWorld();
    world.now = Date.parse('2026-11-26T22:00:00.000Z');
    for (let count = 0; count < 300; count += 1) addEvent(world);
    await integrate(world.ledger());
    world.now += 5 * hourMs;
    await integrate(world.ledger());
    addEvent(world);
    addEvent(world, world.now - 6 * hourMs);
    world.served.delete('tile/0/000');
    return world;
  }

  it.each([false, true])(
    'catching up commits nothing twice and loses nothing (after: %s)',
    async (isAfter) => {
      for (let nth = 1; ; nth += 1) {
        const world = await worldWithEverythingToDo();
        const { around, calls } = failingAt(nth, isAfter);
        const [first, second] = await Promise.allSettled([
          catchUp(world.ledger(around)),
          catchUp(world.ledger()),
        ]);
        expect(second.status).toBe('fulfilled');
        await catchUp(world.ledger());
        expect(committed(world)).toEqual(world.keys('events/'));
        expect(await found(world)).toEqual([]);
        if (calls() < nth) {
          expect(first.status).toBe('fulfilled');
          expect(nth).toBeGreaterThan(20);
          return;
        }
      }
    },
  );

  it.each([false, true])('reconciling fails aloud and spoils nothing (after: %s)', async (isAfter) => {
    const world = new LogWorld();
    const [{ id, event } = addEvent(world)] = Array.from({ length: 40 }, () => addEvent(world));
    await integrate(world.ledger());
    world.now += 27 * hourMs;
    for (let nth = 1; ; nth += 1) {
      world.copies.delete(id);
      const { around, calls } = failingAt(nth, isAfter);
      const [outcome] = await Promise.allSettled([reconcile(world.reconciliation(around))]);
      if (calls() < nth) {
        expect(nth).toBeGreaterThan(50);
        expect(world.copies.get(id)).toEqual(event);
        expect(await found(world)).toEqual([]);
        return;
      }
      expect(outcome.status).toBe('rejected');
    }
  });
});
