import { AwsError, type AwsResponse } from '../../aws/types.ts';
import type { ObjectVersion } from './bucket.ts';
import { addressedVersion, type S3Call } from './call.ts';
import { checksumHeaders } from './put-object.ts';

/** GET and HEAD of an object; a HEAD carries the same headers and no body. */
export function getObject(call: S3Call): AwsResponse {
  const { request, bucket } = call;
  call.authorize(request.query.has('versionId') ? 's3:GetObjectVersion' : 's3:GetObject');
  const version = addressedVersion(call);
  const refused = precondition(version, request.headers);
  if (refused) return refused;
  const headers = objectHeaders(call, version);
  const range = parseRange(request.headers['range'], version.sizeBytes);
  const partial = range !== undefined;
  const [first, end] = range ?? [0, version.sizeBytes];
  const withChecksums = !partial && request.headers['x-amz-checksum-mode']?.toUpperCase() === 'ENABLED';
  return {
    status: partial ? 206 : 200,
    headers: {
      ...headers,
      ...(withChecksums ? checksumHeaders(version) : {}),
      ...(partial ? { 'content-range': `bytes ${first}-${end - 1}/${version.sizeBytes}` } : {}),
      'content-length': String(end - first),
    },
    ...(request.method === 'HEAD' ? {} : { body: bucket.read(version).subarray(first, end) }),
  };
}

function objectHeaders(call: S3Call, version: ObjectVersion): Record<string, string> {
  const headers: Record<string, string> = {
    'content-type': 'binary/octet-stream',
    ...version.headers,
    etag: version.etag,
    'last-modified': new Date(version.lastModifiedAt).toUTCString(),
    'accept-ranges': 'bytes',
    'x-amz-server-side-encryption': 'AES256',
  };
  if (call.bucket.settings.versioned) headers['x-amz-version-id'] = version.versionId;
  if (version.retention && call.allows('s3:GetObjectRetention')) {
    headers['x-amz-object-lock-mode'] = version.retention.mode;
    headers['x-amz-object-lock-retain-until-date'] = new Date(version.retention.retainUntil).toISOString();
  }
  if (version.legalHold !== undefined && call.allows('s3:GetObjectLegalHold')) {
    headers['x-amz-object-lock-legal-hold'] = version.legalHold ? 'ON' : 'OFF';
  }
  return headers;
}

function precondition(version: ObjectVersion, headers: Record<string, string>): AwsResponse | undefined {
  const matches = (list: string): boolean =>
    list.split(',').some((etag) => etag.trim() === '*' || etag.trim() === version.etag);
  if (headers['if-match'] !== undefined && !matches(headers['if-match'])) {
    throw new AwsError(
      'PreconditionFailed',
      'At least one of the pre-conditions you specified did not hold',
      412,
    );
  }
  if (headers['if-none-match'] !== undefined && matches(headers['if-none-match'])) {
    return { status: 304, headers: { etag: version.etag } };
  }
  return undefined;
}

/** First byte and end (exclusive) of one `bytes=` range; forms S3 does not know are ignored, as HTTP has it. */
function parseRange(header: string | undefined, sizeBytes: number): [number, number] | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  const start = first === '' ? Math.max(0, sizeBytes - Number(last)) : Number(first);
  const end = first === '' || last === '' ? sizeBytes : Math.min(sizeBytes, Number(last) + 1);
  if (start >= sizeBytes || start >= end) {
    throw new AwsError('InvalidRange', 'The requested range is not satisfiable', 416);
  }
  return [start, end];
}
