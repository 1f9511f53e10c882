import { createHash } from 'node:crypto';
import { HeadObjectCommand, ListObjectsV2Command, NotFound, S3Client } from '@aws-sdk/client-s3';
import type { HistoryStore } from '../../core/audit/history/compact.ts';
import { formatRange, parseRange, rangeKey, rangesPrefix } from '../../core/audit/history/files.ts';
import { clientSettings } from '../aws-client.ts';
import { bytesOf, lockedLog } from './log.ts';
import { putOnce } from './put-once.ts';

const client = new S3Client({ ...clientSettings, forcePathStyle: true });

/** The copy of the events in the evidence bucket: every object of it is put where nothing is yet. */
export function historyStore(bucket: string): HistoryStore {
  const { manifestPlaces, manifest } = lockedLog(bucket);
  return {
    manifestPlaces,
    manifest,
    async eventBytes({ key, versionId, sha256 }) {
      const bytes = await bytesOf(bucket, key, versionId);
      const isVouchedFor = bytes && createHash('sha256').update(bytes).digest('hex') === sha256;
      return isVouchedFor ? bytes : undefined;
    },
    async newestRange() {
      const first = new ListObjectsV2Command({ Bucket: bucket, Prefix: rangesPrefix, MaxKeys: 1 });
      const { Contents: [newest] = [] } = await client.send(first);
      const bytes = newest?.Key === undefined ? undefined : await bytesOf(bucket, newest.Key);
      return bytes && parseRange(new TextDecoder().decode(bytes));
    },
    putRange: (range) => putOnce(client, { bucket, key: rangeKey(range.first), body: formatRange(range) }),
    async hasFile(key) {
      try {
        await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
        return true;
      } catch (error) {
        if (error instanceof NotFound) return false;
        throw error;
      }
    },
    async putFile(key, bytes) {
      await putOnce(client, { bucket, key, body: bytes });
    },
  };
}
