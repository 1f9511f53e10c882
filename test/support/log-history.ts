import { encodeTime } from 'ulid';
import { evidenceKey } from '../../core/audit/event.ts';
import { integrate } from '../../core/audit/log/ledger.ts';
import { type Random, seededRandom } from '../../local/sample/random.ts';
import { type Around, LogWorld } from './evidence-log.ts';

const minuteMs = 60_000;

/** Puts an event that was made at a moment, and is put now. */
export function putEvent(world: LogWorld, random: Random, atMs: number): string {
  const id = `${encodeTime(atMs, 10)}${random.text('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 16)}`;
  const event = { id, version: 1, time: new Date(atMs).toISOString(), type: 'query.started', actor: 'alice' };
  const key = evidenceKey(event);
  world.put(key, `${JSON.stringify(event)}\n`);
  return key;
}

/**
 * The two buckets after some hours with a ledger that runs every few minutes. Hours may be empty, keys late, runs missing, and
 * two ledgers at once.
 */
export async function logHistory(seed: string): Promise<LogWorld> {
  const random = seededRandom(seed);
  const world = new LogWorld();
  const steps = random.integer(15, 40);
  const pauseMinutes = random.integer(1, 8);
  const busy = random.next();
  for (let step = 0; step < steps; step += 1) {
    world.now += pauseMinutes * minuteMs + random.integer(0, 40_000);
    if (random.next() < busy) {
      for (let left = random.integer(0, 5); left > 0; left -= 1) {
        const lateMs = random.next() < 0.2 ? random.integer(0, 19 * minuteMs) : random.integer(0, minuteMs);
        putEvent(world, random, world.now - lateMs);
      }
    }
    if (random.next() < 0.2) {
      const slow: Around = async (effect) => {
        for (let turns = random.integer(0, 3); turns > 0; turns -= 1) await Promise.resolve();
        return effect();
      };
      await Promise.all([integrate(world.ledger(slow)), integrate(world.ledger(slow))]);
    } else await integrate(world.ledger());
  }
  // Some of these may not be in the log yet.
  if (random.next() < 0.5) putEvent(world, random, world.now);
  return world;
}
