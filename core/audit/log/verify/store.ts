/** How S3 keeps a version from being deleted. */
export interface Lock {
  readonly mode: string;
  readonly untilMs: number;
}

/** A version of an object or a delete marker, as a listing names it. */
export interface ObjectVersion {
  readonly key: string;
  /** Undefined where a copy does not say. */
  readonly versionId?: string | undefined;
  /** Whether this is what a reader gets who does not ask for versions. */
  readonly isLatest: boolean;
  readonly isDeleteMarker: boolean;
  /** When S3 took it; undefined where a copy does not say. */
  readonly takenAtMs?: number | undefined;
  readonly sizeBytes?: number | undefined;
  /** The lock, `none` if there is none; undefined where that cannot be told. */
  readonly lock?: Lock | 'none' | undefined;
}

/** What is under a version. */
export type Content =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly lock?: Lock | 'none' | undefined }
  | { readonly kind: 'absent' }
  | { readonly kind: 'too-large' };

/** The evidence as a verifier sees it: a bucket, or a copy of one. Whatever it gives may have been tampered with. */
export interface EvidenceStore {
  /** Whether its listing knows versions and delete markers. */
  readonly knowsVersions: boolean;
  /**
   * The versions whose keys start so, in batches; sorted by key, and the newest first of each. A copy may give delete markers
   * at the end.
   */
  versions(prefix: string): AsyncIterable<readonly ObjectVersion[]>;
  /** Reads a version, unless it has more bytes than this. */
  read(version: ObjectVersion, maxBytes: number): Promise<Content>;
}

/** The served log as a verifier sees it; undefined for a path that is not there or has more bytes than any tile. */
export interface ServedStore {
  read(path: string): Promise<Uint8Array | undefined>;
}
