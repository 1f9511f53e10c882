import { createHash } from 'node:crypto';
import { PutObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { type AuditEvent, evidenceKey } from '../../core/audit/event.ts';
import type { Evidence } from '../../core/ports.ts';
import { clientSettings } from '../aws-client.ts';

interface Options {
  bucket: string;
  /** Writes the fast copy, once the event is durable. */
  copy: (event: AuditEvent) => Promise<void>;
}

/**
 * The evidence bucket: one object per event under its own key, put only where nothing is yet. That the key is taken means
 * that an earlier try of ours got through, since keys are ULIDs of our own making.
 */
export function evidenceBucket({ bucket, copy }: Options): Evidence {
  const client = new S3Client({ ...clientSettings, forcePathStyle: true });
  return {
    async write(event) {
      const body = `${JSON.stringify(event)}\n`;
      try {
        await client.send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: evidenceKey(event),
            Body: body,
            ContentType: 'application/json',
            IfNoneMatch: '*',
            ChecksumSHA256: createHash('sha256').update(body).digest('base64'),
          }),
        );
      } catch (error) {
        if (!(error instanceof S3ServiceException && error.$metadata.httpStatusCode === 412)) throw error;
      }
      const copied = copy(event);
      // Whoever awaits it hears of a failure; until then it must not count as unhandled.
      copied.catch(() => {});
      return { copied };
    },
  };
}
