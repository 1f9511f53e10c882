import type { Entry } from '../manifest.ts';
import { entryBytes } from '../manifest.ts';
import { append, emptyFrontier, type Frontier, rootOf, type TreeHashing } from '../merkle.ts';
import { toBase64 } from '../note.ts';
import type { Head } from './heads.ts';
import type { Report } from './report.ts';

/**
 * Derives the tree from the manifests and holds every signed head against it: heads that fit one tree are consistent with each
 * other.
 */
export class DerivedTree {
  readonly #hashing: TreeHashing;
  readonly #report: Report;
  /** By size, then by time. */
  readonly #heads: readonly Head[];
  readonly #contradictions: Head[] = [];
  #next = 0;
  #frontier: Frontier = emptyFrontier;
  /** Size of the largest head that fits. */
  #provenSize = 0;
  #isBroken = false;

  constructor(heads: readonly Head[], hashing: TreeHashing, report: Report) {
    this.#hashing = hashing;
    this.#report = report;
    this.#heads = heads.toSorted((some, other) => some.size - other.size || some.timeMs - other.timeMs);
    this.#reportForks();
    this.#compare();
  }

  get size(): number {
    return this.#frontier.size;
  }

  /** When the first head was signed that vouches for the next entry; undefined if there is none. */
  get nextHeadMs(): number | undefined {
    return this.#isBroken ? undefined : this.#heads[this.#next]?.timeMs;
  }

  append(entry: Entry): Uint8Array {
    const bytes = entryBytes(entry);
    this.#frontier = append(this.#frontier, this.#hashing.leaf(bytes), this.#hashing);
    if (this.#heads[this.#next]?.size === this.#frontier.size) this.#compare();
    return bytes;
  }

  /** Nothing can be appended anymore, since what comes next is not known. */
  break(): void {
    this.#isBroken = true;
  }

  /** Reports the heads that do not fit. */
  finish(): void {
    for (const { key, size } of this.#heads.slice(this.#next)) {
      this.#report.find(
        this.#isBroken
          ? { code: 'checkpoint-not-proven', key, index: size, detail: `of ${size} entries` }
          : {
              code: 'checkpoint-beyond-log',
              key,
              index: this.size,
              detail: `of ${size} entries; the manifests have ${this.size}`,
            },
      );
    }
    const changed = this.#contradictions.filter(({ size }) => size > this.#provenSize);
    if (changed[0]) {
      const detail = `entries ${this.#provenSize} to ${changed[0].size - 1} are not those that were signed in ${changed[0].key}`;
      this.#report.find({ code: 'manifest-changed', index: this.#provenSize, detail });
    }
    for (const { key, size } of this.#contradictions) {
      this.#report.find({
        code: size > this.#provenSize ? 'checkpoint-not-proven' : 'checkpoint-contradicts-log',
        key,
        index: size,
        detail: `another root for ${size} entries`,
      });
    }
  }

  #compare(): void {
    const root = toBase64(rootOf(this.#frontier, this.#hashing));
    for (
      let head = this.#heads[this.#next];
      head?.size === this.size;
      this.#next += 1, head = this.#heads[this.#next]
    ) {
      if (head.root === root) this.#provenSize = this.size;
      else this.#contradictions.push(head);
    }
  }

  #reportForks(): void {
    for (const [at, head] of this.#heads.entries()) {
      const before = this.#heads[at - 1];
      if (before?.size !== head.size || before.root === head.root) continue;
      const detail = `another root for ${head.size} entries than ${before.key}`;
      this.#report.find({ code: 'log-forked', key: head.key, index: head.size, detail });
    }
  }
}
