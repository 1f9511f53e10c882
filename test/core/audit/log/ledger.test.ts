import fc from 'fast-check';
import { encodeTime } from 'ulid';
import { describe, expect, it } from 'vitest';
import { sha256Bytes as sha256, verifyEd25519 } from '../../../../adapters/system/bytes.ts';
import { checkpointPrefix, openCheckpoint } from '../../../../core/audit/log/checkpoint.ts';
import { integrate } from '../../../../core/audit/log/ledger.ts';
import { entryBytes, manifestPrefix, parseManifest } from '../../../../core/audit/log/manifest.ts';
import {
  append,
  emptyFrontier,
  inclusionProof,
  rootFromInclusion,
  rootOf,
  treeHashing,
} from '../../../../core/audit/log/merkle.ts';
import { decodeEntries, entriesPath, tilePath } from '../../../../core/audit/log/tiles.ts';
import { type Around, hex, LogWorld } from '../../../support/evidence-log.ts';

const hashing = treeHashing(sha256);
const minuteMs = 60_000;

let serial = 0;
/** An event of now. */
function addEvent(world: LogWorld): string {
  serial += 1;
  const id = `${encodeTime(world.now, 10)}${String(serial).padStart(16, '0')}`;
  const key = `events/dt=${new Date(world.now).toISOString().slice(0, 10)}/${id}.json`;
  world.put(key, `{"id":"${id}"}\n`);
  return key;
}

function committed(world: LogWorld) {
  return world
    .keys(manifestPrefix)
    .flatMap((key) => parseManifest(world.locked.get(key) ?? '')?.entries ?? []);
}

function checkpoints(world: LogWorld) {
  const checking = { key: world.signer.key, sha256, verify: verifyEd25519 };
  return world.keys(checkpointPrefix).map((key) => openCheckpoint(world.locked.get(key) ?? '', checking));
}

/** Everything that is to be true of a log whose last run has gone through. */
async function expectSound(world: LogWorld): Promise<void> {
  const entries = committed(world);
  expect(entries.map(({ key }) => key).sort()).toEqual(world.keys('events/'));

  const leaves = entries.map((entry) => hashing.leaf(entryBytes(entry)));
  const roots = [hex(hashing.empty)];
  let frontier = emptyFrontier;
  for (const leaf of leaves) {
    frontier = append(frontier, leaf, hashing);
    roots.push(hex(rootOf(frontier, hashing)));
  }
  for (const checkpoint of checkpoints(world)) {
    expect(checkpoint && hex(checkpoint.root)).toBe(roots[checkpoint?.size ?? -1]);
  }

  const checking = { key: world.signer.key, sha256, verify: verifyEd25519 };
  const head = openCheckpoint(Buffer.from(world.served.get('checkpoint') ?? '').toString(), checking);
  expect(head?.size).toBe(entries.length);
  const read = async (level: number, index: number) => {
    const tileLevel = Math.floor(level / 8);
    const count = 2 ** (level % 8);
    const tileIndex = Math.floor((index * count) / 256);
    const width = Math.min(256, Math.floor(entries.length / 256 ** tileLevel) - tileIndex * 256);
    const tile = world.served.get(tilePath({ level: tileLevel, index: tileIndex, width }));
    if (!tile) throw new Error(`no tile of level ${tileLevel} at ${tileIndex} of width ${width}`);
    const hashes = Array.from({ length: count }, (_, at) => {
      const start = (index * count - tileIndex * 256 + at) * 32;
      return tile.subarray(start, start + 32);
    });
    return rootOf(
      hashes.reduce((sum, hash) => append(sum, hash, hashing), emptyFrontier),
      hashing,
    );
  };
  for (const [index, entry] of entries.entries()) {
    const width = Math.min(256, entries.length - Math.floor(index / 256) * 256);
    const bundle = world.served.get(entriesPath({ index: Math.floor(index / 256), width }));
    expect(decodeEntries(bundle ?? new Uint8Array())?.[index % 256]).toEqual(entryBytes(entry));
    if (index % 37 !== 0) continue;
    const proof = await inclusionProof(index, entries.length, read, hashing);
    const leaf = leaves[index] ?? hashing.empty;
    const root = rootFromInclusion(leaf, { index, size: entries.length, proof }, hashing);
    expect(root && hex(root)).toBe(roots[entries.length]);
  }
}

