import { mkdir, open, rename, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { EvidenceStore, ObjectVersion } from '../../core/audit/log/verify/store.ts';
import { copyPath } from './copy-paths.ts';
import { inventoryLine, inventoryName } from './inventory.ts';

/** More bytes than any object has that verifying takes. */
const maxObjectBytes = 16_777_216;
/** Requests at a time. */
const atOnce = 64;

interface Saving {
  /** Milliseconds since the epoch. */
  now: () => number;
  progressed: (done: number, listed: number) => void;
}

/**
 * Copies all versions into a folder, with a list of them that knows their locks. The log comes first, so that of an event that is
 * put meanwhile there is no entry yet, rather than an entry without an event.
 *
 * @returns the number of versions
 */
export async function saveEvidence(store: EvidenceStore, folder: string, saving: Saving): Promise<number> {
  const startedAtMs = saving.now();
  await mkdir(folder, { recursive: true });
  const path = join(folder, inventoryName);
  const inventory = await open(`${path}.part`, 'w');
  const made = new Set<string>();
  let [done, listed] = [0, 0];
  try {
    for (const prefix of ['log/', 'events/']) {
      for await (const versions of store.versions(prefix)) {
        listed += versions.length;
        for (let at = 0; at < versions.length; at += atOnce) {
          const some = versions.slice(at, at + atOnce);
          const saved = await Promise.all(
            some.map((version) => saveVersion(store, version, { folder, made })),
          );
          await inventory.write(saved.map(inventoryLine).join(''));
          done += some.length;
          saving.progressed(done, listed);
        }
      }
    }
  } finally {
    await inventory.close();
  }
  await rename(`${path}.part`, path);
  // The verifier takes this for when the evidence was as it is here.
  await utimes(path, startedAtMs / 1_000, startedAtMs / 1_000);
  return done;
}

/** Writes the bytes of a version, if there are any. */
async function saveVersion(
  store: EvidenceStore,
  version: ObjectVersion,
  { folder, made }: { folder: string; made: Set<string> },
): Promise<ObjectVersion> {
  if (version.isDeleteMarker) return version;
  const content = await store.read(version, maxObjectBytes);
  if (content.kind !== 'bytes') return version;
  const path = copyPath(folder, version);
  const parent = dirname(path);
  if (!made.has(parent)) await mkdir(parent, { recursive: true });
  made.add(parent);
  await writeFile(path, content.bytes);
  return { ...version, sizeBytes: content.bytes.length, lock: content.lock ?? version.lock };
}
