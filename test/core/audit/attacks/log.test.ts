import { encodeTime } from 'ulid';
import { describe, expect, it } from 'vitest';
import { catchUp } from '../../../../core/audit/log/catch-up.ts';
import { integrate } from '../../../../core/audit/log/ledger.ts';
import { manifestPrefix, parseManifest } from '../../../../core/audit/log/manifest.ts';
import { reconcile } from '../../../../core/audit/log/reconciler.ts';
import { LogWorld } from '../../../support/evidence-log.ts';
import { bareEvent } from '../../../support/whole-events.ts';

const dayMs = 86_400_000;
let serial = 0;

function addEvent(world: LogWorld) {
  serial += 1;
  const id = `${encodeTime(world.now, 10)}${String(serial).padStart(16, '0')}`;
  const time = new Date(world.now).toISOString();
  const event = { ...bareEvent('query.returned'), id, time, rows_returned: serial };
  const key = `events/dt=${time.slice(0, 10)}/${id}.json`;
  world.put(key, `${JSON.stringify(event)}\n`);
  world.copies.set(id, event);
  return { key, id, event };
}

/** Days are compared when they are over. */
async function nextDay(world: LogWorld): Promise<void> {
  world.now += dayMs;
  await integrate(world.ledger());
}

const committed = (world: LogWorld) =>
  world
    .keys(manifestPrefix)
    .flatMap((key) => parseManifest(world.locked.get(key) ?? '')?.entries ?? [])
    .map(({ key }) => key);
const found = async (world: LogWorld) =>
  (await reconcile(world.reconciliation())).differences.map(({ kind, key }) => [kind, key]);

describe('a stolen role of a function that writes events', () => {
  it('E41 does not stop the log with an object that was not put as events are', async () => {
    const world = new LogWorld();
    const poison = addEvent(world);
    const ledger = () => {
      const { locked, ...rest } = world.ledger();
      const describe = async (key: string) => (key === poison.key ? undefined : locked.describe(key));
      return { ...rest, locked: { ...locked, describe } };
    };
    await integrate(ledger());
    const event = addEvent(world);
    expect(await integrate(ledger())).toMatchObject({ added: 1, size: 1 });
    world.now += dayMs;
    await catchUp(ledger());
    expect(committed(world)).toEqual([event.key]);
    expect(await found(world)).toEqual([['not in the log', poison.key]]);
  });

  it('E42 does not have a forged copy put into the bucket, or in the place of the right one', async () => {
    const world = new LogWorld();
    const { id, key, event } = addEvent(world);
    await integrate(world.ledger());
    await nextDay(world);
    const before = new Map(world.locked);
    const forged = { ...event, id: `${id.slice(0, -1)}Z`, actor: 'bob' };
    world.copies.set(forged.id, forged);
    world.copies.set(id, { ...event, actor: 'bob' });
    expect(await found(world)).toEqual([
      ['copied otherwise', key],
      ['only in the copy', `${key.slice(0, -6)}Z.json`],
    ]);
    expect(world.locked).toEqual(before);
  });

  it('E43 does not have something put back as a copy that is no event', async () => {
    const world = new LogWorld();
    const { id, key } = addEvent(world);
    world.locked.set(key, JSON.stringify({ id: 'another', actor: 'bob' }));
    await integrate(world.ledger());
    await nextDay(world);
    world.copies.delete(id);
    expect(await found(world)).toContainEqual(['not an event', key]);
    expect(world.copies.size).toBe(0);
  });
});

describe('who may write the served bucket', () => {
  it.each([
    [
      'E44 the head of another log',
      (world: LogWorld) => world.served.set('checkpoint', Buffer.from('forged\n1\nAAAA\n\n— x y\n')),
    ],
    ['E44 nothing at all', (world: LogWorld) => world.served.clear()],
    [
      'E45 an entry changed',
      (world: LogWorld) => {
        const bytes = Uint8Array.from(world.served.get('tile/entries/000.p/3') ?? []);
        bytes[10] = (bytes[10] ?? 0) ^ 1;
        world.served.set('tile/entries/000.p/3', bytes);
      },
    ],
    [
      'E45 a tile that is something else',
      (world: LogWorld) => world.served.set('tile/0/000.p/3', Buffer.from('x')),
    ],
  ])('%s: changes nothing of the log, and is written anew', async (_, tamper) => {
    const world = new LogWorld();
    const keys = [addEvent(world), addEvent(world), addEvent(world)].map(({ key }) => key);
    await integrate(world.ledger());
    const [served, manifests] = [new Map(world.served), committed(world)];
    tamper(world);
    world.now += 60_000;
    await integrate(world.ledger());
    await catchUp(world.ledger());
    expect(committed(world)).toEqual(manifests);
    expect(manifests).toEqual(keys);
    for (const [path, bytes] of served)
      if (path !== 'checkpoint') expect(world.served.get(path)).toEqual(bytes);
    expect(await found(world)).toEqual([]);
  });
});
