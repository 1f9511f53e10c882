import { type ListObjectVersionsCommandOutput, S3Client } from '@aws-sdk/client-s3';
import type { Stored } from '../../core/audit/log/reconcile.ts';
import type { EvidenceVersions } from '../../core/audit/log/reconciler.ts';
import { clientSettings } from '../aws-client.ts';
import { bytesOf } from './log.ts';
import { versionPages } from './version-pages.ts';

/** The evidence bucket with all its versions and delete markers. */
export function evidenceVersions(bucket: string): EvidenceVersions {
  const client = new S3Client({ ...clientSettings, forcePathStyle: true });
  return {
    async below(prefix) {
      const found = new Set<string>();
      for await (const page of versionPages(client, { Bucket: bucket, Prefix: prefix, Delimiter: '/' })) {
        for (const { Prefix } of page.CommonPrefixes ?? []) if (Prefix !== undefined) found.add(Prefix);
        for (const { key } of storedIn(page)) found.add(key);
      }
      return [...found];
    },
    async *versions(prefix) {
      for await (const page of versionPages(client, { Bucket: bucket, Prefix: prefix }))
        yield* storedIn(page);
    },
    read: (key, versionId) => bytesOf(bucket, key, versionId),
  };
}

/** A page has versions and markers apart, each sorted by key. */
function storedIn({ Versions = [], DeleteMarkers = [] }: ListObjectVersionsCommandOutput): Stored[] {
  const versions = Versions.map(({ Key = '', VersionId = '' }) => stored(Key, VersionId, false));
  const markers = DeleteMarkers.map(({ Key = '', VersionId = '' }) => stored(Key, VersionId, true));
  return markers.length === 0
    ? versions
    : [...versions, ...markers].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

function stored(key: string, versionId: string, isMarker: boolean): Stored {
  return { key, versionId, isMarker };
}
