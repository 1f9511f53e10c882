import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ObjectVersion } from '../../core/audit/log/verify/store.ts';

/** Keys that are paths on any system and stay below the folder; every key of Vitrine's is one. */
const plainKey = /^[\w=-][\w=.-]*(?:\/[\w=-][\w=.-]*)*$/;

/**
 * Where a copy has the bytes of a version: what everybody sees in the bucket under its own key, as `aws s3 sync` leaves it, and all
 * else under a name of its own.
 */
export function copyPath(
  folder: string,
  { key, versionId = '', isLatest }: Pick<ObjectVersion, 'key' | 'versionId' | 'isLatest'>,
): string {
  if (isLatest && plainKey.test(key)) return join(folder, key);
  const name = createHash('sha256')
    .update(JSON.stringify([key, versionId]))
    .digest('hex');
  return join(folder, 'older-versions', name);
}
