import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { ExportSource, ExportTarget } from '../../core/audit/ocsf/export.ts';
import { clientSettings } from '../aws-client.ts';
import { bytesOf, lockedLog } from './log.ts';
import { putOnce } from './put-once.ts';

const client = new S3Client({ ...clientSettings, forcePathStyle: true });
const compress = promisify(gzip);

/** What the log in the evidence bucket vouches for. */
export function exportSource(bucket: string): ExportSource {
  const { manifestPlaces, manifest } = lockedLog(bucket);
  return {
    manifestPlaces,
    manifest,
    read: ({ key, versionId }) => bytesOf(bucket, key, versionId),
  };
}

/** Holds the place up to which the log has been exported. */
const placeKey = 'next-place';

/** The bucket that a SIEM reads. */
export function exportTarget(bucket: string): ExportTarget {
  return {
    async nextPlace() {
      const bytes = await bytesOf(bucket, placeKey);
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
