import { createHash } from 'node:crypto';
import { PutObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';

interface NewObject {
  bucket: string;
  key: string;
  body: string | Uint8Array;
  contentType?: string;
}

/**
 * Puts an object where nothing is yet, with the SHA-256 that S3 checks it against.
 * @returns false when something is there already
 */
export async function putOnce(
  client: S3Client,
  { bucket, key, body, contentType }: NewObject,
): Promise<boolean> {
  try {
    await client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: body,
        ContentType: contentType,
        IfNoneMatch: '*',
        ChecksumSHA256: createHash('sha256').update(body).digest('base64'),
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 412) return false;
    throw error;
  }
}
