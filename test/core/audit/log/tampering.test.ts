import { encodeTime } from 'ulid';
import { beforeAll, describe, expect, it } from 'vitest';
import { sha256Bytes as sha256, verifyEd25519 as verify } from '../../../../adapters/system/bytes.ts';
import { checkpointName, checkpointPrefix, formatCheckpoint } from '../../../../core/audit/log/checkpoint.ts';
import { integrate, type LedgerSigner } from '../../../../core/audit/log/ledger.ts';
import { type Entry, entryBytes, formatManifest, manifestKey } from '../../../../core/audit/log/manifest.ts';
import { append, emptyFrontier, rootOf, treeHashing } from '../../../../core/audit/log/merkle.ts';
import { signedNote } from '../../../../core/audit/log/note.ts';
import { type Finding, findingCodes } from '../../../../core/audit/log/verify/findings.ts';
import { verifyEvidence } from '../../../../core/audit/log/verify/verify.ts';
import { hex, type LogWorld, signerOf, versionIdOf } from '../../../support/evidence-log.ts';
import { logHistory, putEvent } from '../../../support/log-history.ts';
import { type Expected, promisedDays, Target } from '../../../support/tampering.ts';
import { dayMs, type HeldVersion } from '../../../support/versioned-evidence.ts';

const minuteMs = 60_000;
const hashing = treeHashing(sha256);

/** Signs a head as the ledger does. */
async function signedHead(
  signer: LedgerSigner,
  { size, root, timeMs }: { size: number; root: Uint8Array; timeMs: number },
): Promise<{ key: string; bytes: Uint8Array }> {
  const head = { origin: signer.key.name, size, root, time: new Date(timeMs).toISOString() };
  const text = formatCheckpoint(head);
  const note = signedNote(text, await signer.sign(Buffer.from(text)), signer.key, sha256);
  return { key: checkpointPrefix + checkpointName(head), bytes: Buffer.from(note) };
}

function rootOfEntries(entries: readonly Entry[]): Uint8Array {
  const leaves = entries.map((entry) => hashing.leaf(entryBytes(entry)));
  return rootOf(
    leaves.reduce((tree, leaf) => append(tree, leaf, hashing), emptyFrontier),
    hashing,
  );
}

function newer(takenAtMs: number, bytes: Uint8Array | undefined): HeldVersion {
  const lock = { mode: 'COMPLIANCE', untilMs: takenAtMs + promisedDays * dayMs };
  return { versionId: 'v-newer', takenAtMs, bytes, lock };
}

/** Any object of the bucket that the log has or is. */
function anyObject(target: Target): string {
  const { logged, evidence } = target;
  return target.pick([...logged.map(({ key }) => key), ...evidence.keys('log/')]);
}

/** Puts an event with this text as one who may write events could, and has it logged. */
async function logText(
  { world, random }: Target,
  textOf: (event: { id: string; version: number; time: string }) => string,
): Promise<string> {
  const key = putEvent(world, random, world.now);
  world.locked.set(key, textOf(JSON.parse(world.locked.get(key) ?? '')));
  await integrate(world.ledger());
  return key;
}

/** A forged entry for an event that is in the bucket. */
function forgedEntry(target: Target, atMs: number): Entry {
  const { world, random } = target;
  const key = putEvent(world, random, atMs);
  world.putAtMs.set(key, atMs);
  return { key, versionId: versionIdOf(key), sha256: hex(sha256(Buffer.from(world.locked.get(key) ?? ''))) };
}

type Tampering = (target: Target) => Promise<Expected[]> | Expected[];

