import { AwsError, type AwsResponse } from '../../aws/types.ts';
import type { XmlTree } from '../wire/xml.ts';
import type { ObjectVersion } from './bucket.ts';
import { type S3Call, xmlAnswer } from './call.ts';
import { type ListOptions, listObjects, listVersions } from './listing.ts';

/** S3 answers at most 1,000 keys a page, whatever is asked. */
const MAX_KEYS = 1000;

export function listObjectsV2(call: S3Call): AwsResponse {
  const { query } = call.request;
  call.authorize('s3:ListBucket', listContext(query));
  const token = query.get('continuation-token');
  const startAfter = query.get('start-after') ?? '';
  const after = token === null ? startAfter : decodeToken(token);
  const options = { ...listOptions(query), after };
  const { entries, commonPrefixes, next } = listObjects(call.bucket, options);
  const encode = keyEncoder(query);
  return xmlAnswer('ListBucketResult', {
    Name: call.bucket.name,
    Prefix: encode(options.prefix),
    Delimiter: options.delimiter === '' ? undefined : encode(options.delimiter),
    StartAfter: startAfter === '' ? undefined : encode(startAfter),
    ContinuationToken: token ?? undefined,
    EncodingType: query.get('encoding-type') ?? undefined,
    MaxKeys: options.maxKeys,
    KeyCount: entries.length + commonPrefixes.length,
    IsTruncated: next !== undefined,
    NextContinuationToken: next && Buffer.from(next.key).toString('base64url'),
    Contents: entries.map((version) => describe(version, encode)),
    CommonPrefixes: commonPrefixes.map((prefix) => ({ Prefix: encode(prefix) })),
  });
}

export function listObjectVersions(call: S3Call): AwsResponse {
  const { query } = call.request;
  call.authorize('s3:ListBucketVersions', listContext(query));
  const after = query.get('key-marker') ?? '';
  const afterVersion = query.get('version-id-marker') || undefined;
  const options = { ...listOptions(query), after, afterVersion };
  const { entries, commonPrefixes, next } = listVersions(call.bucket, options);
  const encode = keyEncoder(query);
  const latest = (version: ObjectVersion): boolean => call.bucket.latest(version.key) === version;
  const versions = entries.filter((version) => !version.deleteMarker);
  const markers = entries.filter((version) => version.deleteMarker);
  return xmlAnswer('ListVersionsResult', {
    Name: call.bucket.name,
    Prefix: encode(options.prefix),
    KeyMarker: encode(after),
    VersionIdMarker: afterVersion ?? '',
    MaxKeys: options.maxKeys,
    Delimiter: options.delimiter === '' ? undefined : encode(options.delimiter),
    IsTruncated: next !== undefined,
    NextKeyMarker: next && encode(next.key),
    NextVersionIdMarker: next?.versionId,
    Version: versions.map((version) => ({
      ...describe(version, encode),
      VersionId: version.versionId,
      IsLatest: latest(version),
    })),
    DeleteMarker: markers.map((marker) => ({
      Key: encode(marker.key),
      VersionId: marker.versionId,
      IsLatest: latest(marker),
      LastModified: new Date(marker.lastModifiedAt).toISOString(),
    })),
    CommonPrefixes: commonPrefixes.map((prefix) => ({ Prefix: encode(prefix) })),
  });
}

function describe(version: ObjectVersion, encode: (key: string) => string): XmlTree {
  return {
    Key: encode(version.key),
    LastModified: new Date(version.lastModifiedAt).toISOString(),
    ETag: version.etag,
    ChecksumAlgorithm: Object.keys(version.checksums).map((name) => name.toUpperCase()),
    ChecksumType: 'FULL_OBJECT',
    Size: version.sizeBytes,
    StorageClass: 'STANDARD',
  };
}

function listOptions(query: URLSearchParams): Omit<ListOptions, 'after'> {
  const asked = Number(query.get('max-keys') ?? MAX_KEYS);
  if (!Number.isSafeInteger(asked) || asked < 0) {
    throw new AwsError('InvalidArgument', `max-keys must be a whole number, got ${query.get('max-keys')}.`);
  }
  return {
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') ?? '',
    maxKeys: Math.min(asked, MAX_KEYS),
  };
}

function listContext(query: URLSearchParams): Record<string, string> {
  const names = ['prefix', 'delimiter', 'max-keys'].filter((name) => query.has(name));
  return Object.fromEntries(names.map((name) => [`s3:${name}`, query.get(name) ?? '']));
}

function keyEncoder(query: URLSearchParams): (key: string) => string {
  if (query.get('encoding-type') !== 'url') return (key) => key;
  return (key) => encodeURIComponent(key).replaceAll('%2F', '/');
}

function decodeToken(token: string): string {
  const key = Buffer.from(token, 'base64url').toString('utf8');
  if (key !== '') return key;
  throw new AwsError('InvalidArgument', 'The continuation token provided is incorrect');
}
