import { AwsError, type AwsResponse } from '../../aws/types.ts';
import { xmlText } from '../wire/xml.ts';
import { addressedVersion, bypassesGovernance, type S3Call, xmlAnswer } from './call.ts';
import { verifyChecksums } from './checksums.ts';
import { assertRetentionChange, parseMode, parseRetainUntil } from './object-lock.ts';

export function putObjectRetention(call: S3Call): AwsResponse {
  const { bucket, request } = call;
  verifyChecksums(request.body, request.headers);
  const body = request.body.toString('utf8');
  const mode = xmlText(body, 'Mode');
  const until = xmlText(body, 'RetainUntilDate');
  call.authorize('s3:PutObjectRetention', {
    ...(mode === undefined ? {} : { 's3:object-lock-mode': mode }),
    ...(until === undefined ? {} : { 's3:object-lock-retain-until-date': until }),
  });
  assertLockable(call);
  const bypass = bypassesGovernance(call);
  const version = addressedVersion(call);
  const removes = mode === undefined && until === undefined;
  const wanted = removes
    ? undefined
    : { mode: parseMode(mode), retainUntil: parseRetainUntil(until, call.now) };
  assertRetentionChange(version, wanted, bypass, call.now);
  if (wanted) version.retention = wanted;
  else delete version.retention;
  bucket.save(version);
  return { status: 200 };
}

export function getObjectRetention(call: S3Call): AwsResponse {
  call.authorize('s3:GetObjectRetention');
  assertLockable(call);
  const { retention } = addressedVersion(call);
  if (!retention) throw noLock();
  const retainUntil = new Date(retention.retainUntil).toISOString();
  return xmlAnswer('Retention', { Mode: retention.mode, RetainUntilDate: retainUntil });
}

export function putObjectLegalHold(call: S3Call): AwsResponse {
  const { bucket, request } = call;
  call.authorize('s3:PutObjectLegalHold');
  assertLockable(call);
  verifyChecksums(request.body, request.headers);
  const status = xmlText(request.body.toString('utf8'), 'Status');
  if (status !== 'ON' && status !== 'OFF') throw new AwsError('MalformedXML', 'Status is ON or OFF.');
  const version = addressedVersion(call);
  version.legalHold = status === 'ON';
  bucket.save(version);
  return { status: 200 };
}

export function getObjectLegalHold(call: S3Call): AwsResponse {
  call.authorize('s3:GetObjectLegalHold');
  assertLockable(call);
  const { legalHold } = addressedVersion(call);
  if (legalHold === undefined) throw noLock();
  return xmlAnswer('LegalHold', { Status: legalHold ? 'ON' : 'OFF' });
}

export function getObjectLockConfiguration(call: S3Call): AwsResponse {
  call.authorize('s3:GetBucketObjectLockConfiguration');
  const lock = call.bucket.settings.objectLock;
  if (!lock) {
    throw new AwsError(
      'ObjectLockConfigurationNotFoundError',
      'Object Lock configuration does not exist for this bucket',
      404,
    );
  }
  const { byDefault } = lock;
  const period = byDefault && ('days' in byDefault ? { Days: byDefault.days } : { Years: byDefault.years });
  return xmlAnswer('ObjectLockConfiguration', {
    ObjectLockEnabled: 'Enabled',
    Rule: byDefault ? { DefaultRetention: { Mode: byDefault.mode, ...period } } : undefined,
  });
}

function assertLockable({ bucket }: S3Call): void {
  if (bucket.settings.objectLock) return;
  throw new AwsError('InvalidRequest', 'Bucket is missing Object Lock Configuration');
}

function noLock(): AwsError {
  return new AwsError(
    'NoSuchObjectLockConfiguration',
    'The specified object does not have a ObjectLock configuration',
    404,
  );
}
