import { AwsError, type AwsResponse } from '../../aws/types.ts';
import { type XmlTree, xmlElements, xmlText } from '../wire/xml.ts';
import { bypassesGovernance, type S3Call, xmlAnswer } from './call.ts';
import { assertDeletable } from './object-lock.ts';

/** A batch deletion names at most 1,000 keys. */
const MAX_BATCH = 1000;

export function deleteObject(call: S3Call): AwsResponse {
  const { versionId, marker } = remove(call, call.request.query.get('versionId') ?? undefined);
  const headers: Record<string, string> = {};
  if (versionId !== undefined) headers['x-amz-version-id'] = versionId;
  if (marker) headers['x-amz-delete-marker'] = 'true';
  return { status: 204, headers };
}

export function deleteObjects(call: S3Call): AwsResponse {
  const body = call.request.body.toString('utf8');
  const named = xmlElements(body, 'Object');
  if (named.length === 0 || named.length > MAX_BATCH) {
    throw new AwsError(
      'MalformedXML',
      `Between 1 and ${MAX_BATCH} objects are deleted at once, got ${named.length}.`,
    );
  }
  const deleted: XmlTree[] = [];
  const errors: XmlTree[] = [];
  for (const element of named) {
    const key = xmlText(element, 'Key') ?? '';
    const asked = xmlText(element, 'VersionId');
    try {
      const { versionId, marker } = remove(call.on(key), asked);
      deleted.push({
        Key: key,
        VersionId: asked,
        DeleteMarker: marker || undefined,
        DeleteMarkerVersionId: marker ? versionId : undefined,
      });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      errors.push({ Key: key, VersionId: asked, Code: error.code, Message: error.message });
    }
  }
  const quiet = xmlText(body, 'Quiet') === 'true';
  return xmlAnswer('DeleteResult', { Deleted: quiet ? [] : deleted, Error: errors });
}

/** Without a version a delete marker hides the key; with one, that version goes for good, if its lock permits. */
function remove(call: S3Call, versionId: string | undefined): { versionId?: string; marker: boolean } {
  const { bucket, key } = call;
  if (versionId === undefined) {
    call.authorize('s3:DeleteObject');
    if (bucket.settings.versioned) {
      return { versionId: bucket.putDeleteMarker(key, call.now).versionId, marker: true };
    }
    const current = bucket.latest(key);
    if (current) bucket.remove(current);
    return { marker: false };
  }
  call.authorize('s3:DeleteObjectVersion', { 's3:VersionId': versionId });
  const bypass = bypassesGovernance(call);
  const version = bucket.version(key, versionId);
  if (!version) return { versionId, marker: false };
  assertDeletable(version, bypass, call.now);
  bucket.remove(version);
  return { versionId, marker: version.deleteMarker };
}
