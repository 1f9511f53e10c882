import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Entry } from '../../core/audit/log/manifest.ts';
import { clientSettings } from '../aws-client.ts';

/** Steps of the SDK that do nothing for `HeadObject` on a general purpose bucket of the client's own region. */
const idleSteps = [
  'loggerMiddleware',
  'validateBucketNameMiddleware',
  'regionRedirectMiddleware',
  'regionRedirectEndpointMiddleware',
  's3ExpressMiddleware',
  'addExpectContinueMiddleware',
  'contentLengthMiddleware',
];

/**
 * Tells what is under a key of the bucket. The ledger asks for each event, and what that costs is nearly all the client's own work, so
 * the client is made for this one question.
 */
export function describer(bucket: string): (key: string) => Promise<Entry> {
  const client = headClient();
  return async (key) => {
    // S3 has checked this digest against the bytes when they were put.
    const head = new HeadObjectCommand({ Bucket: bucket, Key: key, ChecksumMode: 'ENABLED' });
    const { VersionId, ChecksumSHA256 } = await client.send(head);
    if (!VersionId || !ChecksumSHA256) throw new Error(`Event ${key} has no version or no SHA-256.`);
    return { key, versionId: VersionId, sha256: Buffer.from(ChecksumSHA256, 'base64').toString('hex') };
  };
}

/** For one bucket only: with its steps cached, calls at the same time share what the SDK knows of their endpoint. */
function headClient(): S3Client {
  const client = new S3Client({ ...clientSettings, forcePathStyle: true, cacheMiddleware: true });
  for (const step of idleSteps) client.middlewareStack.remove(step);
  const { signer } = client.config;
  let made: ReturnType<typeof signer> | undefined;
  // The SDK makes one for each call. It has no state but the region, and asks for the credentials when it signs.
  client.config.signer = (scheme) => {
    made ??= signer(scheme);
    return made;
  };
  return client;
}
