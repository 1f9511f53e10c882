import type { Days } from '../../day.ts';
import { hex } from '../../hex.ts';
import { isEventKey, isOfDays } from './event-keys.ts';
import type { Entry } from './manifest.ts';
import type { Sha256 } from './merkle.ts';
import type { LogProof } from './proof.ts';
import type { ProvableLog } from './prove.ts';
import { maxBytes } from './verify/options.ts';
import type { EvidenceStore } from './verify/store.ts';

export interface ProvenEvent {
  readonly key: string;
  /** Those that the log vouches for. */
  readonly bytes: Uint8Array;
  readonly proof: LogProof;
}

/** The events of some days with their proofs, in the order of the log. What is missing or not as the log says is left out. */
export async function* provenEvents(
  log: ProvableLog,
  store: EvidenceStore,
  { days, sha256 }: { days: Days; sha256: Sha256 },
): AsyncGenerator<ProvenEvent> {
  const given = new Set<string>();
  for await (const { index, entry } of log.entries()) {
    const { key } = entry;
    if (!isEventKey(key) || !isOfDays(key, days) || given.has(key)) continue;
    const bytes = await bytesOf(entry, store, sha256);
    if (!bytes) continue;
    given.add(key);
    yield { key, bytes, proof: await log.prove(index, entry) };
  }
}

/** The bytes that an entry vouches for, be they what a reader of the bucket sees first or behind that. */
async function bytesOf(entry: Entry, store: EvidenceStore, sha256: Sha256): Promise<Uint8Array | undefined> {
  const { key, versionId } = entry;
  for (const isLatest of [true, false]) {
    const version = { key, versionId, isLatest, isDeleteMarker: false };
    const content = await store.read(version, maxBytes.event);
    if (content.kind === 'bytes' && hex(sha256(content.bytes)) === entry.sha256) return content.bytes;
  }
  return undefined;
}
