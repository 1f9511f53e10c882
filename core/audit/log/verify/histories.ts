import type { Report } from './report.ts';
import type { ObjectVersion } from './store.ts';

/** All that a listing says about one key. */
export interface History {
  readonly key: string;
  /** Newest first, at least one. */
  readonly versions: readonly ObjectVersion[];
}

/**
 * The objects of a listing, in batches, with all their versions. What hides a version is reported on the way. Of a key that has
 * markers only there is nothing more to say.
 */
export async function* histories(
  listing: AsyncIterable<readonly ObjectVersion[]>,
  report: Report,
): AsyncGenerator<History[]> {
  let key: string | undefined;
  let versions: ObjectVersion[] = [];
  for await (const batch of listing) {
    const complete: History[] = [];
    for (const version of batch) {
      if (version.isDeleteMarker) {
        const { versionId } = version;
        report.find({
          code: 'object-hidden',
          key: version.key,
          ...(versionId !== undefined && { versionId }),
          detail: version.isLatest ? 'the newest version is a delete marker' : 'a version is a delete marker',
        });
        continue;
      }
      if (version.key === key) {
        versions.push(version);
        continue;
      }
      if (key !== undefined) complete.push({ key, versions });
      // A list that starts with its one version takes a third of what an empty one does that grows.
      [key, versions] = [version.key, [version]];
    }
    if (complete.length > 0) yield complete;
  }
  if (key !== undefined) yield [{ key, versions }];
}

/** Reports that there is more than one version of a key, where there should be one. */
export function checkSingle({ key, versions }: History, report: Report, index?: number): void {
  const [newest, ...others] = versions;
  if (newest === undefined || others.length === 0) return;
  report.find({
    code: 'object-replaced',
    key,
    ...(newest.versionId !== undefined && { versionId: newest.versionId }),
    ...(index !== undefined && { index }),
    detail: `${versions.length} versions; there should be one`,
  });
}

/** The version that was written first: objects are put only where nothing is yet, so that is the one that counts. */
export function firstVersion({ versions }: History): ObjectVersion {
  const first = versions.at(-1);
  if (first === undefined) throw new RangeError('A history has at least one version');
  return first;
}
