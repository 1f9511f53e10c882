import {
  GetObjectCommand,
  type ListObjectVersionsCommandOutput,
  NoSuchKey,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type {
  Content,
  EvidenceStore,
  Lock,
  ObjectVersion,
  ServedStore,
} from '../../core/audit/log/verify/store.ts';
import { clientSettings } from '../aws-client.ts';
import { versionPages } from './version-pages.ts';

/** A place in S3: a bucket, and what all keys start with if it is a part of one. */
export interface S3Place {
  bucket: string;
  /** Empty, or ends with a slash. */
  prefix: string;
}

/** The evidence in a bucket, with versions and locks, as one who may only read sees it. */
export function evidenceReader({ bucket, prefix }: S3Place): EvidenceStore {
  const client = new S3Client({ ...clientSettings, forcePathStyle: true });
  return {
    knowsVersions: true,
    versions: (below) => listVersions(client, { bucket, prefix }, below),
    read: (version, maxBytes) => readVersion(client, { bucket, prefix }, version, maxBytes),
  };
}

/** The served log in a bucket. */
export function servedReader({ bucket, prefix }: S3Place): ServedStore {
  const client = new S3Client({ ...clientSettings, forcePathStyle: true });
  return {
    async read(path) {
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: prefix + path }));
        return await Body?.transformToByteArray();
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },
  };
}

async function* listVersions(
  client: S3Client,
  { bucket, prefix }: S3Place,
  below: string,
): AsyncGenerator<ObjectVersion[]> {
  const pages = versionPages(client, { Bucket: bucket, Prefix: prefix + below });
  for await (const page of pages) yield versionsOf(page, prefix);
}

/** A page has versions and markers in lists of their own. */
function versionsOf(page: ListObjectVersionsCommandOutput, prefix: string): ObjectVersion[] {
  const versions = (page.Versions ?? []).map((version) => ({ ...version, isDeleteMarker: false }));
  const markers = (page.DeleteMarkers ?? []).map((marker) => ({
    ...marker,
    isDeleteMarker: true,
    Size: undefined,
  }));
  return [...versions, ...markers].map((object) => ({
    key: (object.Key ?? '').slice(prefix.length),
    versionId: object.VersionId,
    isLatest: object.IsLatest ?? false,
    isDeleteMarker: object.isDeleteMarker,
    takenAtMs: object.LastModified?.getTime(),
    sizeBytes: object.Size,
  }));
}

async function readVersion(
  client: S3Client,
  { bucket, prefix }: S3Place,
  { key, versionId, sizeBytes }: ObjectVersion,
  maxBytes: number,
): Promise<Content> {
  if (sizeBytes !== undefined && sizeBytes > maxBytes) return { kind: 'too-large' };
  try {
    const get = new GetObjectCommand({ Bucket: bucket, Key: prefix + key, VersionId: versionId });
    const { Body, ObjectLockMode, ObjectLockRetainUntilDate } = await client.send(get);
    const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
    const lock: Lock | 'none' =
      ObjectLockMode && ObjectLockRetainUntilDate
        ? { mode: ObjectLockMode, untilMs: ObjectLockRetainUntilDate.getTime() }
        : 'none';
    return { kind: 'bytes', bytes, lock };
  } catch (error) {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404)
      return { kind: 'absent' };
    throw error;
  }
}
