import { type Checkpoint, type NoteChecking, openCheckpoint } from './checkpoint.ts';
import { isSame } from './edge.ts';
import { type Entry, entryBytes, parseEntry } from './manifest.ts';
import { rootFromInclusion, treeHashing } from './merkle.ts';
import { fromBase64, toBase64 } from './note.ts';

/** That an entry is in the log (C2SP tlog-proof): whoever knows the log's key can check it without anything else. */
export interface LogProof {
  readonly index: number;
  /** The bytes of the entry, which name the event, its version and its SHA-256. */
  readonly entry: Uint8Array;
  readonly hashes: readonly Uint8Array[];
  /** The signed head, as it was found. */
  readonly checkpoint: string;
}

const header = 'c2sp.org/tlog-proof@v1';

/** The text of a proof. The entry travels as extra data: a reader needs it to have the leaf's hash. */
export function formatProof({ index, entry, hashes, checkpoint }: LogProof): string {
  const lines = [header, `extra ${toBase64(entry)}`, `index ${index}`, ...hashes.map(toBase64), ''];
  return `${lines.join('\n')}\n${checkpoint}`;
}

/** @returns undefined for a text that is no such proof */
export function parseProof(text: string): LogProof | undefined {
  const end = text.indexOf('\n\n');
  const [first, extra = '', indexLine = '', ...encoded] = text.slice(0, Math.max(0, end)).split('\n');
  const entry = extra.startsWith('extra ') ? fromBase64(extra.slice('extra '.length)) : undefined;
  const index = /^index (0|[1-9]\d{0,14})$/.exec(indexLine)?.[1];
  if (first !== header || !entry || index === undefined) return undefined;
  const hashes = encoded.map(fromBase64).filter((hash) => hash?.length === 32);
  if (hashes.length !== encoded.length) return undefined;
  return {
    index: Number(index),
    entry,
    hashes: hashes.filter((hash) => hash !== undefined),
    checkpoint: text.slice(end + 2),
  };
}

export type Proven =
  | { readonly isProven: true; readonly entry: Entry; readonly checkpoint: Checkpoint }
  | { readonly isProven: false; readonly fault: string };

/** Checks a proof with the log's key alone. */
export function checkProof(proof: LogProof, checking: NoteChecking): Proven {
  const checkpoint = openCheckpoint(proof.checkpoint, checking);
  if (!checkpoint) return { isProven: false, fault: `the head in it is not signed by ${checking.key.name}` };
  const hashing = treeHashing(checking.sha256);
  const place = { index: proof.index, size: checkpoint.size, proof: proof.hashes };
  const root = rootFromInclusion(hashing.leaf(proof.entry), place, hashing);
  if (!root || !isSame(root, checkpoint.root)) {
    return { isProven: false, fault: 'its hashes do not lead from the entry to the signed head' };
  }
  const entry = parseEntry(proof.entry);
  if (!entry || !isSame(entryBytes(entry), proof.entry))
    return { isProven: false, fault: 'its entry is of an unknown form' };
  return { isProven: true, entry, checkpoint };
}
