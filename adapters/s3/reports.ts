import { createHash } from 'node:crypto';
import { GetObjectCommand, PutObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import type { ReportFiles } from '../../core/audit/review/store.ts';
import { clientSettings } from '../aws-client.ts';

/** Reports in the evidence bucket, each file put where nothing is yet. */
export function reportFiles(bucket: string): ReportFiles {
  const client = new S3Client({ ...clientSettings, forcePathStyle: true });
  const keyOf = (name: string) => `reviews/${name}`;
  return {
    async put(name, body, contentType) {
      try {
        await client.send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: keyOf(name),
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
    },
    async get(name) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: keyOf(name) }));
      if (!Body) throw new Error(`The report ${name} is empty.`);
      return Body.transformToString();
    },
  };
}
