import { AwsError, type AwsRequest, type AwsResponse } from '../../aws/types.ts';
import { type XmlValue, xmlDocument } from '../wire/xml.ts';
import type { Bucket, ObjectVersion } from './bucket.ts';

/** One S3 request, addressed to a bucket and perhaps a key. */
export interface S3Call {
  request: AwsRequest;
  bucket: Bucket;
  /** Decoded; empty for calls about the bucket itself. */
  key: string;
  now: number;
  /** Throws `AccessDenied` unless the caller may do `action` on the key (or on the bucket, without a key). */
  authorize(action: string, context?: Record<string, string>): void;
  /** The same as a question, where permission changes the answer instead of refusing it. */
  allows(action: string, context?: Record<string, string>): boolean;
  /** Takes the bucket's policy away. */
  dropPolicy(): void;
  /** Makes the call that another bucket or key would get, for copies and batch deletions. */
  on(key: string, bucketName?: string): S3Call;
}

export type S3Operation = (call: S3Call) => AwsResponse;

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

export function xmlAnswer(root: string, value: XmlValue, headers: Record<string, string> = {}): AwsResponse {
  return {
    status: 200,
    headers: { 'content-type': 'application/xml', ...headers },
    body: xmlDocument(root, value, NAMESPACE),
  };
}

/**
 * The version that a read or a lock operation is about: the one named by `versionId`, else the current one.
 * Who may not list the bucket is told `AccessDenied` instead of "no such key", as S3 does.
 */
export function addressedVersion(call: S3Call): ObjectVersion {
  const { bucket, key } = call;
  const versionId = call.request.query.get('versionId');
  if (versionId !== null) {
    const version = bucket.version(key, versionId);
    if (version?.deleteMarker) {
      throw new AwsError(
        'MethodNotAllowed',
        'The specified method is not allowed against a delete marker.',
        405,
      );
    }
    if (version) return version;
    throw new AwsError('NoSuchVersion', `The specified version of ${key} does not exist.`, 404);
  }
  const latest = bucket.latest(key);
  if (latest && !latest.deleteMarker) return latest;
  if (!call.on('').allows('s3:ListBucket')) throw new AwsError('AccessDenied', 'Access Denied', 403);
  throw new NoSuchKey(key, latest);
}

/** Remembers whether a delete marker is what hides the key; the answer's headers tell. */
export class NoSuchKey extends AwsError {
  readonly marker: ObjectVersion | undefined;
  constructor(key: string, marker: ObjectVersion | undefined) {
    super('NoSuchKey', `The specified key does not exist: ${key}`, 404);
    this.marker = marker;
  }
}

export function bypassesGovernance(call: S3Call): boolean {
  if (call.request.headers['x-amz-bypass-governance-retention']?.toLowerCase() !== 'true') return false;
  call.authorize('s3:BypassGovernanceRetention');
  return true;
}
