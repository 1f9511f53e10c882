import { Duration, Fn, Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Config } from '../core/policy/config.ts';
import { acknowledge } from './acknowledge.ts';
import type { Api } from './api.ts';
import { guardedBucket } from './bucket.ts';
import { passViewerOn, serveApp } from './edge.ts';
import type { OriginSecret } from './origin-secret.ts';
import type { Parameters } from './parameters.ts';
import { securityHeaders } from './security-headers.ts';
import { deploySite } from './site-deployment.ts';

export interface WebProps {
  config: Config;
  api: Api;
  originSecret: OriginSecret;
  parameters: Parameters;
  /** Where the server's access logs go. */
  accessLogs: s3.IBucket;
  /** Folder of the built web app. */
  site: string;
}

/** The site: one distribution, behind which are the web app and, under `/api` and `/approve`, the API. */
export class Web extends Construct {
  /** Address of the site without a slash at its end. */
  readonly siteUrl: string;
  readonly distribution: cloudfront.Distribution;

  constructor(scope: Construct, id: string, props: WebProps) {
    super(scope, id);
    const bucket = guardedBucket(this, 'Site', {
      config: props.config,
      replaceable: true,
      serverAccessLogsBucket: props.accessLogs,
      serverAccessLogsPrefix: 'site/',
    });
    this.distribution = this.#distribution(bucket, props);
    this.#useOwnAddress(props.parameters);
    const { siteUrl, oidcIssuer, oidcClientId, oidcAudience } = props.parameters;
    this.siteUrl = Fn.conditionIf(
      siteUrl.given.logicalId,
      siteUrl.value,
      `https://${this.distribution.distributionDomainName}`,
    ).toString();
    deploySite(this, {
      bucket,
      distribution: this.distribution,
      site: props.site,
      settings: {
        issuer: oidcIssuer,
        clientId: oidcClientId,
        audience: oidcAudience,
        siteUrl: this.siteUrl,
      },
    });
  }

  #distribution(bucket: s3.IBucket, { api, originSecret, parameters }: WebProps): cloudfront.Distribution {
    const toApi = this.#apiBehaviour(api, originSecret);
    const distribution = new cloudfront.Distribution(this, 'Distribution', {
      comment: `${Stack.of(this).stackName}: access to production logs`,
      defaultRootObject: 'index.html',
      httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
      priceClass: cloudfront.PriceClass.PRICE_CLASS_100,
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(bucket),
        viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD,
        cachePolicy: cloudfront.CachePolicy.CACHING_OPTIMIZED,
        responseHeadersPolicy: securityHeaders(this, parameters),
        functionAssociations: [this.#onRequest('ServeApp', serveApp)],
      },
      additionalBehaviors: { '/api/*': toApi, '/approve/*': toApi },
    });
    acknowledge(distribution, {
      CFR1: 'Who may sign in decides, not where they are: people on call travel.',
      CFR2: 'The parameter WebAclArn attaches a web ACL, which for CloudFront must be made in us-east-1.',
      CFR3: 'Its log would hold whole paths, and with them the secrets of approval links. The API logs routes.',
      CFR4: 'The default certificate fixes the oldest protocol; with CertificateArn it is TLS 1.2.',
    });
    return distribution;
  }

  #apiBehaviour(api: Api, originSecret: OriginSecret): cloudfront.BehaviorOptions {
    return {
      origin: new HttpOrigin(api.domainName, {
        protocolPolicy: cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
        originSslProtocols: [cloudfront.OriginSslPolicy.TLS_V1_2],
        customHeaders: { 'x-vitrine-origin': originSecret.headerValue },
        readTimeout: Duration.seconds(30),
      }),
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
      cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
      // Without the Host header: the gateway answers to its own name only.
      originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      functionAssociations: [this.#onRequest('PassViewerOn', passViewerOn)],
    };
  }

  #onRequest(id: string, code: string): cloudfront.FunctionAssociation {
    return {
      eventType: cloudfront.FunctionEventType.VIEWER_REQUEST,
      function: new cloudfront.Function(this, id, {
        code: cloudfront.FunctionCode.fromInline(code),
        runtime: cloudfront.FunctionRuntime.JS_2_0,
      }),
    };
  }

  /** An own name needs a certificate; whether there is one is known only at deployment, so the template decides. */
  #useOwnAddress({ siteUrl, certificateArn, webAclArn }: Parameters): void {
    const resource = this.distribution.node.defaultChild as cloudfront.CfnDistribution;
    const either = ({ given }: { given: { logicalId: string } }, value: unknown) =>
      Fn.conditionIf(given.logicalId, value, Fn.ref('AWS::NoValue'));
    resource.addPropertyOverride(
      'DistributionConfig.Aliases',
      either(certificateArn, [Fn.select(2, Fn.split('/', siteUrl.value))]),
    );
    resource.addPropertyOverride(
      'DistributionConfig.ViewerCertificate',
      either(certificateArn, {
        AcmCertificateArn: certificateArn.value,
        SslSupportMethod: 'sni-only',
        MinimumProtocolVersion: 'TLSv1.2_2021',
      }),
    );
    resource.addPropertyOverride('DistributionConfig.WebACLId', either(webAclArn, webAclArn.value));
  }
}
