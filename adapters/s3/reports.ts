import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type ReportFiles, reportsPrefix } from '../../core/audit/review/store.ts';
import { clientSettings } from '../aws-client.ts';
import { putOnce } from './put-once.ts';

/** Reports in the evidence bucket, each file put where nothing is yet. */
export function reportFiles(bucket: string): ReportFiles {
  const client = new S3Client({ ...clientSettings, forcePathStyle: true });
  const keyOf = (name: string) => `${reportsPrefix}${name}`;
  return {
    put: (name, body, contentType) => putOnce(client, { bucket, key: keyOf(name), body, contentType }),
    async get(name) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: keyOf(name) }));
      if (!Body) throw new Error(`The report ${name} is empty.`);
      return Body.transformToString();
    },
  };
}
