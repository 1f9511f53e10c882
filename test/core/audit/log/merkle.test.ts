import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  append,
  emptyFrontier,
  inclusionProof,
  rootFromInclusion,
  rootOf,
  treeHashing,
} from '../../../../core/audit/log/merkle.ts';
import { WholeTree } from '../../../../core/audit/log/whole-tree.ts';

const sha256 = (bytes: Uint8Array) => Uint8Array.from(createHash('sha256').update(bytes).digest());
const hashing = treeHashing(sha256);
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** Leaves and roots of Certificate Transparency's own tests (certificate-transparency-go, `merkletree`). */
const leaves = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

/** The tree as RFC 6962, section 2.1, defines it. */
function naive(hashes: readonly Uint8Array[]): Uint8Array {
  const [first] = hashes;
  if (first === undefined) return sha256(new Uint8Array());
  if (hashes.length === 1) return first;
  let split = 1;
  while (split * 2 < hashes.length) split *= 2;
  return hashing.node(naive(hashes.slice(0, split)), naive(hashes.slice(split)));
}

const leafHashes = (count: number) =>
  Array.from({ length: count }, (_, at) => hashing.leaf(Buffer.from(`entry ${at}`)));
const frontierOf = (hashes: readonly Uint8Array[]) =>
  hashes.reduce((frontier, hash) => append(frontier, hash, hashing), emptyFrontier);
const readFrom = (hashes: readonly Uint8Array[]) => async (level: number, index: number) =>
  naive(hashes.slice(index * 2 ** level, (index + 1) * 2 ** level));

describe('the tree', () => {
  it('has the roots of Certificate Transparency’s vectors', () => {
    const hashes = leaves.map((leaf) => hashing.leaf(Buffer.from(leaf, 'hex')));
    expect(hashes.map((_, at) => hex(rootOf(frontierOf(hashes.slice(0, at + 1)), hashing)))).toEqual(roots);
    expect(hex(rootOf(emptyFrontier, hashing))).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
  });

  it('has the root of the definition at every size', () => {
    let frontier = emptyFrontier;
    const hashes = leafHashes(300);
    for (const [at, hash] of hashes.entries()) {
      frontier = append(frontier, hash, hashing);
      expect(hex(rootOf(frontier, hashing))).toBe(hex(naive(hashes.slice(0, at + 1))));
    }
  });

  it('refuses a frontier that does not fit its size', () => {
    expect(() => append({ size: 3, roots: [] }, hashing.empty, hashing)).toThrow(
      'A frontier of 3 leaves has 0 roots',
    );
  });
});

describe('an inclusion proof', () => {
  const sizes = fc
    .integer({ min: 1, max: 200 })
    .chain((size) => fc.tuple(fc.constant(size), fc.nat(size - 1)));

  it('leads from each leaf to the root, and from nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), async ([size, index], pick) => {
        const hashes = leafHashes(size);
        const proof = await inclusionProof(index, size, readFrom(hashes), hashing);
        const root = hex(naive(hashes));
        const leaf = hashes[index] ?? hashing.empty;
        const ends = (other: Partial<{ index: number; size: number; proof: Uint8Array[] }>, from = leaf) => {
          const end = rootFromInclusion(from, { index, size, proof, ...other }, hashing);
          return end && hex(end);
        };
        expect(ends({})).toBe(root);
        expect(ends({}, hashing.leaf(Buffer.from('another')))).not.toBe(root);
        expect(ends({ proof: [...proof, leaf] })).toBeUndefined();
        if (proof.length === 0) return;
        const at = pick % proof.length;
        expect(ends({ proof: proof.toSpliced(at, 1) })).toBeUndefined();
        expect(ends({ proof: proof.with(at, hashing.empty) })).not.toBe(root);
        expect(ends({ index: (index + 1 + (pick % (size - 1))) % size })).not.toBe(root);
      }),
    );
  });

  it('is the same from a tree that has all its hashes', async () => {
    const tree = new WholeTree(hashing);
    expect(hex(tree.root)).toBe(hex(hashing.empty));
    const hashes = leafHashes(260);
    for (const [at, hash] of hashes.entries()) {
      tree.append(hash);
      const index = (at * 7) % tree.size;
      const size = at + 1;
      expect(tree.size).toBe(size);
      expect(hex(tree.root)).toBe(hex(naive(hashes.slice(0, size))));
      expect(await tree.prove(index)).toEqual(
        await inclusionProof(index, size, readFrom(hashes.slice(0, size)), hashing),
      );
    }
    await expect(tree.prove(260)).rejects.toThrow('A tree of 260 leaves has no leaf 260');
  });

  it('is refused for a leaf that the tree does not have', async () => {
    const read = readFrom(leafHashes(4));
    await expect(inclusionProof(4, 4, read, hashing)).rejects.toThrow('A tree of 4 leaves has no leaf 4');
    expect(rootFromInclusion(hashing.empty, { index: 4, size: 4, proof: [] }, hashing)).toBeUndefined();
  });
});
