/**
 * Tiles of a log's Merkle tree (C2SP tlog-tiles): a full tile has the 256 hashes of one level below one node; a partial one has those
 * there are. `level` counts tiles from the leaves up, so that a tile's hashes are of the tree's level `8 * level`.
 */
export interface Tile {
  readonly level: number;
  readonly index: number;
  /** Hashes or entries in it, 1 to 256. */
  readonly width: number;
}

export const tileWidth = 256;

/** `tile/0/x001/234`, with `.p/5` if only five are there. */
export function tilePath({ level, index, width }: Tile): string {
  return `tile/${level}/${indexPath(index)}${partial(width)}`;
}

/** `tile/entries/x001/234`: the entries whose hashes are in the tile of level 0. */
export function entriesPath({ index, width }: Omit<Tile, 'level'>): string {
  return `tile/entries/${indexPath(index)}${partial(width)}`;
}

/** Entries as a tile holds them: each behind its length in two bytes, most significant first. */
export function encodeEntries(entries: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(entries.reduce((length, entry) => length + 2 + entry.length, 0));
  let at = 0;
  for (const entry of entries) {
    if (entry.length > maxEntryLength) throw new RangeError(`An entry of ${entry.length} bytes is too long`);
    bytes[at] = entry.length >> 8;
    bytes[at + 1] = entry.length & 0xff;
    bytes.set(entry, at + 2);
    at += 2 + entry.length;
  }
  return bytes;
}

/** @returns undefined if the lengths do not add up */
export function decodeEntries(bytes: Uint8Array): Uint8Array[] | undefined {
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
    const end = at + 2 + length;
    if (at + 2 > bytes.length || end > bytes.length) return undefined;
    entries.push(bytes.subarray(at + 2, end));
    at = end;
  }
  return entries;
}

/** The length stands in 16 bits. */
const maxEntryLength = 65_535;

/** Three digits a step, all but the last marked with an `x`. */
function indexPath(index: number): string {
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  const groups = padded.match(/\d{3}/g) ?? [];
  return groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/');
}

function partial(width: number): string {
  return width === tileWidth ? '' : `.p/${width}`;
}
