import { type Checkpoint, type NoteChecking, openCheckpoint } from './checkpoint.ts';
import { isSame } from './edge.ts';
import { type Entry, entryBytes } from './manifest.ts';
import { append, emptyFrontier, inclusionProof, rootOf, treeHashing } from './merkle.ts';
import type { LogProof } from './proof.ts';
import type { Checking } from './verify/checking.ts';
import { firstVersion, type History } from './verify/histories.ts';
import { logObjects } from './verify/log-objects.ts';
import { walkManifests } from './verify/manifests.ts';
import { maxBytes } from './verify/options.ts';
import { Report } from './verify/report.ts';
import type { EvidenceStore } from './verify/store.ts';

/** A signed head with the text that bears the signature. */
export interface SignedHead {
  readonly checkpoint: Checkpoint;
  readonly note: string;
}

/** Why there is no proof. */
export type ProveFault = 'no-head' | 'not-in-log' | 'contradiction';

/**
 * Proves that an event is in the log, under its newest signed head.
 *
 * @param isMeant whether an event's key is that of the one to be proven
 */
export async function proveEvent(
  store: EvidenceStore,
  signed: NoteChecking,
  isMeant: (key: string) => boolean,
): Promise<LogProof | ProveFault> {
  const checking = quietly(store, signed);
  const objects = await logObjects(checking);
  const head = await newestOf(objects.heads, checking);
  if (!head) return 'no-head';
  const hashing = treeHashing(signed.sha256);
  const leaves: Uint8Array[] = [];
  let found: { index: number; entry: Entry } | undefined;
  for await (const { manifest } of walkManifests(objects.manifests, checking)) {
    for (const entry of manifest.entries) {
      if (leaves.length === head.checkpoint.size) break;
      if (isMeant(entry.key)) found ??= { index: leaves.length, entry };
      leaves.push(hashing.leaf(entryBytes(entry)));
    }
  }
  const rootOfLeaves = (some: readonly Uint8Array[]) =>
    rootOf(
      some.reduce((frontier, leaf) => append(frontier, leaf, hashing), emptyFrontier),
      hashing,
    );
  if (leaves.length !== head.checkpoint.size || !isSame(rootOfLeaves(leaves), head.checkpoint.root)) {
    return 'contradiction';
  }
  if (!found) return 'not-in-log';
  const read = async (level: number, at: number) =>
    rootOfLeaves(leaves.slice(at * 2 ** level, (at + 1) * 2 ** level));
  const hashes = await inclusionProof(found.index, leaves.length, read, hashing);
  return { index: found.index, entry: entryBytes(found.entry), hashes, checkpoint: head.note };
}

/** The newest head of the log that its key has signed. */
export async function newestHead(
  store: EvidenceStore,
  signed: NoteChecking,
): Promise<SignedHead | undefined> {
  const checking = quietly(store, signed);
  return newestOf((await logObjects(checking)).heads, checking);
}

/** What is wrong with the evidence is for the verifier to say; here only the way to the signed head counts. */
function quietly(store: EvidenceStore, signed: NoteChecking): Checking {
  return { store, options: { ...signed, nowMs: 0 }, report: new Report({ found: () => {} }) };
}

async function newestOf(
  objects: readonly History[],
  { store, options }: Checking,
): Promise<SignedHead | undefined> {
  for (const history of objects.toReversed()) {
    const content = await store.read(firstVersion(history), maxBytes.checkpoint);
    if (content.kind !== 'bytes') continue;
    const note = new TextDecoder().decode(content.bytes);
    const checkpoint = openCheckpoint(note, options);
    if (checkpoint) return { checkpoint, note };
  }
  return undefined;
}
