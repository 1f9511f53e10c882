import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { Config } from '../core/policy/config.ts';

/** The keys: one encrypts the tables, one the alerts, one our own log groups, one derives the keys of the grants, and one signs the evidence's log. */
export class Keys extends Construct {
  readonly tables: kms.Key;
  readonly alerts: kms.Key;
  readonly ownLogs: kms.Key;
  /** HMAC key; what it makes cannot be told from random without it, and deleting it forgets every pseudonym. */
  readonly grants: kms.Key;
  /** Ed25519 key; its public half is all that checking the log takes. */
  readonly log: kms.Key;

  constructor(scope: Construct, id: string, { config }: { config: Config }) {
    super(scope, id);
    const keeping =
      config.installation === 'dev'
        ? { removalPolicy: RemovalPolicy.DESTROY, pendingWindow: Duration.days(7) }
        : { removalPolicy: RemovalPolicy.RETAIN };
    this.tables = new kms.Key(this, 'Tables', {
      ...keeping,
      description: 'Vitrine: encrypts the tables',
      enableKeyRotation: true,
    });
    this.alerts = new kms.Key(this, 'Alerts', {
      ...keeping,
      description: 'Vitrine: encrypts the alerts topic',
      enableKeyRotation: true,
    });
    // Alarms can publish to an encrypted topic only when CloudWatch may use its key (SNS developer guide, "Key management").
    this.alerts.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    this.ownLogs = this.#ownLogs(keeping);
    this.grants = new kms.Key(this, 'Grants', {
      ...keeping,
      description: 'Vitrine: derives the keys of the grants',
      keySpec: kms.KeySpec.HMAC_256,
      keyUsage: kms.KeyUsage.GENERATE_VERIFY_MAC,
    });
    this.log = new kms.Key(this, 'Log', {
      ...keeping,
      description: 'Vitrine: signs the heads of the evidence’s log',
      keySpec: kms.KeySpec.ECC_NIST_EDWARDS25519,
      keyUsage: kms.KeyUsage.SIGN_VERIFY,
    });
  }

  /** CloudWatch Logs may use it for log groups of this account (CloudWatch Logs user guide, "Encrypt log data using AWS KMS"). */
  #ownLogs(keeping: kms.KeyProps): kms.Key {
    const { partition, region, account } = Stack.of(this);
    const key = new kms.Key(this, 'OwnLogs', {
      ...keeping,
      description: 'Vitrine: encrypts the log groups of its own functions',
      enableKeyRotation: true,
    });
    key.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal('logs.amazonaws.com')],
        actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
        resources: ['*'],
        conditions: {
          ArnLike: {
            'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:log-group:*`,
          },
        },
      }),
    );
    return key;
  }

  /** Lets derive the key of a grant, and nothing else with the key. */
  grantDerive(grantee: iam.IGrantable): void {
    iam.Grant.addToPrincipal({
      grantee,
      actions: ['kms:GenerateMac'],
      resourceArns: [this.grants.keyArn],
    });
  }

  /** Lets sign heads of the log, and check them. */
  grantSign(grantee: iam.IGrantable): void {
    iam.Grant.addToPrincipal({
      grantee,
      actions: ['kms:Sign'],
      resourceArns: [this.log.keyArn],
    });
    this.grantCheck(grantee);
  }

  /** Lets read the public key, with which heads of the log are checked. */
  grantCheck(grantee: iam.IGrantable): void {
    iam.Grant.addToPrincipal({
      grantee,
      actions: ['kms:GetPublicKey'],
      resourceArns: [this.log.keyArn],
    });
  }
}
