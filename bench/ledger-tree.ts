import { readFileSync } from 'node:fs';
import path from 'node:path';
import { sha256Bytes } from '../adapters/system/bytes.ts';
import { Edge } from '../core/audit/log/edge.ts';
import { hashLength, inclusionProof, rootFromInclusion, treeHashing } from '../core/audit/log/merkle.ts';
import { decodeEntries, entriesPath, tileWidth } from '../core/audit/log/tiles.ts';

/**
 * What bench/tlog does in Go, by our code in a process of its own: reads the entries of a served log, builds the tree, and makes
 * and checks inclusion proofs. Arguments: folder, size, proofs. Prints one line of JSON.
 */
const [folder = '', sizeText = '', proofsText = ''] = process.argv.slice(2);
const [size, proofs] = [Number(sizeText), Number(proofsText)];
const hashing = treeHashing(sha256Bytes);
/** The nodes within each tile that was asked for, by level: its own hashes first. */
const innerOf = new Map<Uint8Array, Uint8Array[][]>();

const started = performance.now();
const edge = new Edge(hashing);
const tiles = new Map<string, Uint8Array>();
const leaves: Uint8Array[] = [];
const wanted = Math.ceil(size / proofs);
for (let index = 0; index * tileWidth < size; index += 1) {
  const width = Math.min(tileWidth, size - index * tileWidth);
  for (const entry of decodeEntries(readFileSync(path.join(folder, entriesPath({ index, width })))) ?? []) {
    if (edge.size % wanted === 0) leaves.push(hashing.leaf(entry));
    for (const file of edge.append(entry)) keep(file);
  }
}
for (const file of edge.partial()) keep(file);
const { root } = edge;

let proven = 0;
for (const [at, leaf] of leaves.entries()) {
  const index = at * wanted;
  const proof = await inclusionProof(index, size, readHash, hashing);
  const made = rootFromInclusion(leaf, { index, size, proof }, hashing);
  if (made && Buffer.compare(made, root) === 0) proven += 1;
}
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
console.log(
  JSON.stringify({
    root: Buffer.from(root).toString('base64'),
    held: proven,
    ms: performance.now() - started,
    cpuMs: (userCPUTime + systemCPUTime) / 1_000,
    peakMegabytes: maxRSS / 1_000,
  }),
);

function keep({ path: name, bytes }: { path: string; bytes: Uint8Array }): void {
  const [, level, number] = /^tile\/(\d+)\/([x\d/]+)/.exec(name) ?? [];
  if (level !== undefined) tiles.set(`${level} ${number?.replaceAll(/\D/g, '')}`, bytes);
}

function innerNodes(tile: Uint8Array): Uint8Array[][] {
  const known = innerOf.get(tile);
  if (known) return known;
  let nodes = Array.from({ length: tile.length / hashLength }, (_, at) =>
    tile.subarray(at * hashLength, (at + 1) * hashLength),
  );
  const levels = [nodes];
  while (nodes.length > 1) {
    const below = nodes;
    nodes = Array.from({ length: Math.floor(below.length / 2) }, (_, at) =>
      hashing.node(below[2 * at] ?? hashing.empty, below[2 * at + 1] ?? hashing.empty),
    );
    levels.push(nodes);
  }
  innerOf.set(tile, levels);
  return levels;
}

/** A node's hash from the tile it is in. */
async function readHash(level: number, index: number): Promise<Uint8Array> {
  const tileLevel = Math.floor(level / 8);
  const inTile = tileWidth / 2 ** (level % 8);
  const number = Math.floor(index / inTile);
  const digits = String(number);
  const tile = tiles.get(`${tileLevel} ${digits.padStart(Math.ceil(digits.length / 3) * 3, '0')}`);
  const hash = tile && innerNodes(tile)[level % 8]?.[index % inTile];
  if (!hash) throw new Error(`There is no node ${index} of level ${level}.`);
  return hash;
}
