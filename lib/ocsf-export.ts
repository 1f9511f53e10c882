import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Config } from '../core/policy/config.ts';
import { acknowledge, attributeInFinding } from './acknowledge.ts';
import { guardedBucket } from './bucket.ts';
import type { Evidence } from './evidence.ts';

/** Where the records lie; the rest of the bucket is the exporter's own. */
const recordsPrefix = 'ocsf/';

/**
 * The bucket from which a SIEM takes the events in OCSF. It is not that of the log: who may check the log need not read
 * events. All in it can be derived again, and goes when the evidence may.
 */
export class OcsfExport extends Construct {
  readonly bucket: s3.IBucket;

  constructor(scope: Construct, id: string, { config, evidence }: { config: Config; evidence: Evidence }) {
    super(scope, id);
    this.bucket = guardedBucket(this, 'Bucket', {
      config,
      replaceable: true,
      serverAccessLogsBucket: evidence.accessLogs,
      serverAccessLogsPrefix: 'ocsf/',
      lifecycleRules: [
        {
          prefix: recordsPrefix,
          expiration: Duration.days(config.retention.evidenceExpireDays ?? config.retention.evidenceDays),
        },
      ],
    });
  }

  /** Lets one role put records, each once, and refuses everybody else's. */
  grantExport(exporter: iam.IRole): void {
    const records = this.bucket.arnForObjects(`${recordsPrefix}*`);
    const place = this.bucket.arnForObjects('next-place');
    const grant = (actions: string[], resource: string, conditions = {}) =>
      iam.Grant.addToPrincipal({ grantee: exporter, actions, resourceArns: [resource], conditions });
    grant(['s3:PutObject'], records, { Null: { 's3:if-none-match': 'false' } });
    grant(['s3:GetObject', 's3:PutObject'], place);
    // Without this S3 answers a key that is not there with 403.
    grant(['s3:ListBucket'], this.bucket.bucketArn);
    acknowledge(exporter, {
      [`IAM5[Resource::${attributeInFinding(this.bucket)}/${recordsPrefix}*]`]:
        'Every file of records is a new key below this.',
    });
    this.bucket.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'RefuseForging',
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        actions: ['s3:PutObject'],
        resources: [this.bucket.arnForObjects('*')],
        conditions: { ArnNotEquals: { 'aws:PrincipalArn': exporter.roleArn } },
      }),
    );
  }
}
