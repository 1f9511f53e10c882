import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type {
  Content,
  EvidenceStore,
  ObjectVersion,
  ServedStore,
} from '../../core/audit/log/verify/store.ts';
import { copyPath } from './copy-paths.ts';
import { inventoriesIn, readInventory } from './inventory.ts';
import { sortedNames } from './sorted-names.ts';

export interface EvidenceCopy extends EvidenceStore {
  /** When the versions were listed; undefined where no list tells. */
  readonly listedAtMs: number | undefined;
}

/** More bytes than a tile of entries may have: 256 of them behind their lengths. */
const maxTileBytes = 256 * (65_535 + 2);
/** Keys between two looks at what else there is to do. */
const batchKeys = 1_000;

/**
 * A copy of the evidence in a folder: objects under their keys, as `aws s3 sync` leaves them, and beside them a list of versions
 * (see {@link inventoriesIn}), without which nobody can tell what is hidden or replaced.
 */
export function evidenceCopy(folder: string): EvidenceCopy {
  const inventories = inventoriesIn(folder);
  return {
    knowsVersions: inventories.length > 0,
    listedAtMs:
      inventories.length > 0 ? Math.min(...inventories.map((file) => statSync(file).mtimeMs)) : undefined,
    async *versions(prefix) {
      if (inventories.length === 0) yield* versionsBelow(folder, prefix.replace(/\/$/, ''));
      for (const file of inventories) yield* readInventory(file, prefix);
    },
    read: async (version, maxBytes) => readFile(copyPath(folder, version), maxBytes),
  };
}

/** A copy of the served log in a folder. */
export function servedCopy(folder: string): ServedStore {
  return {
    async read(path) {
      const content = readFile(join(folder, path), maxTileBytes);
      return content.kind === 'bytes' ? content.bytes : undefined;
    },
  };
}

/** All files below a folder of the copy, as if each had one version. */
async function* versionsBelow(root: string, path: string): AsyncGenerator<ObjectVersion[]> {
  // Nothing that Vitrine writes lacks an ending, so what has one is taken for a file without asking for each.
  const isFolder = (name: string) => !name.includes('.') && statSync(join(root, path, name)).isDirectory();
  let files: ObjectVersion[] = [];
  for (const name of namesIn(join(root, path))) {
    const key = `${path}/${name}`;
    const isBelow = isFolder(name);
    if (!isBelow) files.push({ key, isLatest: true, isDeleteMarker: false });
    if (!isBelow && files.length < batchKeys) continue;
    yield files;
    files = [];
    if (isBelow) yield* versionsBelow(root, key);
    await setImmediate();
  }
  yield files;
}

function namesIn(folder: string): Iterable<string> {
  try {
    return sortedNames(folder);
  } catch (error) {
    if (isAbsence(error)) return [];
    throw error;
  }
}

/**
 * Reads a file at once: for a million small ones the thread pool would cost more than the reading. Links, pipes and devices are no
 * files of a copy, and are not followed, waited for or read.
 */
function readFile(path: string, maxBytes: number): Content {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (isAbsence(error)) return { kind: 'absent' };
    throw error;
  }
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) return { kind: 'absent' };
    if (stats.size > maxBytes) return { kind: 'too-large' };
    const bytes = Buffer.allocUnsafe(stats.size);
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read) {
      read = readSync(file, bytes, length, bytes.length - length, null);
    }
    return { kind: 'bytes', bytes: bytes.subarray(0, length) };
  } finally {
    closeSync(file);
  }
}

function isAbsence(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP' || code === 'ENAMETOOLONG';
}
