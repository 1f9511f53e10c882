import { createReadStream, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Lock, ObjectVersion } from '../../core/audit/log/verify/store.ts';
import { JsonObjects } from './json-objects.ts';

/** Lists one version a line, as `vitrine audit copy` does. */
export const inventoryName = 'versions.jsonl';

/** The files of a copy that list its versions: our own, or what `aws s3api list-object-versions` has printed, also in parts. */
export function inventoriesIn(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => /^versions[\w.-]*\.jsonl?$/.test(name));
  return names.sort().map((name) => join(folder, name));
}

/** A file that cannot be understood. */
class InventoryError extends Error {
  constructor(file: string, cause: unknown) {
    super(`${file} is no listing of versions: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
    this.name = 'InventoryError';
  }
}

/** S3's own names, so that both kinds of file are read alike. A delete marker has no size. */
interface Listed {
  Key: string;
  VersionId: string;
  IsLatest: boolean;
  LastModified: string;
  Size?: number;
  ObjectLockMode?: string;
  ObjectLockRetainUntilDate?: string;
}

/** Checked by hand, since there may be millions. */
function isListed(value: unknown): value is Listed {
  const {
    Key,
    VersionId,
    IsLatest,
    LastModified,
    Size,
    ObjectLockMode: mode,
    ObjectLockRetainUntilDate: until,
  } = value as Partial<Record<keyof Listed, unknown>>;
  return (
    typeof Key === 'string' &&
    typeof VersionId === 'string' &&
    typeof IsLatest === 'boolean' &&
    isMoment(LastModified) &&
    (Size === undefined || typeof Size === 'number') &&
    (mode === undefined || typeof mode === 'string') &&
    (until === undefined || isMoment(until))
  );
}

function isMoment(value: unknown): boolean {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value));
}

/**
 * The versions whose keys start so, in the order of the file.
 * @throws InventoryError
 */
export async function* readInventory(file: string, prefix: string): AsyncGenerator<ObjectVersion[]> {
  const objects = new JsonObjects(file.endsWith('.jsonl') ? 0 : 2);
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 262_144 })) {
      yield objects.push(chunk).flatMap((text) => versionOf(JSON.parse(text), prefix) ?? []);
    }
    objects.end();
  } catch (error) {
    throw new InventoryError(file, error);
  }
}

/** A line for a version, from which {@link readInventory} gets it back. */
export function inventoryLine(version: ObjectVersion): string {
  const { key, versionId, isLatest, takenAtMs, sizeBytes, isDeleteMarker, lock } = version;
  return `${JSON.stringify({
    Key: key,
    VersionId: versionId,
    IsLatest: isLatest,
    LastModified: new Date(takenAtMs ?? 0).toISOString(),
    ...(!isDeleteMarker && { Size: sizeBytes ?? 0 }),
    ...(lock === 'none' && { ObjectLockMode: 'none' }),
    ...(typeof lock === 'object' && {
      ObjectLockMode: lock.mode,
      ObjectLockRetainUntilDate: new Date(lock.untilMs).toISOString(),
    }),
  })}\n`;
}

function versionOf(object: unknown, prefix: string): ObjectVersion | undefined {
  if (!isListed(object)) throw new SyntaxError('an object in it is no version');
  if (!object.Key.startsWith(prefix)) return undefined;
  return {
    key: object.Key,
    versionId: object.VersionId,
    isLatest: object.IsLatest,
    isDeleteMarker: object.Size === undefined,
    takenAtMs: Date.parse(object.LastModified),
    sizeBytes: object.Size,
    lock: lockOf(object),
  };
}

function lockOf({
  ObjectLockMode: mode,
  ObjectLockRetainUntilDate: until,
}: Listed): Lock | 'none' | undefined {
  if (mode === undefined) return undefined;
  return until === undefined ? 'none' : { mode, untilMs: Date.parse(until) };
}
