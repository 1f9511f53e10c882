import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { ExportSource, ExportTarget } from '../../core/audit/ocsf/export.ts';
import { clientSettings } from '../aws-client.ts';
import { lockedLog } from './log.ts';
import { putOnce } from './put-once.ts';

const client = new S3Client({ ...clientSettings, forcePathStyle: true });
const compress = promisify(gzip);

/** What the log in the evidence bucket vouches for. */
export function exportSource(bucket: string): ExportSource {
  const { manifestPlaces, manifest } = lockedLog(bucket);
  return {
    manifestPlaces,
    manifest,
    read: ({ key, versionId }) => bytesOf({ Bucket: bucket, Key: key, VersionId: versionId }),
  };
}

/** Holds the place up to which the log has been exported. */
const placeKey = 'next-place';

/** The bucket that a SIEM reads. */
export function exportTarget(bucket: string): ExportTarget {
  return {
    async nextPlace() {
      const bytes = await bytesOf({ Bucket: bucket, Key: placeKey });
      return bytes ? Number(new TextDecoder().decode(bytes)) : 0;
    },
    async setNextPlace(place) {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: placeKey, Body: String(place) }));
    },
    async put(path, lines) {
      await putOnce(client, {
        bucket,
        key: path,
        body: await compress(lines),
        contentType: 'application/gzip',
      });
    },
  };
}

async function bytesOf(object: {
  Bucket: string;
  Key: string;
  VersionId?: string;
}): Promise<Uint8Array | undefined> {
  try {
    const { Body } = await client.send(new GetObjectCommand(object));
    return await Body?.transformToByteArray();
  } catch (error) {
    if (error instanceof NoSuchKey || (error instanceof Error && error.name === 'NoSuchVersion'))
      return undefined;
    throw error;
  }
}
