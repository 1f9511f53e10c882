import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { checkpointPrefix } from '../core/audit/log/checkpoint.ts';
import type { Config } from '../core/policy/config.ts';
import { acknowledge } from './acknowledge.ts';

/**
 * Lets give each head of the log to the witnesses outside that are configured. Their own policies have to let it in, too, where
 * they are another account's.
 */
export function grantMirror(ledger: iam.IRole, { bucket, topic }: Config['audit']['mirror']): void {
  if (bucket !== undefined) {
    const heads = `s3:::${bucket}/${checkpointPrefix}*`;
    iam.Grant.addToPrincipal({
      grantee: ledger,
      actions: ['s3:PutObject'],
      resourceArns: [`arn:${Stack.of(ledger).partition}:${heads}`],
      conditions: { Null: { 's3:if-none-match': 'false' } },
    });
    acknowledge(ledger, {
      [`IAM5[Resource::arn:<AWS::Partition>:${heads}]`]: 'Every head is a new key below this.',
    });
  }
  if (topic !== undefined) {
    iam.Grant.addToPrincipal({ grantee: ledger, actions: ['sns:Publish'], resourceArns: [topic] });
  }
}
