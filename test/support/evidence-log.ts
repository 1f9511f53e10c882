import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { sha256Bytes as sha256, verifyEd25519 } from '../../adapters/system/bytes.ts';
import type { AuditEvent } from '../../core/audit/event.ts';
import { checkpointPrefix } from '../../core/audit/log/checkpoint.ts';
import type { Ledger, LedgerSigner, Mirror } from '../../core/audit/log/ledger.ts';
import { formatManifest, manifestKey, parseManifest } from '../../core/audit/log/manifest.ts';
import type { Stored } from '../../core/audit/log/reconcile.ts';
import type { Reconciliation } from '../../core/audit/log/reconciler.ts';

export const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** DER in front of the 32 bytes of an Ed25519 key (RFC 8410). */
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A signer with a key from a seed. */
export function signerOf(name: string, seed: string): LedgerSigner {
  const secret = Buffer.concat([pkcs8, sha256(Buffer.from(seed))]);
  const privateKey = createPrivateKey({ key: secret, format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return {
    key: { name, publicKey: Uint8Array.from(publicKey.subarray(-32)) },
    sign: async (bytes) => Uint8Array.from(sign(null, bytes, privateKey)),
  };
}

/** Of the only version that there is of a key. */
export function versionIdOf(key: string): string {
  return `v-${key.slice(-12)}`;
}

/** Stands in a call's way: it may take its time, and throw before the effect or after. */
export type Around = <T>(effect: () => T) => Promise<T>;

/** The two buckets and the copies in memory. */
export class LogWorld {
  /** Markers and later versions, which only a listing of versions shows. */
  readonly beside: Stored[] = [];
  readonly mirrors: Mirror[] = [];
  readonly copies = new Map<string, AuditEvent>();
  readonly locked: Map<string, string>;
  readonly served: Map<string, Uint8Array>;
  /** When each object of the locked bucket was put. */
  readonly putAtMs: Map<string, number>;
  now: number;
  readonly signer = signerOf('vitrine/test', 'seed');

  /** An empty one, or one like another. */
  constructor(other?: LogWorld) {
    this.locked = new Map(other?.locked);
    this.served = new Map(other?.served);
    this.putAtMs = new Map(other?.putAtMs);
    this.now = other?.now ?? Date.parse('2026-11-27T23:40:00.000Z');
  }

  /** Puts an object where nothing is yet. */
  put(key: string, text: string): boolean {
    if (this.locked.has(key)) return false;
    this.locked.set(key, text);
    this.putAtMs.set(key, this.now);
    return true;
  }

  keys(prefix: string): string[] {
    return [...this.locked.keys()].filter((key) => key.startsWith(prefix)).sort();
  }

  bytes(key: string): Uint8Array | undefined {
    const text = this.locked.get(key);
    return text === undefined ? undefined : Buffer.from(text);
  }

  ledger(around: Around = async (effect) => effect()): Ledger {
    return {
      locked: {
        eventDays: () => around(() => [...new Set(this.keys('events/').map((key) => key.slice(10, 20)))]),
        eventKeys: (day, after) => around(() => this.keys(`events/dt=${day}/`).filter((key) => key > after)),
        describe: (key) =>
          around(() => ({
            key,
            versionId: versionIdOf(key),
            sha256: hex(sha256(Buffer.from(this.locked.get(key) ?? ''))),
          })),
        manifestPlaces: (from) =>
          around(() =>
            this.keys('log/seq/')
              .map((key) => Number(/\d+/.exec(key)))
              .filter((first) => first >= from)
              .slice(0, 40),
          ),
        manifest: (first) => around(() => parseManifest(this.locked.get(manifestKey(first)) ?? '')),
        putManifest: (manifest) =>
          around(() => this.put(manifestKey(manifest.first), formatManifest(manifest))),
        checkpointNames: (after) =>
          around(() =>
            this.keys(checkpointPrefix)
              .map((key) => key.slice(checkpointPrefix.length))
              .filter((name) => name > after),
          ),
        checkpoint: (name) => around(() => this.locked.get(checkpointPrefix + name)),
        putCheckpoint: (name, note) => around(() => void this.put(checkpointPrefix + name, note)),
      },
      served: {
        read: (path) => around(() => this.served.get(path)),
        write: (path, bytes) => around(() => void this.served.set(path, bytes)),
      },
      signer: {
        key: this.signer.key,
        sign: async (bytes) => {
          const signature = await this.signer.sign(bytes);
          return around(() => signature);
        },
      },
      mirrors: this.mirrors,
      verify: verifyEd25519,
      sha256,
      now: () => this.now,
    };
  }

  reconciliation(around: Around = async (effect) => effect()): Reconciliation {
    const { locked, served } = this.ledger(around);
    const listed = (prefix: string): Stored[] => {
      const versions = this.keys(prefix).map((key) => ({
        key,
        versionId: versionIdOf(key),
        isMarker: false,
      }));
      const beside = this.beside.filter(({ key }) => key.startsWith(prefix));
      return [...beside, ...versions].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    };
    const below = (prefix: string) => {
      const rests = listed(prefix).map(({ key }) => key.slice(prefix.length));
      return [...new Set(rests.map((rest) => prefix + rest.slice(0, rest.indexOf('/') + 1 || undefined)))];
    };
    const copiesOf = (day: string) =>
      [...this.copies.values()]
        .filter(({ time }) => time.startsWith(day))
        .sort((a, b) => (a.id < b.id ? -1 : 1));
    return {
      bucket: {
        below: (prefix) => around(() => below(prefix)),
        async *versions(prefix) {
          yield* await around(() => listed(prefix));
        },
        read: (key) => around(() => this.bytes(key)),
      },
      locked,
      served,
      copies: {
        async *ofDay(day) {
          yield* await around(() => copiesOf(day));
        },
        put: (event) => around(() => void this.copies.set(event.id, event)),
      },
      checking: { key: this.signer.key, sha256, verify: verifyEd25519 },
      now: () => this.now,
      keptDays: { evidence: 365, copies: 400 },
    };
  }
}
