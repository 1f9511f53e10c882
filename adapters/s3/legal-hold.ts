import { PutObjectLegalHoldCommand, S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import { evidenceKey } from '../../core/audit/event.ts';
import type { Keeping } from '../../core/audit/hold.ts';
import { inTurn } from '../../core/in-turn.ts';
import { clientSettings } from '../aws-client.ts';
import { assume } from '../sts/assume.ts';

interface Options {
  bucket: string;
  /** May put and lift legal holds on events, and nothing else. */
  roleArn: string;
}

/** Legal holds on events, with a short session of the role for it: those who write events may not lock them otherwise. */
export function legalHolds({ bucket, roleArn }: Options): Pick<Keeping, 'holdObjects'> {
  const sts = new STSClient(clientSettings);
  return {
    async holdObjects(requestId, events, on) {
      const credentials = await assume(sts, requestId, { RoleArn: roleArn });
      const client = new S3Client({ ...clientSettings, credentials, forcePathStyle: true });
      await inTurn(events, (event) =>
        client.send(
          new PutObjectLegalHoldCommand({
            Bucket: bucket,
            Key: evidenceKey(event),
            LegalHold: { Status: on ? 'ON' : 'OFF' },
          }),
        ),
      );
    },
  };
}
