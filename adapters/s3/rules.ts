import { S3Client } from '@aws-sdk/client-s3';
import { type Rules, rulesKey } from '../../core/policy/rules.ts';
import { clientSettings } from '../aws-client.ts';
import { putOnce } from './put-once.ts';

/** Puts the rules in force beside the evidence; once they are known to be there it has nothing more to do. */
export function rulesKeeper(bucket: string, { version, text }: Rules): () => Promise<void> {
  const client = new S3Client({ ...clientSettings, forcePathStyle: true });
  let isKept = false;
  return async () => {
    if (isKept) return;
    await putOnce(client, { bucket, key: rulesKey(version), body: text, contentType: 'application/json' });
    isKept = true;
  };
}
