import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { loadJsonFiles, writeAtomically } from '../wire/files.ts';
import type { Checksums } from './checksums.ts';
import type { Retention, RetentionPeriod } from './object-lock.ts';

export interface BucketSettings {
  versioned: boolean;
  /** Present when Object Lock is on; `byDefault` is the bucket's default retention. */
  objectLock?: { byDefault?: RetentionPeriod };
}

/** One version of an object, or a delete marker. */
export interface ObjectVersion {
  key: string;
  /** `null` (the word) in a bucket without versioning. */
  versionId: string;
  /** Position in the order of writing; two writes may share a millisecond. */
  sequence: number;
  lastModifiedAt: number;
  deleteMarker: boolean;
  sizeBytes: number;
  etag: string;
  checksums: Checksums;
  /** What the writer said about the object: content type, cache control, `x-amz-meta-*`. */
  headers: Record<string, string>;
  retention?: Retention;
  legalHold?: boolean;
}

export type NewObject = Pick<ObjectVersion, 'headers' | 'checksums'> &
  Partial<Pick<ObjectVersion, 'retention' | 'legalHold'>>;

/**
 * One bucket: content and metadata as two files per version in a folder, with an index in memory. The metadata
 * file is written last and removed first, so that it alone decides whether a version exists.
 */
export class Bucket {
  readonly name: string;
  readonly settings: BucketSettings;
  readonly #folder: string;
  /** Newest first. */
  readonly #versions = new Map<string, ObjectVersion[]>();
  /** Keys in S3's listing order, which is that of their UTF-8 bytes. */
  readonly #keys: string[] = [];
  #sequence = 0;

  constructor(name: string, settings: BucketSettings, folder: string) {
    this.name = name;
    this.settings = settings;
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
    const stored = loadJsonFiles<ObjectVersion>(folder).sort((a, b) => a.sequence - b.sequence);
    for (const version of stored) this.#index(version);
  }

  /** The newest version of a key, which may be a delete marker. */
  latest(key: string): ObjectVersion | undefined {
    return this.#versions.get(key)?.[0];
  }

  version(key: string, versionId: string): ObjectVersion | undefined {
    return this.#versions.get(key)?.find((version) => version.versionId === versionId);
  }

  versionsOf(key: string): readonly ObjectVersion[] {
    return this.#versions.get(key) ?? [];
  }

  /** Keys from `from` on (inclusive) in listing order. */
  *keysFrom(from: string): Generator<string> {
    for (let index = this.#position(from); index < this.#keys.length; index++) yield this.#keys[index] ?? '';
  }

  read(version: ObjectVersion): Buffer {
    return readFileSync(this.contentPath(version));
  }

  /** Where a version's bytes lie. */
  contentPath(version: ObjectVersion): string {
    return join(this.#folder, `${String(version.sequence).padStart(12, '0')}.bin`);
  }

  put(key: string, data: Buffer, object: NewObject, now: number): ObjectVersion {
    const version: ObjectVersion = {
      key,
      versionId: this.#newVersionId(),
      sequence: this.#sequence + 1,
      lastModifiedAt: now,
      deleteMarker: false,
      sizeBytes: data.length,
      etag: `"${createHash('md5').update(data).digest('hex')}"`,
      ...object,
    };
    writeAtomically(this.contentPath(version), data);
    this.#commit(version);
    return version;
  }

  putDeleteMarker(key: string, now: number): ObjectVersion {
    const marker: ObjectVersion = {
      key,
      versionId: this.#newVersionId(),
      sequence: this.#sequence + 1,
      lastModifiedAt: now,
      deleteMarker: true,
      sizeBytes: 0,
      etag: '',
      checksums: {},
      headers: {},
    };
    this.#commit(marker);
    return marker;
  }

  /** Stores changed lock settings of a version. */
  save(version: ObjectVersion): void {
    writeAtomically(this.#metadataPath(version), JSON.stringify(version));
  }

  /** Removes one version for good; whether its lock permits that is the caller's to check. */
  remove(version: ObjectVersion): void {
    rmSync(this.#metadataPath(version), { force: true });
    rmSync(this.contentPath(version), { force: true });
    const left = this.versionsOf(version.key).filter((other) => other !== version);
    if (left.length > 0) {
      this.#versions.set(version.key, left);
    } else {
      this.#versions.delete(version.key);
      this.#keys.splice(this.#position(version.key), 1);
    }
  }

  #commit(version: ObjectVersion): void {
    const replaced = this.settings.versioned ? undefined : this.latest(version.key);
    this.save(version);
    this.#index(version);
    if (replaced) this.remove(replaced);
  }

  #index(version: ObjectVersion): void {
    this.#sequence = Math.max(this.#sequence, version.sequence);
    const versions = this.#versions.get(version.key);
    if (versions) {
      versions.unshift(version);
    } else {
      this.#versions.set(version.key, [version]);
      this.#keys.splice(this.#position(version.key), 0, version.key);
    }
  }

  /** Index of the first key not before `key`, by bisection. */
  #position(key: string): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareKeys(this.#keys[middle] ?? '', key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #newVersionId(): string {
    return this.settings.versioned ? randomBytes(24).toString('base64url') : 'null';
  }

  #metadataPath(version: ObjectVersion): string {
    return join(this.#folder, `${String(version.sequence).padStart(12, '0')}.json`);
  }
}

export function compareKeys(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
