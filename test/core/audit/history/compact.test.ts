import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AuditEvent, evidenceKey } from '../../../../core/audit/event.ts';
import { historyLag } from '../../../../core/audit/history/lag.ts';
import { dayOfKey } from '../../../../core/audit/history/rows.ts';
import { catchUp } from '../../../../core/audit/log/catch-up.ts';
import { integrate } from '../../../../core/audit/log/ledger.ts';
import type { Entry } from '../../../../core/audit/log/manifest.ts';
import { HistoryWorld } from '../../../support/history-world.ts';
import { eventsOf, yearOfHistory } from '../../../support/year-of-history.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const start = Date.parse('2026-11-27T21:30:00.000Z');

/** Rows of all files: the day of the file and what is asked of the row. */
async function rowsOf(world: HistoryWorld, select = 'id'): Promise<unknown[][]> {
  if (world.files.size === 0) return [];
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-history-'));
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const paths = [...world.files].map(([key, bytes], index) => {
      const path = join(folder, `${/dt=(.{10})/.exec(key)?.[1]}-${index}.parquet`);
      writeFileSync(path, bytes);
      return path;
    });
    const files = paths.map((path) => `'${path}'`).join(', ');
    const reader = await connection.runAndReadAll(
      `SELECT substr(parse_filename(filename), 1, 10), ${select}
       FROM read_parquet([${files}], filename = true) ORDER BY 2`,
    );
    return reader.getRowsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
    rmSync(folder, { recursive: true });
  }
}

/** Every event of the log, as the files have to have it. */
function expected(world: HistoryWorld): string[][] {
  return world
    .keys('events/')
    .map((key) => [dayOfKey(key), key.slice(-31, -5)])
    .sort(([, a = ''], [, b = '']) => (a < b ? -1 : 1));
}

const [template] = eventsOf(yearOfHistory(start, { requests: 1 })) as [AuditEvent];

let serial = 0;
function addEvent(world: HistoryWorld, changes: Partial<AuditEvent> = {}): AuditEvent {
  serial += 1;
  const event: AuditEvent = {
    ...template,
    id: `${ulidTime(world.now)}${String(serial).padStart(16, '0')}`,
    time: new Date(world.now).toISOString(),
    ...changes,
  };
  world.put(evidenceKey(event), `${JSON.stringify(event)}\n`);
  return event;
}

function ulidTime(ms: number): string {
  const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  return Array.from({ length: 10 }, (_, place) => digits[Math.floor(ms / 32 ** (9 - place)) % 32]).join('');
}

async function describeEvent(world: HistoryWorld, key: string): Promise<Entry> {
  const entry = await world.ledger().locked.describe(key);
  if (!entry) throw new Error(`There is no event ${key}.`);
  return entry;
}

function newWorld(): HistoryWorld {
  const world = new HistoryWorld();
  world.now = start;
  return world;
}

async function run(world: HistoryWorld): Promise<number> {
  await integrate(world.ledger());
  return world.compact();
}

describe('compaction', () => {
  it('waits until an hour is over and wholly in the log', async () => {
    const world = newWorld();
    addEvent(world);
    expect(await run(world)).toBe(1);
    world.now = Date.parse('2026-11-27T22:24:00.000Z');
    addEvent(world);
    expect(await run(world)).toBe(0);
    world.now += minuteMs;
    expect(await run(world)).toBe(1);
    expect(await run(world)).toBe(0);
    expect(await rowsOf(world)).toEqual(expected(world));
  });

  it('puts events under their own day, late ones into a later file of it', async () => {
    const world = newWorld();
    addEvent(world);
    await run(world);
    world.now = Date.parse('2026-11-27T23:59:50.000Z');
    addEvent(world);
    world.now += 15_000;
    addEvent(world);
    world.now += hourMs / 4;
    await integrate(world.ledger());
    world.now += 2 * hourMs;
    await run(world);
    expect([...world.files.keys()].map((key) => key.slice('history/v1/'.length))).toEqual([
      'dt=2026-11-27/000000000000000-000000000000001.parquet',
      'dt=2026-11-27/000000000000001-000000000000003.parquet',
      'dt=2026-11-28/000000000000001-000000000000003.parquet',
    ]);
    expect(await rowsOf(world)).toEqual(expected(world));
  });

  it('has every event once, wherever runs crash and however many run at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.nat({ max: 11 })), async (dice) => {
        const world = newWorld();
        const roll = () => dice.next().value as number;
        const around = async <T>(effect: () => T): Promise<T> => {
          const luck = roll();
          if (luck === 0) throw new Error('crash before');
          if (luck > 8) await new Promise((resolve) => setImmediate(resolve));
          const result = effect();
          if (luck === 1) throw new Error('crash after');
          return result;
        };
        for (let hour = 0; hour < 4; hour += 1) {
          for (let count = roll() % 4; count > 0; count -= 1) addEvent(world);
          await integrate(world.ledger());
          await Promise.allSettled([world.compact(around), world.compact(around)]);
          world.now += hourMs;
          await Promise.allSettled([world.compact(around), world.compact(around)]);
        }
        world.now += 2 * hourMs;
        await run(world);
        expect(await rowsOf(world)).toEqual(expected(world));
      }),
      { numRuns: 40, seed: 5 },
    );
  });

  it('goes on where many events wait, a range at a time', async () => {
    const world = newWorld();
    for (const first of [0, 6_000, 12_000]) {
      const events = Array.from({ length: 6_000 }, () => addEvent(world));
      const entries = events.map(({ id }) => describeEvent(world, `events/dt=2026-11-27/${id}.json`));
      await world.ledger().locked.putManifest({ first, entries: await Promise.all(entries) });
    }
    expect(await world.compact()).toBe(18_000);
    expect(world.files.size).toBe(2);
    expect(await rowsOf(world)).toEqual(expected(world));
  });
});

