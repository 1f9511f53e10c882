import type {
  Content,
  EvidenceStore,
  Lock,
  ObjectVersion,
  ServedStore,
} from '../../core/audit/log/verify/store.ts';
import { type LogWorld, versionIdOf } from './evidence-log.ts';

export const dayMs = 24 * 60 * 60_000;

export interface HeldVersion {
  versionId: string;
  takenAtMs: number;
  /** Undefined for a delete marker. */
  bytes: Uint8Array | undefined;
  lock: Lock | 'none';
}

/** A bucket with versions and locks, of which anything can be tampered with. */
export class VersionedEvidence implements EvidenceStore {
  readonly knowsVersions = true;
  /** By key; the newest version first. */
  readonly objects = new Map<string, HeldVersion[]>();
  readonly served: Map<string, Uint8Array>;
  /** Keys that are listed, but cannot be read. */
  readonly lost = new Set<string>();

  /** What is in both buckets, with everything locked for so many days. */
  constructor(world: LogWorld, lockedDays: number) {
    for (const [key, text] of world.locked) {
      const takenAtMs = world.putAtMs.get(key) ?? world.now;
      const lock = { mode: 'COMPLIANCE', untilMs: takenAtMs + lockedDays * dayMs };
      this.objects.set(key, [{ versionId: versionIdOf(key), takenAtMs, bytes: Buffer.from(text), lock }]);
    }
    this.served = new Map(world.served);
  }

  keys(prefix: string): string[] {
    return [...this.objects.keys()].filter((key) => key.startsWith(prefix)).sort();
  }

  bytes(key: string): Uint8Array {
    const bytes = this.objects.get(key)?.[0]?.bytes;
    if (!bytes) throw new Error(`There is no ${key}.`);
    return bytes;
  }

  text(key: string): string {
    return Buffer.from(this.bytes(key)).toString();
  }

  /** Changes the only version of an object, as nobody could in S3. */
  change(key: string, change: Partial<HeldVersion>): void {
    const [version] = this.objects.get(key) ?? [];
    if (!version) throw new Error(`There is no ${key}.`);
    this.objects.set(key, [{ ...version, ...change }]);
  }

  /** Puts a version on top of those there are. */
  add(key: string, version: HeldVersion): void {
    this.objects.set(key, [version, ...(this.objects.get(key) ?? [])]);
  }

  async *versions(prefix: string): AsyncGenerator<ObjectVersion[]> {
    const pageKeys = 7;
    const keys = this.keys(prefix);
    for (let at = 0; at < keys.length; at += pageKeys) {
      yield keys.slice(at, at + pageKeys).flatMap((key) =>
        (this.objects.get(key) ?? []).map(({ versionId, takenAtMs, bytes, lock }, place) => ({
          key,
          versionId,
          takenAtMs,
          isLatest: place === 0,
          isDeleteMarker: bytes === undefined,
          lock,
        })),
      );
    }
  }

  async read({ key, versionId }: ObjectVersion, maxBytes: number): Promise<Content> {
    const held = this.objects.get(key)?.find((version) => version.versionId === versionId);
    if (!held?.bytes || this.lost.has(key)) return { kind: 'absent' };
    return held.bytes.length > maxBytes ? { kind: 'too-large' } : { kind: 'bytes', bytes: held.bytes };
  }

  get servedStore(): ServedStore {
    return { read: async (path) => this.served.get(path) };
  }
}
