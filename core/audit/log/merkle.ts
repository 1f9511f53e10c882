/** Bytes of a hash. */
export const hashLength = 32;

/** SHA-256 of the bytes, 32 bytes long. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

/**
 * Hashes of a Merkle tree as Certificate Transparency defines it (RFC 6962, section 2.1). Leaves and inner nodes have
 * different prefixes, so that nobody can pass one off as the other.
 */
export interface TreeHashing {
  leaf(entry: Uint8Array): Uint8Array;
  node(left: Uint8Array, right: Uint8Array): Uint8Array;
  /** Of a tree without entries. */
  readonly empty: Uint8Array;
}

export function treeHashing(sha256: Sha256): TreeHashing {
  // Two nodes are hashed for each leaf of a log of millions, so their bytes are laid out in one place.
  const inner = new Uint8Array(1 + 2 * hashLength);
  inner[0] = 1;
  return {
    leaf(entry) {
      const bytes = new Uint8Array(1 + entry.length);
      bytes.set(entry, 1);
      return sha256(bytes);
    },
    node(left, right) {
      inner.set(left, 1);
      inner.set(right, 1 + hashLength);
      return sha256(inner);
    },
    empty: sha256(new Uint8Array()),
  };
}

/**
 * The roots of the complete subtrees that a tree of some size is made of, the largest first: all that is needed to append to it.
 */
export interface Frontier {
  readonly size: number;
  readonly roots: readonly Uint8Array[];
}

export const emptyFrontier: Frontier = { size: 0, roots: [] };

/** The frontier with one more leaf. Takes the roots together that are now of one size. */
export function append({ size, roots }: Frontier, leaf: Uint8Array, hashing: TreeHashing): Frontier {
  const merged = [...roots];
  let hash = leaf;
  for (let rest = size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
    const left = merged.pop();
    if (left === undefined) throw new RangeError(`A frontier of ${size} leaves has ${roots.length} roots`);
    hash = hashing.node(left, hash);
  }
  return { size: size + 1, roots: [...merged, hash] };
}

/** The root of the tree. */
export function rootOf({ roots }: Frontier, hashing: TreeHashing): Uint8Array {
  return roots.length === 0 ? hashing.empty : roots.reduceRight((right, left) => hashing.node(left, right));
}

/** The hash of the node that has `2 ** level` leaves below it, the `index`-th of its level from the left. */
export type ReadHash = (level: number, index: number) => Promise<Uint8Array>;

/**
 * The proof that the leaf at `index` is in the tree of `size` leaves: the hashes beside its path, from the leaf up
 * (RFC 6962, section 2.1.1).
 *
 * @throws RangeError for a leaf that the tree does not have
 */
export async function inclusionProof(
  index: number,
  size: number,
  read: ReadHash,
  hashing: TreeHashing,
): Promise<Uint8Array[]> {
  if (!(index >= 0 && index < size)) throw new RangeError(`A tree of ${size} leaves has no leaf ${index}`);
  const proof: Uint8Array[] = [];
  let [from, to] = [0, size];
  while (to - from > 1) {
    const middle = from + largestPowerBelow(to - from);
    const isLeft = index < middle;
    proof.push(
      await (isLeft ? rangeHash(middle, to, read, hashing) : rangeHash(from, middle, read, hashing)),
    );
    [from, to] = isLeft ? [from, middle] : [middle, to];
  }
  return proof.reverse();
}

/** The root that the proof leads to; undefined if the proof has not as many hashes as the place of the leaf takes. */
export function rootFromInclusion(
  leaf: Uint8Array,
  { index, size, proof }: { index: number; size: number; proof: readonly Uint8Array[] },
  hashing: TreeHashing,
): Uint8Array | undefined {
  if (!(index >= 0 && index < size)) return undefined;
  const sides: ('left' | 'right')[] = [];
  let [from, to] = [0, size];
  while (to - from > 1) {
    const middle = from + largestPowerBelow(to - from);
    const isLeft = index < middle;
    sides.push(isLeft ? 'right' : 'left');
    [from, to] = isLeft ? [from, middle] : [middle, to];
  }
  sides.reverse();
  if (sides.length !== proof.length) return undefined;
  return proof.reduce(
    (hash, other, at) => (sides[at] === 'right' ? hashing.node(hash, other) : hashing.node(other, hash)),
    leaf,
  );
}

/** The hash of the leaves from `from` to `to`, where `from` is a multiple of a power of two that is no less than their number. */
async function rangeHash(
  from: number,
  to: number,
  read: ReadHash,
  hashing: TreeHashing,
): Promise<Uint8Array> {
  const count = to - from;
  if (count === 0) return hashing.empty;
  const level = Math.log2(count);
  if (Number.isInteger(level)) return read(level, from / count);
  const middle = from + largestPowerBelow(count);
  const [left, right] = await Promise.all([
    rangeHash(from, middle, read, hashing),
    rangeHash(middle, to, read, hashing),
  ]);
  return hashing.node(left, right);
}

/** The largest power of two below a number above 1. */
function largestPowerBelow(count: number): number {
  return 2 ** Math.ceil(Math.log2(count) - 1);
}