describe('a row', () => {
  it('has the types of SQL', async () => {
    const world = newWorld();
    const event = addEvent(world, {
      granted_at: '2026-11-27T10:00:00.123Z',
      redactions: { email: 3, jwt: 1 },
      log_groups: ['/a', '/b'],
      rows_returned: 42,
      note: 'Ünïcode “quoted”',
    });
    await run(world);
    const select = `epoch_ms(time), granted_at::VARCHAR, redactions['email']::VARCHAR, log_groups, rows_returned, note, ip`;
    expect(await rowsOf(world, select)).toEqual([
      [
        '2026-11-27',
        String(Date.parse(event.time)),
        expect.stringMatching(/^2026-11-27 10:00:00\.123/),
        '3',
        ['/a', '/b'],
        '42',
        'Ünïcode “quoted”',
        null,
      ],
    ]);
  });

  it.each([
    ['not JSON', '{"id":'],
    ['a list', '[]'],
    ['null', 'null'],
  ])('stands for an event that is %s, so that it is not missing', async (_, text) => {
    const world = newWorld();
    const event = addEvent(world);
    world.locked.set(evidenceKey(event), text);
    await run(world);
    expect(await rowsOf(world, 'id, code')).toEqual([['2026-11-27', event.id, 'unreadable']]);
  });

  it('stands for an event whose bytes are not those that the log vouches for', async () => {
    const world = newWorld();
    const event = addEvent(world);
    await integrate(world.ledger());
    world.locked.set(evidenceKey(event), JSON.stringify({ ...event, actor: 'mallory' }));
    await world.compact();
    expect(await rowsOf(world, 'id, actor, code')).toEqual([['2026-11-27', event.id, null, 'unreadable']]);
  });

  it('leaves out what is of another type than its column', async () => {
    const world = newWorld();
    const event = addEvent(world);
    const odd = {
      ...event,
      rows_returned: 'many',
      redactions: [1],
      log_groups: 'all',
      reason: 7,
      granted_at: 'soon',
    };
    world.locked.set(evidenceKey(event), JSON.stringify(odd));
    await run(world);
    const select = 'id, rows_returned, redactions, log_groups, reason, granted_at';
    expect(await rowsOf(world, select)).toEqual([['2026-11-27', event.id, null, null, null, null, null]]);
  });
});

it('takes much less than a kilobyte an event', async () => {
  const world = newWorld();
  const events = eventsOf(yearOfHistory(start, { requests: 200 }));
  for (const event of events) {
    world.put(evidenceKey({ ...event, time: '2026-11-27T21:00:00.000Z' }), JSON.stringify(event));
  }
  const entries = await Promise.all(world.keys('events/').map((key) => describeEvent(world, key)));
  await world.ledger().locked.putManifest({ first: 0, entries });
  await world.compact();
  const bytes = [...world.files.values()].reduce((sum, file) => sum + file.length, 0);
  expect(bytes / events.length).toBeLessThan(1_000);
});

describe('how far the copy lags', () => {
  const lag = (world: HistoryWorld) => historyLag(world.compaction());
  const later = async (world: HistoryWorld, ms: number) => {
    world.now += ms;
    await integrate(world.ledger());
  };

  it('is nothing without events, and nothing once they are taken', async () => {
    const world = newWorld();
    expect(await lag(world)).toBe(0);
    addEvent(world);
    await run(world);
    world.now += 9 * hourMs;
    expect(await lag(world)).toBe(0);
  });

  it('is the age of the first event while nothing has been taken', async () => {
    const world = newWorld();
    addEvent(world);
    await later(world, minuteMs);
    addEvent(world);
    await later(world, 5 * hourMs);
    expect(await lag(world)).toBe(5 * hourMs + minuteMs);
  });

  it('is the age of an event that follows quiet hours, not theirs', async () => {
    const world = newWorld();
    addEvent(world);
    await run(world);
    world.now += 9 * hourMs;
    addEvent(world);
    await later(world, minuteMs);
    expect(await lag(world)).toBe(minuteMs);
  });

  it('is for an event that came late what has passed since anything was taken', async () => {
    const world = newWorld();
    addEvent(world);
    await run(world);
    const made = world.now - 24 * hourMs;
    const id = `${ulidTime(made)}${'Z'.repeat(16)}`;
    addEvent(world, { id, time: new Date(made).toISOString() });
    world.now += minuteMs;
    await catchUp(world.ledger());
    // At half past nine the last hour that is over and wholly in the log is the one that ended at nine.
    expect(await lag(world)).toBe(31 * minuteMs);
    world.now += 4 * hourMs;
    expect(await lag(world)).toBe(4 * hourMs + 31 * minuteMs);
    await world.compact();
    expect(await lag(world)).toBe(0);
  });
});
