import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import type { Construct, IConstruct } from 'constructs';
import { acknowledge, attributeInFinding } from './acknowledge.ts';

export interface SiteDeployment {
  bucket: s3.IBucket;
  distribution: cloudfront.Distribution;
  /** Folder of the built web app. */
  site: string;
  /** What the app reads as `/config.json` when it starts. */
  settings: Readonly<Record<string, string>>;
}

/** Copies the built web app and its settings into the bucket at deployment, and lets the distribution forget what it cached. */
export function deploySite(scope: Construct, { bucket, distribution, site, settings }: SiteDeployment): void {
  const deployment = new BucketDeployment(scope, 'SiteDeployment', {
    sources: [Source.asset(site), Source.jsonData('config.json', settings)],
    destinationBucket: bucket,
    distribution,
    distributionPaths: ['/*'],
    memoryLimit: 256,
    // Browsers ask each time whether the app is still the same: a new one, or a new issuer, counts at once.
    cacheControl: [CacheControl.noCache()],
  });
  const copier = deployment.handlerRole.node.scope;
  if (copier) acknowledgeCopier(copier, bucket);
}

/** The function that copies is CDK's own, with the role that CDK gives it. */
function acknowledgeCopier(copier: IConstruct, bucket: s3.IBucket): void {
  const logging = 'arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
  const assets = 'arn:<AWS::Partition>:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-<AWS::Region>/*';
  acknowledge(copier, {
    L1: 'CDK chooses the runtime of its own function.',
    [`IAM4[Policy::${logging}]`]: 'CDK’s own function logs by it.',
    [`IAM5[Resource::${assets}]`]: 'It reads what CDK uploaded.',
    [`IAM5[Resource::${attributeInFinding(bucket)}/*]`]: 'It fills the bucket of the web app, and no other.',
    'IAM5[Resource::*]': 'Invalidations are allowed on all distributions by CDK.',
  });
  for (const action of ['GetBucket*', 'GetObject*', 'List*', 'Abort*', 'DeleteObject*']) {
    acknowledge(copier, {
      [`IAM5[Action::s3:${action}]`]: 'How CDK grants reading the assets and writing the web app.',
    });
  }
}
