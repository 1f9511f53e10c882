import { S3Client } from '@aws-sdk/client-s3';
import { type AuditEvent, evidenceKey } from '../../core/audit/event.ts';
import type { Evidence } from '../../core/ports.ts';
import { clientSettings } from '../aws-client.ts';
import { putOnce } from './put-once.ts';

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
      await putOnce(client, { bucket, key: evidenceKey(event), body, contentType: 'application/json' });
      const copied = copy(event);
      // Whoever awaits it hears of a failure; until then it must not count as unhandled.
      copied.catch(() => {});
      return { copied };
    },
  };
}
