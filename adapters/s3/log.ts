import {
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { checkpointPrefix } from '../../core/audit/log/checkpoint.ts';
import { dayOfPrefix, dayPrefix, eventsPrefix } from '../../core/audit/log/event-keys.ts';
import type { LockedLog, ServedLog } from '../../core/audit/log/ledger.ts';
import { formatManifest, manifestKey, manifestPrefix, parseManifest } from '../../core/audit/log/manifest.ts';
import { maxBytes } from '../../core/audit/log/verify/options.ts';
import { clientSettings } from '../aws-client.ts';
import { putOnce } from './put-once.ts';

const client = new S3Client({ ...clientSettings, forcePathStyle: true });

/** The log in the evidence bucket: every object of it is put where nothing is yet. */
export function lockedLog(bucket: string): LockedLog {
  const textOf = async (key: string) => {
    const bytes = await bytesOf(bucket, key);
    return bytes && new TextDecoder().decode(bytes);
  };
  return {
    async eventDays() {
      const prefixes = await commonPrefixesOf(bucket, eventsPrefix);
      return prefixes.flatMap((prefix) => dayOfPrefix(prefix) ?? []);
    },
    eventKeys: (day, after) => keysOf(bucket, dayPrefix(day), after),
    async describe(key) {
      // S3 has checked this digest against the bytes when they were put.
      const head = new HeadObjectCommand({ Bucket: bucket, Key: key, ChecksumMode: 'ENABLED' });
      const { VersionId, ChecksumSHA256, ContentLength = 0 } = await client.send(head);
      if (!VersionId) throw new Error(`Event ${key} has no version.`);
      // That of an object in parts is a digest of digests, with their number behind it.
      if (!ChecksumSHA256 || ContentLength > maxBytes.event || !/^[A-Za-z0-9+/]{43}=$/.test(ChecksumSHA256))
        return undefined;
      return { key, versionId: VersionId, sha256: Buffer.from(ChecksumSHA256, 'base64').toString('hex') };
    },
    async manifestPlaces(from) {
      const after = from === 0 ? '' : manifestKey(from - 1);
      const keys = await keysOf(bucket, manifestPrefix, after);
      return keys.map((key) => Number(key.slice(manifestPrefix.length, -'.json'.length)));
    },
    async manifest(first) {
      const text = await textOf(manifestKey(first));
      return text === undefined ? undefined : parseManifest(text);
    },
    putManifest: (manifest) =>
      putOnce(client, { bucket, key: manifestKey(manifest.first), body: formatManifest(manifest) }),
    async checkpointNames(after) {
      const keys = await keysOf(bucket, checkpointPrefix, after && checkpointPrefix + after);
      return keys.map((key) => key.slice(checkpointPrefix.length));
    },
    checkpoint: (name) => textOf(checkpointPrefix + name),
    async putCheckpoint(name, note) {
      await putOnce(client, { bucket, key: checkpointPrefix + name, body: note });
    },
  };
}

/** The bucket from which the log is fetched. */
export function servedLog(bucket: string): ServedLog {
  return {
    read: (path) => bytesOf(bucket, path),
    async write(path, bytes) {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: path, Body: bytes }));
    },
  };
}

async function keysOf(bucket: string, prefix: string, after: string): Promise<string[]> {
  const keys: string[] = [];
  const pages = paginateListObjectsV2(
    { client },
    { Bucket: bucket, Prefix: prefix, ...(after && { StartAfter: after }) },
  );
  for await (const { Contents = [] } of pages) {
    for (const { Key } of Contents) if (Key !== undefined) keys.push(Key);
  }
  return keys;
}

async function commonPrefixesOf(bucket: string, prefix: string): Promise<string[]> {
  const found: string[] = [];
  const pages = paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix, Delimiter: '/' });
  for await (const { CommonPrefixes = [] } of pages) {
    for (const { Prefix } of CommonPrefixes) if (Prefix !== undefined) found.push(Prefix);
  }
  return found;
}

/** The bytes of an object, or of a version of it; undefined if it is not there. */
export async function bytesOf(
  bucket: string,
  key: string,
  versionId?: string,
): Promise<Uint8Array | undefined> {
  try {
    const { Body } = await client.send(
      new GetObjectCommand({ Bucket: bucket, Key: key, ...(versionId && { VersionId: versionId }) }),
    );
    return await Body?.transformToByteArray();
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    if (error instanceof S3ServiceException && error.name === 'NoSuchVersion') return undefined;
    throw error;
  }
}
