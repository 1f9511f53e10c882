import { RemovalPolicy } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Config } from '../core/policy/config.ts';

/**
 * A log group of Vitrine's own: encrypted, kept for the configured days, and masking what should never be in it. Our code
 * logs no such thing; this is for the day on which somebody slips.
 */
export function guardedLogGroup(
  scope: Construct,
  id: string,
  { config, key, name }: { config: Config; key: kms.IKey; name: string },
): logs.LogGroup {
  const { EMAILADDRESS, CREDITCARDNUMBER, AWSSECRETKEY, OPENSSHPRIVATEKEY, PKCSPRIVATEKEY } =
    logs.DataIdentifier;
  return new logs.LogGroup(scope, id, {
    logGroupName: name,
    retention: config.retention.logDays,
    encryptionKey: key,
    dataProtectionPolicy: new logs.DataProtectionPolicy({
      name: 'vitrine',
      description: 'Masks secrets and personal values',
      identifiers: [EMAILADDRESS, CREDITCARDNUMBER, AWSSECRETKEY, OPENSSHPRIVATEKEY, PKCSPRIVATEKEY],
    }),
    removalPolicy: config.installation === 'dev' ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
  });
}
