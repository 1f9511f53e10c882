import { createHash } from 'node:crypto';
import { PutObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';

/**
 * Puts a text where nothing is yet.
 * @returns false when something is there already
 */
export async function putOnce(
  client: S3Client,
  { bucket, key, text }: { bucket: string; key: string; text: string },
): Promise<boolean> {
  try {
    await client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: text,
        IfNoneMatch: '*',
        ChecksumSHA256: createHash('sha256').update(text).digest('base64'),
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 412) return false;
    throw error;
  }
}