/** Each kind of tampering, at a random place, with what the verifier has to say of it: at least one of these. */
const tamperings: Record<string, Tampering> = {
  'truncated event': (target) => {
    const event = target.pick(target.logged);
    const bytes = target.evidence.bytes(event.key);
    target.evidence.change(event.key, {
      bytes: bytes.subarray(0, target.random.integer(0, bytes.length - 1)),
    });
    return [{ code: 'event-changed', ...event }];
  },
  'flipped bit in an event': (target) => {
    const event = target.pick(target.logged);
    target.evidence.change(event.key, { bytes: target.flipBit(target.evidence.bytes(event.key)) });
    return [{ code: 'event-changed', ...event }];
  },
  'flipped bit in a manifest': (target) => {
    const { key, manifest } = target.pick(target.manifests);
    const proven = target.provenBefore(manifest.first);
    target.evidence.change(key, { bytes: target.flipBit(target.evidence.bytes(key)) });
    return [
      { code: 'manifest-unreadable', key },
      { code: 'manifest-misplaced', key },
      { code: 'manifest-changed', index: proven },
    ];
  },
  'flipped bit in a head': (target) => {
    const { key } = target.pick(target.heads);
    target.evidence.change(key, { bytes: target.flipBit(target.evidence.bytes(key)) });
    return [
      { code: 'checkpoint-not-signed', key },
      { code: 'checkpoint-unreadable', key },
    ];
  },
  'truncated manifest': (target) => {
    const { key } = target.pick(target.manifests);
    const bytes = target.evidence.bytes(key);
    target.evidence.change(key, { bytes: bytes.subarray(0, target.random.integer(0, bytes.length - 3)) });
    return [{ code: 'manifest-unreadable', key }];
  },
  'truncated head': (target) => {
    const { key } = target.pick(target.heads);
    const bytes = target.evidence.bytes(key);
    target.evidence.change(key, { bytes: bytes.subarray(0, target.random.integer(0, bytes.length - 1)) });
    return [
      { code: 'checkpoint-not-signed', key },
      { code: 'checkpoint-unreadable', key },
    ];
  },
  'deleted event': (target) => {
    const event = target.pick(target.logged);
    target.evidence.objects.delete(event.key);
    return [{ code: 'event-missing', ...event }];
  },
  'deleted manifest': (target) => {
    const { key, manifest } = target.pick(target.manifests.slice(0, -1));
    target.evidence.objects.delete(key);
    return [{ code: 'manifest-missing', key, index: manifest.first }];
  },
  'deleted end of the manifests': (target) => {
    const { key, manifest } = target.pick(target.manifests);
    for (const each of target.manifests) if (each.key >= key) target.evidence.objects.delete(each.key);
    return [{ code: 'checkpoint-beyond-log', key: target.heads.at(-1)?.key, index: manifest.first }];
  },
  'deleted heads': (target) => {
    const { heads } = target;
    const at = target.random.integer(0, heads.length - 1);
    const from = heads[at];
    if (!from) return [];
    const to = heads.slice(at).find(({ timeMs }) => timeMs - from.timeMs > 75 * minuteMs);
    for (const { key, timeMs } of heads) {
      if (timeMs > from.timeMs && timeMs < (to?.timeMs ?? Number.POSITIVE_INFINITY))
        target.evidence.objects.delete(key);
    }
    // At the end of the log an hour has to go by.
    target.world.now += to ? 0 : 75 * minuteMs;
    return [{ code: 'checkpoint-gap', key: to?.key ?? from.key, index: from.size }];
  },
  'reordered entries': (target) => {
    const { key, manifest } = target.pick(target.manifests.filter(({ manifest: { entries } }) => entries[1]));
    const entries = [...manifest.entries];
    const at = target.random.integer(0, entries.length - 2);
    entries.splice(at, 2, ...entries.slice(at, at + 2).reverse());
    const proven = target.provenBefore(manifest.first + at);
    target.rewrite(key, { ...manifest, entries });
    return [{ code: 'manifest-changed', index: proven }];
  },
  'removed entry': (target) => {
    const { key, manifest } = target.pick(target.manifests.filter(({ manifest: { entries } }) => entries[1]));
    const at = target.random.integer(0, manifest.entries.length - 1);
    target.rewrite(key, { ...manifest, entries: manifest.entries.toSpliced(at, 1) });
    const end = manifest.first + manifest.entries.length;
    return [
      { code: 'manifest-missing', index: end - 1 },
      { code: 'checkpoint-beyond-log', key: target.heads.at(-1)?.key, index: end - 1 },
    ];
  },
  'inserted entry': (target) => {
    const forged = forgedEntry(target, target.world.now - 30 * minuteMs);
    const { key, manifest } = target.pick(target.manifests);
    const at = target.random.integer(0, manifest.entries.length);
    const proven = target.provenBefore(manifest.first + at);
    target.rewrite(key, { ...manifest, entries: manifest.entries.toSpliced(at, 0, forged) });
    return [
      { code: 'manifest-changed', index: proven },
      { code: 'manifest-misplaced', index: manifest.first + manifest.entries.length },
      { code: 'checkpoint-gap', index: target.size - 1 },
    ];
  },
  'inserted event': (target) => {
    const atMs = target.world.now - target.random.integer(26, 300) * minuteMs;
    const { key } = forgedEntry(target, atMs);
    return [{ code: 'event-not-in-log', key }];
  },
  'inserted manifest': (target) => {
    const forged = forgedEntry(target, target.world.now - 30 * minuteMs);
    const { manifest } = target.pick(target.manifests.filter(({ manifest: { entries } }) => entries[1]));
    const first = manifest.first + target.random.integer(1, manifest.entries.length - 1);
    const key = manifestKey(first);
    const text = formatManifest({ first, entries: [forged] });
    target.evidence.add(key, newer(target.world.now, Buffer.from(text)));
    return [{ code: 'manifest-misplaced', key, index: first }];
  },
  'appended manifest': (target) => {
    const forged = forgedEntry(target, target.world.now - 30 * minuteMs);
    const first = target.size;
    const text = formatManifest({ first, entries: [forged] });
    target.evidence.add(manifestKey(first), newer(target.world.now, Buffer.from(text)));
    return [{ code: 'checkpoint-gap', index: first }];
  },
  'replaced by a newer version': (target) => {
    const key = anyObject(target);
    const bytes = target.evidence.bytes(key);
    const isSame = target.random.next() < 0.5;
    target.evidence.add(key, newer(target.world.now, isSame ? bytes : target.flipBit(bytes)));
    return [{ code: 'object-replaced', key }];
  },
  'hidden by a delete marker': (target) => {
    const key = anyObject(target);
    target.evidence.add(key, newer(target.world.now, undefined));
    return [{ code: 'object-hidden', key }];
  },
  'another object in the place of an event': (target) => {
    const event = target.pick(target.logged);
    target.evidence.change(event.key, { versionId: 'v-other' });
    return [{ code: 'event-version-missing', ...event }];
  },
  'bytes that cannot be read': (target) => {
    const key = anyObject(target);
    target.evidence.lost.add(key);
    return [{ code: 'object-unread', key }];
  },
  'wrong key': (target) => {
    target.key = signerOf('vitrine/test', 'another').key;
    return [{ code: 'checkpoint-absent' }];
  },
  'key of another log': (target) => {
    target.key = { ...target.key, name: 'vitrine/other' };
    return [{ code: 'checkpoint-absent' }];
  },
  'head by another key': async (target) => {
    const { key, size, timeMs } = target.pick(target.heads);
    const forger = signerOf('vitrine/test', 'another');
    const forged = await signedHead(forger, { size, timeMs, root: sha256(Buffer.from('any')) });
    target.evidence.change(key, { bytes: forged.bytes });
    return [{ code: 'checkpoint-not-signed', key }];
  },
  'signed text that is no head': async (target) => {
    const { key } = target.pick(target.heads);
    const text = 'vitrine/test\nnothing\n';
    const { signer } = target.world;
    const note = signedNote(text, await signer.sign(Buffer.from(text)), signer.key, sha256);
    target.evidence.change(key, { bytes: Buffer.from(note) });
    return [{ code: 'checkpoint-unreadable', key }];
  },
  'old head put back under a new name': (target) => {
    const old = target.pick(target.heads.slice(0, -1));
    const time = new Date(target.world.now).toISOString();
    const key = checkpointPrefix + checkpointName({ time, size: old.size });
    target.evidence.add(key, newer(target.world.now, target.evidence.bytes(old.key)));
    return [{ code: 'checkpoint-misnamed', key }];
  },
  'old head put back in the place of another': (target) => {
    const at = target.random.integer(1, target.heads.length - 1);
    const [old, head] = [target.heads[at - 1], target.heads[at]];
    if (!old || !head) return [];
    target.evidence.change(head.key, { bytes: target.evidence.bytes(old.key) });
    return [{ code: 'checkpoint-misnamed', key: head.key }];
  },
  'old head served': (target) => {
    const { heads, size, world, evidence } = target;
    const old = target.pick(heads.filter((head) => head.size < size));
    world.now += 10 * minuteMs;
    evidence.served.set('checkpoint', evidence.bytes(old.key));
    return [{ code: 'served-rolled-back', key: 'checkpoint', index: old.size }];
  },
  'back-dated head': (target) => {
    const { key, timeMs } = target.pick(target.heads);
    target.evidence.change(key, { takenAtMs: timeMs + target.random.integer(6, 600) * minuteMs });
    return [{ code: 'checkpoint-time-wrong', key }];
  },
  'forked head': async (target) => {
    const { size, timeMs } = target.pick(target.heads);
    const fork = { size, timeMs: timeMs + 1, root: sha256(Buffer.from('another history')) };
    const { key, bytes } = await signedHead(target.world.signer, fork);
    target.evidence.add(key, newer(timeMs, bytes));
    return [{ code: 'log-forked', key, index: size }];
  },
  'fork of another size': async (target) => {
    const size = target.random.integer(0, target.size);
    const { timeMs } = target.pick(target.heads);
    const fork = { size, timeMs: timeMs + 1, root: sha256(Buffer.from('another history')) };
    const { key, bytes } = await signedHead(target.world.signer, fork);
    target.evidence.add(key, newer(timeMs, bytes));
    return [{ code: 'checkpoint-contradicts-log', key, index: size }];
  },
  'fork that is longer': async (target) => {
    const size = target.size + target.random.integer(1, 9);
    const timeMs = target.world.now;
    const fork = { size, timeMs, root: sha256(Buffer.from('another history')) };
    const { key, bytes } = await signedHead(target.world.signer, fork);
    target.evidence.add(key, newer(timeMs, bytes));
    return [{ code: 'checkpoint-beyond-log', key, index: target.size }];
  },
  'fork served': async (target) => {
    const fork = { size: target.size, timeMs: target.world.now, root: sha256(Buffer.from('another')) };
    const { bytes } = await signedHead(target.world.signer, fork);
    target.evidence.served.set('checkpoint', bytes);
    return [{ code: 'checkpoint-contradicts-log', key: 'checkpoint', index: target.size }];
  },
  'history written anew with the key': async (target) => {
    const { key, manifest } = target.pick(target.manifests.slice(0, -1));
    const at = target.random.integer(0, manifest.entries.length - 1);
    const [entry] = manifest.entries.slice(at);
    if (!entry) return [];
    const changed = { ...entry, sha256: hex(sha256(Buffer.from('another'))) };
    target.rewrite(key, { ...manifest, entries: manifest.entries.with(at, changed) });
    const old = target.heads.find(({ size }) => size > manifest.first + at);
    const root = rootOfEntries(target.manifests.flatMap((each) => each.manifest.entries));
    const head = { size: target.size, timeMs: target.world.now + 1, root };
    const { key: forged, bytes } = await signedHead(target.world.signer, head);
    target.evidence.add(forged, newer(target.world.now, bytes));
    return [{ code: 'checkpoint-contradicts-log', key: old?.key }];
  },
  'event with a wrong time in it': async (target) => {
    const shiftMs = target.pick([-1, 1]) * target.random.integer(6, 3_000) * minuteMs;
    const key = await logText(target, (event) =>
      JSON.stringify({ ...event, time: new Date(Date.parse(event.time) + shiftMs).toISOString() }),
    );
    return [{ code: 'event-time-wrong', key }];
  },
  'event put long after the fact': (target) => {
    const event = target.pick(target.logged);
    const [version] = target.evidence.objects.get(event.key) ?? [];
    const lateMs = target.random.integer(49, 900) * 60 * minuteMs;
    target.evidence.change(event.key, { takenAtMs: (version?.takenAtMs ?? 0) + lateMs });
    return [{ code: 'event-time-wrong', ...event }];
  },
  'event signed for before the fact': async (target) => {
    const { world, random } = target;
    const first = new Target(world, 'unused').size;
    const entry = forgedEntry(target, world.now + random.integer(10, 600) * minuteMs);
    world.put(manifestKey(first), formatManifest({ first, entries: [entry] }));
    await integrate(world.ledger());
    return [{ code: 'event-time-wrong', key: entry.key, index: first }];
  },
  'unreadable JSON in an event': async (target) => {
    const text = target.pick([
      '',
      '{',
      'nothing',
      '[]',
      'null',
      '"text"',
      '['.repeat(500_000),
      '{"version":1}',
    ]);
    return [{ code: 'event-unreadable', key: await logText(target, () => text) }];
  },
  'unknown version of an event': async (target) => {
    const version = target.pick([2, 0, '1', null, JSON.parse(`${'['.repeat(900)}${']'.repeat(900)}`)]);
    const key = await logText(target, (event) => JSON.stringify({ ...event, version }));
    return [{ code: 'event-version-unknown', key }];
  },
  'event under the key of another': async (target) => {
    const id = `${encodeTime(target.world.now, 10)}0000000000000000`;
    const key = await logText(target, (event) => JSON.stringify({ ...event, id }));
    return [{ code: 'event-misnamed', key }];
  },
  'huge event': async (target) => {
    const key = await logText(target, (event) => JSON.stringify({ ...event, filler: 'x'.repeat(1_100_000) }));
    return [{ code: 'object-too-large', key }];
  },
  'event logged twice': async (target) => {
    const { world } = target;
    const logged = new Target(world, 'unused');
    const first = logged.size;
    const entry = target.pick(logged.manifests.flatMap(({ manifest }) => manifest.entries));
    world.put(manifestKey(first), formatManifest({ first, entries: [entry] }));
    await integrate(world.ledger());
    return [{ code: 'entry-repeated', key: entry.key, index: first }];
  },
  'entry that is no event': async (target) => {
    const { world } = target;
    const first = new Target(world, 'unused').size;
    const key = target.pick(['log/seq/000000000000000.json', 'events/x', '../../etc/passwd', '__proto__']);
    const entry = { key, versionId: 'v', sha256: '0'.repeat(64) };
    world.put(manifestKey(first), formatManifest({ first, entries: [entry] }));
    await integrate(world.ledger());
    return [{ code: 'entry-no-event', key, index: first }];
  },
  'foreign object': (target) => {
    const key = target.pick([
      'events/readme.txt',
      'events/dt=2026-11-27/x.json',
      'log/other',
      'log/seq/1.json',
    ]);
    target.evidence.add(key, newer(target.world.now, Buffer.from('{}')));
    return [{ code: 'object-unexpected', key }];
  },
  'lock taken off': (target) => {
    const key = anyObject(target);
    const governed = { mode: 'GOVERNANCE', untilMs: target.world.now + 4_000 * dayMs };
    target.evidence.change(key, { lock: target.pick(['none', governed]) });
    return [{ code: 'object-not-locked', key }];
  },
  'lock made shorter': (target) => {
    const key = anyObject(target);
    const untilMs = target.world.now + target.random.integer(-2, promisedDays - 3) * dayMs;
    target.evidence.change(key, { lock: { mode: 'COMPLIANCE', untilMs } });
    return [{ code: 'object-lock-short', key }];
  },
  'served tile changed': (target) => {
    const path = target.pick(tilesOf(target));
    target.evidence.served.set(path, target.flipBit(target.evidence.served.get(path) ?? new Uint8Array()));
    return [{ code: 'served-differs', key: path }];
  },
  'served tile removed': (target) => {
    const path = target.pick(tilesOf(target));
    target.evidence.served.delete(path);
    return [{ code: 'served-missing', key: path }];
  },
  'served head damaged': (target) => {
    const { served } = target.evidence;
    const head = target.flipBit(served.get('checkpoint') ?? new Uint8Array());
    if (target.random.next() < 0.8) served.set('checkpoint', head);
    else served.delete('checkpoint');
    return [{ code: 'served-head-invalid', key: 'checkpoint' }];
  },
};

