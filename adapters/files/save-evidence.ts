import { mkdir, open, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { logPrefix } from '../../core/audit/log/manifest.ts';
import { eventVersions } from '../../core/audit/log/verify/event-versions.ts';
import type { EvidenceStore, ObjectVersion } from '../../core/audit/log/verify/store.ts';
import { isReportOf } from '../../core/audit/review/period.ts';
import { reportsPrefix } from '../../core/audit/review/store.ts';
import type { Days } from '../../core/day.ts';
import { rulesPrefix } from '../../core/policy/rules.ts';
import { copyPath } from './copy-paths.ts';
import { inventoryLine, inventoryName } from './inventory.ts';

/** More bytes than any object has that verifying takes. */
const maxObjectBytes = 16_777_216;
/** Requests at a time. */
const atOnce = 64;

interface Saving {
  /** When the evidence is as it is read: now, unless it is a copy itself. Milliseconds since the epoch. */
  asOfMs: number;
  progressed: (done: number, listed: number) => void;
  /** Copies the events and reports of these days only. */
  days?: Days | undefined;
}

/**
 * Copies all versions into a folder, with a list of them that knows their locks, as far as the source tells: the log, the events, the
 * reports of reviews and the rules that were in force.
 *
 * @returns the number of versions
 */
export async function saveEvidence(store: EvidenceStore, folder: string, saving: Saving): Promise<number> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, inventoryName);
  const inventory = await open(`${path}.part`, 'w');
  const made = new Set<string>();
  let [done, listed] = [0, 0];
  try {
    for await (const versions of toCopy(store, saving.days)) {
      listed += versions.length;
      for (let at = 0; at < versions.length; at += atOnce) {
        const some = versions.slice(at, at + atOnce);
        const saved = await Promise.all(some.map((version) => saveVersion(store, version, { folder, made })));
        await inventory.write(saved.map(inventoryLine).join(''));
        done += some.length;
        saving.progressed(done, listed);
      }
    }
  } finally {
    await inventory.close();
  }
  if (!store.knowsVersions) {
    // Without versions to tell of, a list would be taken for what it is not.
    await rm(`${path}.part`);
    return done;
  }
  await rename(`${path}.part`, path);
  // The verifier takes this for when the evidence was as it is here.
  await utimes(path, saving.asOfMs / 1_000, saving.asOfMs / 1_000);
  return done;
}

/** The log comes first, so that of an event that is put meanwhile there is no entry yet, rather than an entry without an event. */
async function* toCopy(
  store: EvidenceStore,
  days: Days | undefined,
): AsyncGenerator<readonly ObjectVersion[]> {
  yield* store.versions(logPrefix);
  yield* eventVersions(store, days);
  for await (const reports of store.versions(reportsPrefix)) {
    yield days ? reports.filter(({ key }) => isReportOf(key.slice(reportsPrefix.length), days)) : reports;
  }
  yield* store.versions(rulesPrefix);
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
