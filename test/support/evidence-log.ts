import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { sha256Bytes as sha256, verifyEd25519 } from '../../adapters/system/bytes.ts';
import { checkpointPrefix } from '../../core/audit/log/checkpoint.ts';
import type { Ledger, LedgerSigner } from '../../core/audit/log/ledger.ts';
import { formatManifest, manifestKey, parseManifest } from '../../core/audit/log/manifest.ts';

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

/** The two buckets in memory. */
export class LogWorld {
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

  ledger(around: Around = async (effect) => effect()): Ledger {
    return {
      locked: {
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
      verify: verifyEd25519,
      sha256,
      now: () => this.now,
    };
  }
}