/** The tiles that the served head takes. */
function tilesOf({ evidence, size }: Target): string[] {
  return [...evidence.served.keys()].filter((path) => path.endsWith(`.p/${size}`));
}

async function verified(target: Target): Promise<Finding[]> {
  const findings: Finding[] = [];
  await verifyEvidence(
    target.evidence,
    {
      key: target.key,
      sha256,
      verify,
      nowMs: target.world.now,
      retentionDays: promisedDays,
      served: target.evidence.servedStore,
    },
    { found: (finding) => findings.push(finding) },
  );
  return findings;
}

const rounds = 21;
const names = Object.keys(tamperings);

describe('a verifier of evidence that was tampered with', () => {
  const worlds: LogWorld[] = [];
  const found = new Set<string>();
  beforeAll(async () => {
    for (let seed = 0; worlds.length < 8; seed += 1) {
      const world = await logHistory(`tampered ${seed}`);
      const { manifests } = new Target(world, 'unused');
      // There has to be something of every kind to tamper with.
      if (manifests.length >= 3 && manifests.some(({ manifest: { entries } }) => entries[1]))
        worlds.push(world);
    }
  });

  it('is tried a thousand times', () => {
    expect(names.length * rounds).toBeGreaterThanOrEqual(1_000);
  });

  it.each(names)('names it and where it is: %s', async (name) => {
    for (let round = 0; round < rounds; round += 1) {
      const base = worlds[round % worlds.length];
      const tamper = tamperings[name];
      if (!base || !tamper) throw new Error(`There is no ${name}.`);
      const target = new Target(base, `${name} ${round}`);
      const expected = await tamper(target);
      const findings = await verified(target);
      for (const { code } of findings) found.add(code);
      const isNamed = expected.some((wanted) =>
        findings.some(
          ({ code, key, index }) =>
            code === wanted.code &&
            (wanted.key === undefined || key === wanted.key) &&
            (wanted.index === undefined || index === wanted.index),
        ),
      );
      expect(isNamed, `round ${round}: ${JSON.stringify({ expected, findings }).slice(0, 2_000)}`).toBe(true);
    }
  });

  it('has been made to say everything that it can say', () => {
    // The fast copy is not of these worlds; what is said of it is in a test of its own.
    const codes = Object.keys(findingCodes).filter((code) => !code.startsWith('copy-'));
    expect([...found].sort()).toEqual(codes.sort());
  });
});
