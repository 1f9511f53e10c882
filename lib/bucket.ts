import { RemovalPolicy } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Config } from '../core/policy/config.ts';

export interface GuardedBucketProps extends s3.BucketProps {
  config: Config;
  /** What is lost with it can be made again. */
  replaceable?: boolean;
}

/** A bucket that nobody outside can reach: private, encrypted, over TLS 1.2 only, and kept when its stack goes unless it is `dev`. */
export function guardedBucket(scope: Construct, id: string, props: GuardedBucketProps): s3.IBucket {
  const { config, replaceable, ...rest } = props;
  const dev = config.installation === 'dev';
  const bucket = new s3.Bucket(scope, id, {
    encryption: s3.BucketEncryption.S3_MANAGED,
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    removalPolicy: dev || replaceable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    autoDeleteObjects: dev,
    ...rest,
  });
  // CDK's classes do not declare `undefined` where its interfaces leave a property out; they fit all the same.
  return bucket as s3.IBucket;
}
