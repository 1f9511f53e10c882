import { S3Client } from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { checkpointPrefix } from '../../core/audit/log/checkpoint.ts';
import type { Mirror } from '../../core/audit/log/ledger.ts';
import { clientSettings } from '../aws-client.ts';
import { putOnce } from '../s3/put-once.ts';

/** The witnesses outside that the configuration names. */
export function mirrorsOf({ bucket, topic }: { bucket?: string; topic?: string }): Mirror[] {
  return [
    ...(bucket === undefined ? [] : [bucketMirror(bucket)]),
    ...(topic === undefined ? [] : [topicMirror(topic)]),
  ];
}

/** A bucket, of whatever account and region, that gets each head under the key it has in the evidence. */
function bucketMirror(bucket: string): Mirror {
  const client = new S3Client({ ...clientSettings, forcePathStyle: true, followRegionRedirects: true });
  return {
    name: bucket,
    async give(name, note) {
      await putOnce(client, { bucket, key: checkpointPrefix + name, body: note });
    },
  };
}

/** A topic, which carries each head as its message. */
function topicMirror(topic: string): Mirror {
  const [, , , region] = topic.split(':');
  const client = new SNSClient({ ...clientSettings, ...(region && { region }) });
  return {
    name: topic,
    async give(name, note) {
      await client.send(new PublishCommand({ TopicArn: topic, Subject: `Log head ${name}`, Message: note }));
    },
  };
}
