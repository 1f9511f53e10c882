import { RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

/** The secret by which CloudFront shows the functions that a call came through it. */
export class OriginSecret extends Construct {
  readonly #secret: secretsmanager.Secret;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.#secret = new secretsmanager.Secret(this, 'Secret', {
      description: 'Vitrine: header by which the site’s distribution is known to the API',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    acknowledge(this.#secret, {
      SMG4: 'It opens nothing by itself: every call needs a token, too. Replacing it means a deployment of the distribution.',
    });
  }

  get arn(): string {
    return this.#secret.secretArn;
  }

  /** A reference that CloudFormation resolves at deployment: the template does not hold the secret. */
  get headerValue(): string {
    return this.#secret.secretValue.unsafeUnwrap();
  }

  grantRead(grantee: iam.IGrantable): void {
    iam.Grant.addToPrincipal({
      grantee,
      actions: ['secretsmanager:GetSecretValue'],
      resourceArns: [this.arn],
    });
  }
}