describe('the ledger', () => {
  it('commits each event once and signs what it has committed', async () => {
    const world = new LogWorld();
    for (let count = 0; count < 300; count += 1) addEvent(world);
    expect(await integrate(world.ledger())).toMatchObject({ added: 300, size: 300 });
    expect(await integrate(world.ledger())).toMatchObject({ added: 0, size: 300 });
    expect(checkpoints(world)).toHaveLength(1);
    await expectSound(world);
  });

  it('signs an empty log, and an unchanged one once an hour, so that a gap shows', async () => {
    const world = new LogWorld();
    for (let minutes = 0; minutes <= 180; minutes += 1) {
      await integrate(world.ledger());
      world.now += minuteMs;
    }
    expect(checkpoints(world).map((checkpoint) => checkpoint?.size)).toEqual([0, 0, 0, 0]);
  });

  it('commits an event of before midnight after it', async () => {
    const world = new LogWorld();
    world.now = Date.parse('2026-11-27T23:59:59.000Z');
    addEvent(world);
    world.now += 2000;
    addEvent(world);
    expect((await integrate(world.ledger())).added).toBe(2);
  });

  it('fits tens of thousands of events into manifests of a bounded size', async () => {
    const world = new LogWorld();
    for (let count = 0; count < 10_001; count += 1) addEvent(world);
    expect((await integrate(world.ledger())).added).toBe(10_001);
    expect(world.keys(manifestPrefix)).toHaveLength(2);
  });

  it('reads no old manifest where the served tiles agree with a signed head, and all where they do not', async () => {
    const world = new LogWorld();
    for (let count = 0; count < 700; count += 1) addEvent(world);
    await integrate(world.ledger());
    world.now += 30 * minuteMs;
    addEvent(world);
    const placesAsked = async () => {
      const asked: number[] = [];
      const ledger = world.ledger();
      const { manifestPlaces } = ledger.locked;
      ledger.locked.manifestPlaces = (from) => {
        asked.push(from);
        return manifestPlaces(from);
      };
      await integrate(ledger);
      return asked[0];
    };
    expect(await placesAsked()).toBe(700);
    const tile = world.served.get('tile/0/002.p/188');
    tile?.fill(7, 0, 1);
    expect(await placesAsked()).toBe(0);
    await expectSound(world);
    expect(await placesAsked()).toBe(700);
    world.served.clear();
    expect(await placesAsked()).toBe(0);
    await expectSound(world);
  });

  it('gives each new head to its mirrors, and is stopped by none', async () => {
    const world = new LogWorld();
    const given: string[] = [];
    world.mirrors.push(
      { name: 'broken', give: () => Promise.reject(new Error('The witness is away.')) },
      { name: 'whole', give: async (name, note) => void given.push(`${name} ${note}`) },
    );
    addEvent(world);
    const { unmirrored, ...integrated } = await integrate(world.ledger());
    expect(integrated).toEqual({ added: 1, size: 1 });
    expect(unmirrored).toEqual([{ mirror: 'broken', error: new Error('The witness is away.') }]);
    const [head = ''] = world.keys(checkpointPrefix);
    expect(given).toEqual([`${head.slice(checkpointPrefix.length)} ${world.locked.get(head)}`]);
    expect((await integrate(world.ledger())).unmirrored).toEqual([]);
    expect(given).toHaveLength(1);
    await expectSound(world);
  });

  it('signs nothing that contradicts what it has signed before', async () => {
    const world = new LogWorld();
    addEvent(world);
    await integrate(world.ledger());
    world.now += 30 * minuteMs;
    const [place = ''] = world.keys(manifestPrefix);
    world.locked.set(place, (world.locked.get(place) ?? '').replace('v-', 'w-'));
    world.served.clear();
    await expect(integrate(world.ledger())).rejects.toThrow('contradict the head that was signed at');
    world.locked.delete(place);
    world.put('log/seq/000000000000005.json', '{}');
    await expect(integrate(world.ledger())).rejects.toThrow(
      'The manifest at 5 does not follow a log of 0 entries',
    );
  });
});

/** Draws from a list of numbers over and over. */
function drawing(numbers: readonly number[]): () => number {
  let at = 0;
  return () => {
    at = (at + 1) % numbers.length;
    return numbers[at] ?? 0;
  };
}

describe('two ledgers at once, with each call failing before or after its effect', () => {
  const round = fc.record({
    events: fc.nat(40),
    minutesLater: fc.nat(2),
    chance: fc.constantFrom(0, 20, 60),
    lost: fc.boolean(),
    draws: fc.array(fc.nat(999), { minLength: 30, maxLength: 60 }),
  });
  const phases = fc.array(fc.array(round, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 4 });

  it('lose nothing, commit nothing twice and never fork', async () => {
    await fc.assert(
      fc.asyncProperty(phases, fc.nat(90), async (rounds, pauseMinutes) => {
        const world = new LogWorld();
        for (const phase of rounds) {
          for (const { events, minutesLater, chance, lost, draws } of phase) {
            const draw = drawing(draws);
            const around: Around = async (effect) => {
              for (let turns = draw() % 6; turns > 0; turns -= 1) await Promise.resolve();
              if (draw() < chance) throw new Error('before its effect');
              const result = effect();
              for (let turns = draw() % 6; turns > 0; turns -= 1) await Promise.resolve();
              if (draw() < chance) throw new Error('after its effect');
              return result;
            };
            for (let count = 0; count < events; count += 1) addEvent(world);
            const late = around(() => addEvent(world));
            await Promise.allSettled([
              late,
              integrate(world.ledger(around)),
              integrate(world.ledger(around)),
            ]);
            if (lost) world.served.clear();
            world.now += minutesLater * minuteMs;
          }
          await integrate(world.ledger());
          await expectSound(world);
          world.now += pauseMinutes * minuteMs;
        }
      }),
      { numRuns: 100, endOnFailure: true },
    );
  }, 120_000);
});
