import { AwsError, type AwsResponse } from '../../aws/types.ts';
import { xmlDocument } from '../wire/xml.ts';
import type { NewObject, ObjectVersion } from './bucket.ts';
import { addressedVersion, type S3Call } from './call.ts';
import { statesIntegrity, verifyChecksums } from './checksums.ts';
import { decodeChunked, isChunked } from './chunked.ts';
import { parseMode, parseRetainUntil, type Retention, retentionFrom } from './object-lock.ts';

/** S3 takes at most 1,024 bytes of key. */
const MAX_KEY_BYTES = 1024;

const KEPT_HEADERS = /^(content-(type|disposition|encoding|language)|cache-control|expires|x-amz-meta-.+)$/;

export function putObject(call: S3Call): AwsResponse {
  const { request, bucket, key } = call;
  assertKey(key);
  authorizePut(call);
  const { data, headers } = decodeBody(call);
  const checksums = verifyChecksums(data, headers);
  const lock = lockOf(call, headers);
  assertPreconditions(call);
  const object: NewObject = { headers: keptHeaders(request.headers), checksums, ...lock };
  const version = bucket.put(key, data, object, call.now);
  return { status: 200, headers: putHeaders(version, bucket.settings.versioned) };
}

export function copyObject(call: S3Call): AwsResponse {
  const { request, bucket, key } = call;
  assertKey(key);
  authorizePut(call);
  const [, sourceBucket = '', sourceKey = '', , versionId] =
    /^\/?([^/]+)\/([^?]+)(\?versionId=(.+))?$/.exec(request.headers['x-amz-copy-source'] ?? '') ?? [];
  const named = call.on(decodeURIComponent(sourceKey), sourceBucket);
  const query = new URLSearchParams(versionId === undefined ? {} : { versionId });
  const source: S3Call = { ...named, request: { ...request, query } };
  source.authorize(versionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion');
  const from = addressedVersion(source);
  assertPreconditions(call);
  const replace = request.headers['x-amz-metadata-directive'] === 'REPLACE';
  const headers = replace ? keptHeaders(request.headers) : from.headers;
  const byDefault = defaultRetention(call);
  const object: NewObject = { headers, checksums: from.checksums, ...byDefault };
  const version = bucket.put(key, source.bucket.read(from), object, call.now);
  const body = { ETag: version.etag, LastModified: new Date(version.lastModifiedAt).toISOString() };
  return {
    status: 200,
    headers: { ...putHeaders(version, bucket.settings.versioned), 'content-type': 'application/xml' },
    body: xmlDocument('CopyObjectResult', body),
  };
}

export function checksumHeaders(version: ObjectVersion): Record<string, string> {
  const entries = Object.entries(version.checksums).map(([name, value]) => [`x-amz-checksum-${name}`, value]);
  return { ...Object.fromEntries(entries), 'x-amz-checksum-type': 'FULL_OBJECT' };
}

function authorizePut(call: S3Call): void {
  const { headers } = call.request;
  const context: Record<string, string> = {};
  for (const [header, conditionKey] of Object.entries(PUT_CONDITION_KEYS)) {
    const value = headers[header];
    if (value !== undefined) context[conditionKey] = value;
  }
  call.authorize('s3:PutObject', context);
  if (headers['x-amz-object-lock-mode'] !== undefined) call.authorize('s3:PutObjectRetention', context);
  if (headers['x-amz-object-lock-legal-hold'] !== undefined) call.authorize('s3:PutObjectLegalHold', context);
  if (headers['x-amz-tagging'] !== undefined) call.authorize('s3:PutObjectTagging', context);
}

const PUT_CONDITION_KEYS: Readonly<Record<string, string>> = {
  'if-none-match': 's3:if-none-match',
  'if-match': 's3:if-match',
  'x-amz-acl': 's3:x-amz-acl',
  'x-amz-content-sha256': 's3:x-amz-content-sha256',
  'x-amz-object-lock-legal-hold': 's3:object-lock-legal-hold',
  'x-amz-object-lock-mode': 's3:object-lock-mode',
  'x-amz-object-lock-retain-until-date': 's3:object-lock-retain-until-date',
  'x-amz-server-side-encryption': 's3:x-amz-server-side-encryption',
  'x-amz-storage-class': 's3:x-amz-storage-class',
};

function decodeBody({ request }: S3Call): { data: Buffer; headers: Record<string, string> } {
  if (!isChunked(request.headers)) return { data: request.body, headers: request.headers };
  const { data, trailers } = decodeChunked(request.body, request.headers['x-amz-decoded-content-length']);
  return { data, headers: { ...request.headers, ...trailers } };
}

/** `If-None-Match: *` makes a new key or nothing; `If-Match` replaces exactly the version the writer has seen. */
function assertPreconditions({ request, bucket, key }: S3Call): void {
  const latest = bucket.latest(key);
  const current = latest && !latest.deleteMarker ? latest : undefined;
  const ifNoneMatch = request.headers['if-none-match'];
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*') {
    throw new AwsError('NotImplemented', 'If-None-Match on a PUT takes only *.', 501);
  }
  const ifMatch = request.headers['if-match'];
  if (ifMatch !== undefined && !current)
    throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
  if (
    (ifNoneMatch === '*' && current) ||
    (ifMatch !== undefined && unquote(ifMatch) !== unquote(current?.etag))
  ) {
    throw new AwsError(
      'PreconditionFailed',
      'At least one of the pre-conditions you specified did not hold',
      412,
    );
  }
}

function lockOf(
  call: S3Call,
  headers: Record<string, string>,
): { retention?: Retention; legalHold?: boolean } {
  const mode = headers['x-amz-object-lock-mode'];
  const until = headers['x-amz-object-lock-retain-until-date'];
  const hold = headers['x-amz-object-lock-legal-hold'];
  const stated = mode !== undefined || until !== undefined || hold !== undefined;
  if (stated && !call.bucket.settings.objectLock) {
    throw new AwsError('InvalidRequest', 'Bucket is missing Object Lock Configuration');
  }
  const byDefault = defaultRetention(call);
  if ((stated || byDefault.retention) && !statesIntegrity(headers)) {
    throw new AwsError(
      'InvalidRequest',
      'Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters',
    );
  }
  const legalHold = hold === 'ON' ? { legalHold: true } : {};
  if (mode === undefined && until === undefined) return { ...byDefault, ...legalHold };
  return {
    retention: { mode: parseMode(mode), retainUntil: parseRetainUntil(until, call.now) },
    ...legalHold,
  };
}

function defaultRetention({ bucket, now }: S3Call): { retention?: Retention } {
  const period = bucket.settings.objectLock?.byDefault;
  return period ? { retention: retentionFrom(period, now) } : {};
}

function keptHeaders(headers: Record<string, string>): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => KEPT_HEADERS.test(name));
  const encoding = headers['content-encoding']
    ?.split(',')
    .map((name) => name.trim())
    .filter((name) => name !== 'aws-chunked')
    .join(',');
  const { 'content-encoding': _, ...others } = Object.fromEntries(kept);
  return encoding ? { ...others, 'content-encoding': encoding } : others;
}

function putHeaders(version: ObjectVersion, versioned: boolean): Record<string, string> {
  return {
    etag: version.etag,
    'x-amz-server-side-encryption': 'AES256',
    ...checksumHeaders(version),
    ...(versioned ? { 'x-amz-version-id': version.versionId } : {}),
  };
}

function assertKey(key: string): void {
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) throw new AwsError('KeyTooLongError', 'Your key is too long');
}

function unquote(etag: string | undefined): string | undefined {
  return etag?.replaceAll('"', '');
}
