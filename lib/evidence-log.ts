import * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Config } from '../core/policy/config.ts';
import { acknowledge, attributeInFinding } from './acknowledge.ts';
import { guardedBucket } from './bucket.ts';
import type { Evidence } from './evidence.ts';

/** The bucket from which the evidence's log is fetched: tiles and the newest head. All in it can be derived again. */
export class EvidenceLog extends Construct {
  readonly bucket: s3.IBucket;

  constructor(scope: Construct, id: string, { config, evidence }: { config: Config; evidence: Evidence }) {
    super(scope, id);
    this.bucket = guardedBucket(this, 'Bucket', {
      config,
      replaceable: true,
      serverAccessLogsBucket: evidence.accessLogs,
      serverAccessLogsPrefix: 'log/',
    });
  }

  /** Lets fetch the log. */
  grantRead(grantee: iam.IRole): void {
    iam.Grant.addToPrincipal({
      grantee,
      actions: ['s3:GetObject'],
      resourceArns: [this.bucket.arnForObjects('*')],
    });
    // Without this S3 answers a key that is not there with 403.
    iam.Grant.addToPrincipal({
      grantee,
      actions: ['s3:ListBucket'],
      resourceArns: [this.bucket.bucketArn],
    });
    acknowledge(grantee, {
      [`IAM5[Resource::${attributeInFinding(this.bucket)}/*]`]: 'The whole bucket is the log.',
    });
  }

  /** Lets one role keep the tiles, and refuses everybody else's. */
  grantMaintain(ledger: iam.IRole): void {
    const objects = this.bucket.arnForObjects('*');
    this.grantRead(ledger);
    iam.Grant.addToPrincipal({ grantee: ledger, actions: ['s3:PutObject'], resourceArns: [objects] });
    this.bucket.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'RefuseForging',
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        actions: ['s3:PutObject'],
        resources: [objects],
        conditions: { ArnNotEquals: { 'aws:PrincipalArn': ledger.roleArn } },
      }),
    );
  }
}
