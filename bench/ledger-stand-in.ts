import { createHash } from 'node:crypto';
import { Iam } from '../local/iam/iam.ts';
import { AwsEndpoint } from '../local/server/aws-endpoint.ts';
import { Faults } from '../local/server/faults.ts';
import { listen } from '../local/server/http-server.ts';
import { createKms } from '../local/services/kms/kms.ts';
import { createS3 } from '../local/services/s3/s3.ts';
import { eventText } from './ledger-log.ts';

/**
 * S3 and KMS of the stand-in in a process of their own, with events of this minute that no log has yet. Arguments: data folder, events,
 * buckets. Prints one line of JSON with all that a client needs, and serves until it is ended.
 */
const [dataDir = '', eventsText = '', bucketsText = ''] = process.argv.slice(2);
const [accountId, region, clock] = ['111122223333', 'eu-central-1', Date.now];
const iam = new Iam({ accountId, region, clock });
const server = await listen(0);
const endpoint = `http://127.0.0.1:${server.port}`;
const installation = { accountId, region, endpoint, dataDir, clock, authorize: iam.authorize };
const services = { s3: createS3(installation, iam), kms: createKms(installation, iam) };
const onBug = (error: unknown) => console.error(error);
const aws = new AwsEndpoint({ iam, faults: new Faults(), clock, onBug });
for (const service of Object.values(services)) aws.add(service);
server.serve({ handle: (request) => aws.handle(request) });

const versioned = { VersioningConfiguration: { Status: 'Enabled' } };
const bucketNamed = (logicalId: string) =>
  services.s3.provision({ type: 'AWS::S3::Bucket', logicalId, properties: versioned }).ref;
const buckets = Array.from({ length: Number(bucketsText) }, (_, at) => ({
  evidence: bucketNamed(`Evidence${at}`),
  served: bucketNamed(`Served${at}`),
}));
for (const { evidence } of buckets) {
  for (let number = 0; number < Number(eventsText); number += 1) {
    const { key, text } = eventText(number, clock());
    const sha256 = createHash('sha256').update(text).digest('base64');
    services.s3
      .bucket(evidence)
      ?.put(key, Buffer.from(text), { headers: {}, checksums: { sha256 } }, clock());
  }
}
const key = services.kms.provision({
  type: 'AWS::KMS::Key',
  logicalId: 'Log',
  properties: {
    KeySpec: 'ECC_NIST_EDWARDS25519',
    KeyUsage: 'SIGN_VERIFY',
    KeyPolicy: {
      Statement: {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${accountId}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
    },
  },
});
const { accessKeyId, secretAccessKey, sessionToken } = iam.operator().credentials;
console.log(
  JSON.stringify({
    buckets,
    keyId: key.ref,
    environment: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
    },
  }),
);
