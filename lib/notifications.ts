import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import type { Optional } from './parameters.ts';

export interface NotificationsProps {
  key: kms.IKey;
  senderAddress: string;
  alertsAddress: Optional;
}

/** The alerts topic, and the right to mail people. */
export class Notifications extends Construct {
  readonly topic: sns.Topic;
  readonly #key: kms.IKey;
  readonly #senderAddress: string;

  constructor(scope: Construct, id: string, { key, senderAddress, alertsAddress }: NotificationsProps) {
    super(scope, id);
    this.#key = key;
    this.#senderAddress = senderAddress;
    this.topic = new sns.Topic(this, 'Alerts', { masterKey: key, enforceSSL: true });
    this.topic.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    const mail = new sns.CfnSubscription(this, 'AlertsMail', {
      topicArn: this.topic.topicArn,
      protocol: 'email',
      endpoint: alertsAddress.value,
    });
    mail.cfnOptions.condition = alertsAddress.given;
  }

  /** Lets publish alerts. */
  grantPublish(role: iam.IRole): void {
    iam.Grant.addToPrincipal({
      grantee: role,
      actions: ['sns:Publish'],
      resourceArns: [this.topic.topicArn],
    });
    iam.Grant.addToPrincipal({
      grantee: role,
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resourceArns: [this.#key.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': `sns.${Stack.of(this).region}.amazonaws.com` } },
    });
  }

  /** Lets send mail from the sender's address only. */
  grantMail(role: iam.IRole): void {
    const { partition, region, account } = Stack.of(this);
    iam.Grant.addToPrincipal({
      grantee: role,
      actions: ['ses:SendEmail'],
      resourceArns: [`arn:${partition}:ses:${region}:${account}:identity/*`],
      conditions: { StringEquals: { 'ses:FromAddress': this.#senderAddress } },
    });
    acknowledge(role, {
      'IAM5[Resource::arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:identity/*]':
        'The address or its domain may be the verified identity; the condition fixes the sender either way.',
    });
  }
}
