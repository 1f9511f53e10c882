import { checkpointPrefix } from '../../core/audit/log/checkpoint.ts';
import {
  formatManifest,
  type Manifest,
  manifestPrefix,
  parseManifest,
} from '../../core/audit/log/manifest.ts';
import type { NoteKey } from '../../core/audit/log/note.ts';
import type { FindingCode } from '../../core/audit/log/verify/findings.ts';
import { type Random, seededRandom } from '../../local/sample/random.ts';
import { LogWorld } from './evidence-log.ts';
import { VersionedEvidence } from './versioned-evidence.ts';

export const promisedDays = 365;

/** What a verifier has to say: a finding with this code, at this key and place where they are given. */
export interface Expected {
  code: FindingCode;
  key?: string | undefined;
  index?: number;
}

interface LoggedEvent {
  key: string;
  index: number;
}

/** One log to be tampered with: first its world, as one who writes events or manages the ledger could, then what is in the bucket. */
export class Target {
  readonly random: Random;
  readonly world: LogWorld;
  /** The key that the verifier is given. */
  key: NoteKey;
  #evidence: VersionedEvidence | undefined;

  constructor(base: LogWorld, seed: string) {
    this.random = seededRandom(seed);
    this.world = new LogWorld(base);
    this.key = base.signer.key;
  }

  get evidence(): VersionedEvidence {
    this.#evidence ??= new VersionedEvidence(this.world, promisedDays);
    return this.#evidence;
  }

  pick<T>(items: readonly T[]): T {
    const [first, ...others] = items;
    if (first === undefined) throw new Error('There is nothing to tamper with in this log.');
    return this.random.pick([first, ...others]);
  }

  get heads(): { key: string; size: number; timeMs: number }[] {
    return this.evidence.keys(checkpointPrefix).map((key) => {
      const [, size, , time = ''] = this.evidence.text(key).split('\n');
      return { key, size: Number(size), timeMs: Date.parse(time.slice('time '.length)) };
    });
  }

  get manifests(): { key: string; manifest: Manifest }[] {
    return this.evidence.keys(manifestPrefix).map((key) => {
      const manifest = parseManifest(this.evidence.text(key));
      if (!manifest) throw new Error(`${key} is no manifest.`);
      return { key, manifest };
    });
  }

  get logged(): LoggedEvent[] {
    return this.manifests.flatMap(({ manifest }) =>
      manifest.entries.map(({ key }, offset) => ({ key, index: manifest.first + offset })),
    );
  }

  get size(): number {
    return this.logged.length;
  }

  /** Size of the largest head that vouches for nothing from a place on. */
  provenBefore(index: number): number {
    return Math.max(0, ...this.heads.map(({ size }) => size).filter((size) => size <= index));
  }

  rewrite(key: string, manifest: Manifest): void {
    this.evidence.change(key, { bytes: Buffer.from(formatManifest(manifest)) });
  }

  flipBit(bytes: Uint8Array): Uint8Array {
    const changed = Uint8Array.from(bytes);
    const at = this.random.integer(0, bytes.length - 1);
    changed[at] = (changed[at] ?? 0) ^ (1 << this.random.integer(0, 7));
    return changed;
  }
}
