import type { Resource } from '../../aws/types.ts';
import { type Input, integer, object, optionalText } from '../wire/input.ts';
import type { BucketSettings } from './bucket.ts';
import { parseMode, type RetentionPeriod } from './object-lock.ts';

/** The properties of `AWS::S3::Bucket` that change what the stand-in does. */
export const BUCKET_PROPERTIES = [
  'BucketName',
  'ObjectLockConfiguration',
  'ObjectLockEnabled',
  'Tags',
  'VersioningConfiguration',
];

export function bucketSettings(resource: Resource): BucketSettings {
  const properties = resource.properties;
  const versioned = optionalText(object(properties, 'VersioningConfiguration'), 'Status') === 'Enabled';
  const lock = object(properties, 'ObjectLockConfiguration');
  if (!isTrue(properties['ObjectLockEnabled']) && Object.keys(lock).length === 0) return { versioned };
  const byDefault = defaultRetention(object(object(lock, 'Rule'), 'DefaultRetention'));
  // S3 turns versioning on with Object Lock and never lets it be suspended.
  return { versioned: true, objectLock: byDefault ? { byDefault } : {} };
}

/** CloudFormation makes bucket names lower-case. */
export function bucketName(resource: Resource): string {
  return optionalText(resource.properties, 'BucketName') || resource.logicalId.toLowerCase();
}

function defaultRetention(rule: Input): RetentionPeriod | undefined {
  if (Object.keys(rule).length === 0) return undefined;
  const mode = parseMode(optionalText(rule, 'Mode'));
  if (rule['Days'] !== undefined) return { mode, days: integer(rule, 'Days', { min: 1, max: 36_500 }) };
  return { mode, years: integer(rule, 'Years', { min: 1, max: 100 }) };
}

/** Templates carry booleans both as such and as text. */
function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}
