import { type Checkpoint, type NoteChecking, openCheckpoint } from './checkpoint.ts';
import { isSame } from './edge.ts';
import { type Entry, entryBytes } from './manifest.ts';
import { treeHashing } from './merkle.ts';
import type { LogProof } from './proof.ts';
import type { Checking } from './verify/checking.ts';
import { firstVersion, type History } from './verify/histories.ts';
import { logObjects } from './verify/log-objects.ts';
import { walkManifests } from './verify/manifests.ts';
import { maxBytes } from './verify/options.ts';
import { Report } from './verify/report.ts';
import type { EvidenceStore } from './verify/store.ts';
import { WholeTree } from './whole-tree.ts';

/** A signed head with the text that bears the signature. */
export interface SignedHead {
  readonly checkpoint: Checkpoint;
  readonly note: string;
}

/** Why there is no proof. */
export type ProveFault = 'no-head' | 'not-in-log' | 'contradiction';

/** A log whose entries can be proven under its newest signed head. */
export interface ProvableLog {
  readonly head: SignedHead;
  /** The entries under the head, in order. */
  entries(): AsyncGenerator<{ index: number; entry: Entry }>;
  prove(index: number, entry: Entry): Promise<LogProof>;
}

/** Reads the log and holds it against its newest signed head. */
export async function provableLog(
  store: EvidenceStore,
  signed: NoteChecking,
): Promise<ProvableLog | ProveFault> {
  const checking = quietly(store, signed);
  const objects = await logObjects(checking);
  const head = await newestOf(objects.heads, checking);
  if (!head) return 'no-head';
  const { size, root } = head.checkpoint;
  async function* entries() {
    let index = 0;
    for await (const { manifest } of walkManifests(objects.manifests, checking)) {
      for (const entry of manifest.entries) {
        if (index === size) return;
        yield { index, entry };
        index += 1;
      }
    }
  }
  const hashing = treeHashing(signed.sha256);
  const tree = new WholeTree(hashing);
  for await (const { entry } of entries()) tree.append(hashing.leaf(entryBytes(entry)));
  if (tree.size !== size || !isSame(tree.root, root)) return 'contradiction';
  return {
    head,
    entries,
    prove: async (index, entry) => ({
      index,
      entry: entryBytes(entry),
      hashes: await tree.prove(index),
      checkpoint: head.note,
    }),
  };
}

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
  const log = await provableLog(store, signed);
  if (typeof log === 'string') return log;
  for await (const { index, entry } of log.entries()) if (isMeant(entry.key)) return log.prove(index, entry);
  return 'not-in-log';
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
