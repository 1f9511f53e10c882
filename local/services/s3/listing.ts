import { type Bucket, compareKeys, type ObjectVersion } from './bucket.ts';

export interface Listing<Entry> {
  entries: Entry[];
  /** Keys rolled up at the delimiter. */
  commonPrefixes: string[];
  /** Where to go on: the last key or common prefix of this page; absent at the end. */
  next?: { key: string; versionId?: string };
}

export interface ListOptions {
  prefix: string;
  delimiter: string;
  /** Entries after this key, exclusive. */
  after: string;
  /** For version listings: within `after`, go on behind this version. */
  afterVersion?: string | undefined;
  maxKeys: number;
}

/** Current objects in key order; delete markers hide their keys. */
export function listObjects(bucket: Bucket, options: ListOptions): Listing<ObjectVersion> {
  return list(bucket, options, (key) => {
    const latest = bucket.latest(key);
    return latest && !latest.deleteMarker ? [latest] : [];
  });
}

/** Every version and delete marker, keys in order, newest first within a key. */
export function listVersions(bucket: Bucket, options: ListOptions): Listing<ObjectVersion> {
  return list(bucket, options, (key) => {
    const versions = bucket.versionsOf(key);
    if (key !== options.after) return versions;
    const position = versions.findIndex(({ versionId }) => versionId === options.afterVersion);
    return position < 0 ? [] : versions.slice(position + 1);
  });
}

function list(
  bucket: Bucket,
  options: ListOptions,
  versionsOf: (key: string) => readonly ObjectVersion[],
): Listing<ObjectVersion> {
  const { prefix, delimiter, after, maxKeys } = options;
  const listing: Listing<ObjectVersion> = { entries: [], commonPrefixes: [] };
  const start = compareKeys(after, prefix) > 0 ? after : prefix;
  let last: { key: string; versionId?: string } | undefined;
  for (const key of bucket.keysFrom(start)) {
    // Keys with the prefix are neighbours, and the walk starts at the first of them or later.
    if (!key.startsWith(prefix)) break;
    if (key === after && options.afterVersion === undefined) continue;
    // A page that ended with a common prefix goes on behind all keys under it.
    if (rollsUp(after, prefix, delimiter) && key.startsWith(after)) continue;
    const versions = versionsOf(key);
    if (versions.length === 0) continue;
    const rolledUp = commonPrefix(key, prefix, delimiter);
    if (rolledUp !== undefined && rolledUp === listing.commonPrefixes.at(-1)) continue;
    for (const version of rolledUp === undefined ? versions : versions.slice(0, 1)) {
      if (listing.entries.length + listing.commonPrefixes.length >= maxKeys) {
        return last ? { ...listing, next: last } : listing;
      }
      if (rolledUp === undefined) listing.entries.push(version);
      else listing.commonPrefixes.push(rolledUp);
      last = rolledUp === undefined ? { key, versionId: version.versionId } : { key: rolledUp };
    }
  }
  return listing;
}

function rollsUp(after: string, prefix: string, delimiter: string): boolean {
  return delimiter !== '' && after.length > prefix.length && after.endsWith(delimiter);
}

function commonPrefix(key: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === '') return undefined;
  const end = key.indexOf(delimiter, prefix.length);
  return end < 0 ? undefined : key.slice(0, end + delimiter.length);
}
