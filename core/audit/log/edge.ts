import { append, emptyFrontier, hashLength, rootOf, type TreeHashing } from './merkle.ts';
import { decodeEntries, encodeEntries, entriesPath, tilePath, tileWidth } from './tiles.ts';

/** A file of the served log. */
export interface ServedFile {
  path: string;
  bytes: Uint8Array;
}

/**
 * The right edge of a growing tree: of each level of tiles the hashes that fill no tile yet, and the entries of the lowest.
 * It is all that is needed to append, to know the root, and to write the tiles that are new.
 */
export class Edge {
  readonly #hashing: TreeHashing;
  readonly #levels: Uint8Array[][] = [];
  #entries: Uint8Array[] = [];
  #size = 0;

  constructor(hashing: TreeHashing) {
    this.#hashing = hashing;
  }

  /**
   * The edge of a tree of this size, from its partial tiles, which anybody may have changed: it has to lead to the signed root.
   * @returns undefined if something is missing or does not
   */
  static async load(
    { size, root }: { size: number; root: Uint8Array },
    read: (path: string) => Promise<Uint8Array | undefined>,
    hashing: TreeHashing,
  ): Promise<Edge | undefined> {
    const edge = new Edge(hashing);
    edge.#size = size;
    for (let [level, count] = [0, size]; count > 0; level += 1, count = Math.floor(count / tileWidth)) {
      const width = count % tileWidth;
      const index = Math.floor(count / tileWidth);
      const tile = width === 0 ? new Uint8Array() : await read(tilePath({ level, index, width }));
      if (tile?.length !== width * hashLength) return undefined;
      edge.#levels.push(Array.from({ length: width }, (_, at) => hashAt(tile, at)));
    }
    const width = size % tileWidth;
    const index = Math.floor(size / tileWidth);
    const bundle = width === 0 ? new Uint8Array() : await read(entriesPath({ index, width }));
    edge.#entries = (bundle && decodeEntries(bundle)) ?? [];
    const isWhole =
      edge.#entries.length === width &&
      edge.#entries.every((entry, at) => isSame(hashing.leaf(entry), edge.#levels[0]?.[at]));
    return isWhole && isSame(edge.root, root) ? edge : undefined;
  }

  get size(): number {
    return this.#size;
  }

  get root(): Uint8Array {
    const roots = this.#levels.toReversed().flatMap((hashes) => this.#complete(hashes).roots);
    return rootOf({ size: this.#size, roots }, this.#hashing);
  }

  /** Appends an entry and gives the full tiles that it completes. */
  append(entry: Uint8Array): ServedFile[] {
    this.#entries.push(entry);
    this.#size += 1;
    const files: ServedFile[] = [];
    let hash: Uint8Array | undefined = this.#hashing.leaf(entry);
    for (let level = 0; hash !== undefined; level += 1) {
      this.#levels[level] ??= [];
      const hashes: Uint8Array[] = this.#levels[level] ?? [];
      hashes.push(hash);
      hash = undefined;
      if (hashes.length < tileWidth) continue;
      files.push(...this.#filesOf(level));
      hash = rootOf(this.#complete(hashes), this.#hashing);
      this.#levels[level] = [];
      if (level === 0) this.#entries = [];
    }
    return files;
  }

  /** The tiles that are not full. */
  partial(): ServedFile[] {
    return this.#levels.flatMap((hashes, level) => (hashes.length === 0 ? [] : this.#filesOf(level)));
  }

  #filesOf(level: number): ServedFile[] {
    const hashes = this.#levels[level] ?? [];
    const width = hashes.length;
    const index = Math.floor(this.#size / tileWidth ** (level + 1)) - (width === tileWidth ? 1 : 0);
    const files = [{ path: tilePath({ level, index, width }), bytes: concatenated(hashes) }];
    if (level === 0) files.push({ path: entriesPath({ index, width }), bytes: encodeEntries(this.#entries) });
    return files;
  }

  #complete(hashes: readonly Uint8Array[]) {
    return hashes.reduce((frontier, hash) => append(frontier, hash, this.#hashing), emptyFrontier);
  }
}

function hashAt(tile: Uint8Array, at: number): Uint8Array {
  return tile.slice(at * hashLength, (at + 1) * hashLength);
}

function concatenated(hashes: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(hashes.length * hashLength);
  for (const [at, hash] of hashes.entries()) bytes.set(hash, at * hashLength);
  return bytes;
}

export function isSame(some: Uint8Array, other: Uint8Array | undefined): boolean {
  return some.length === other?.length && some.every((byte, at) => byte === other[at]);
}
