import { hashLength, inclusionProof, rootOf, type TreeHashing } from './merkle.ts';

/** A tree with all its hashes, so that any of its leaves can be proven: 64 bytes or so a leaf. */
export class WholeTree {
  readonly #hashing: TreeHashing;
  /** Of each level the nodes with all leaves below them. */
  readonly #levels: Hashes[] = [];

  constructor(hashing: TreeHashing) {
    this.#hashing = hashing;
  }

  get size(): number {
    return this.#levels[0]?.count ?? 0;
  }

  get root(): Uint8Array {
    const roots = this.#levels
      .filter(({ count }) => count % 2 === 1)
      .map((hashes) => hashes.at(hashes.count - 1))
      .reverse();
    return rootOf({ size: this.size, roots }, this.#hashing);
  }

  append(leaf: Uint8Array): void {
    let hash = leaf;
    for (let level = 0; ; level += 1) {
      const hashes = this.#levels[level] ?? new Hashes();
      this.#levels[level] = hashes;
      hashes.push(hash);
      if (hashes.count % 2 === 1) return;
      hash = this.#hashing.node(hashes.at(hashes.count - 2), hashes.at(hashes.count - 1));
    }
  }

  /** @throws RangeError for a leaf that the tree does not have */
  prove(index: number): Promise<Uint8Array[]> {
    const read = async (level: number, at: number) => this.#hashOf(level, at);
    return inclusionProof(index, this.size, read, this.#hashing);
  }

  #hashOf(level: number, index: number): Uint8Array {
    const hashes = this.#levels[level];
    if (!hashes || index >= hashes.count) {
      throw new RangeError(`A tree of ${this.size} leaves has no node ${index} of level ${level}`);
    }
    return hashes.at(index);
  }
}

/** Hashes side by side, as an object for each would take several times its bytes. */
class Hashes {
  #bytes = new Uint8Array(64 * hashLength);
  count = 0;

  at(index: number): Uint8Array {
    return this.#bytes.subarray(index * hashLength, (index + 1) * hashLength);
  }

  push(hash: Uint8Array): void {
    const end = this.count * hashLength;
    if (end === this.#bytes.length) {
      const bytes = new Uint8Array(2 * end);
      bytes.set(this.#bytes);
      this.#bytes = bytes;
    }
    this.#bytes.set(hash, end);
    this.count += 1;
  }
}
