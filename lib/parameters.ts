import { CfnCondition, CfnParameter, Fn } from 'aws-cdk-lib';
import { Construct } from 'constructs';

/** What differs from one deployment of the same template to the next. */
export class Parameters extends Construct {
  readonly oidcIssuer: string;
  readonly oidcAudience: string;
  readonly oidcClientId: string;
  /** Origins beside the issuer's own that a browser calls to sign in; empty, or separated by spaces. */
  readonly oidcOtherOrigins: string;
  readonly senderAddress: string;
  readonly alertsAddress: Optional;
  readonly siteUrl: Optional;
  readonly certificateArn: Optional;
  readonly webAclArn: Optional;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.oidcIssuer = this.#text('OidcIssuer', {
      description: 'Issuer of the tokens people sign in with, exactly as in their iss claim',
      allowedPattern: '^https?://\\S+$',
    });
    this.oidcAudience = this.#text('OidcAudience', {
      description: 'Audience that the tokens must be for',
      minLength: 1,
    });
    this.oidcClientId = this.#text('OidcClientId', {
      description: 'Public client that the web app and the approval pages sign in with',
      minLength: 1,
    });
    this.oidcOtherOrigins = this.#parameter('OidcOtherOrigins', {
      default: '',
      description: 'Further origins of the issuer, such as that of its token endpoint, separated by spaces',
      allowedPattern: '^(https?://[^\\s;,/]+( https?://[^\\s;,/]+)*)?$',
    }).valueAsString;
    this.senderAddress = this.#text('SenderAddress', {
      description: 'Address mails are sent from; it or its domain must be verified in SES',
      allowedPattern: '^[^@\\s]+@[^@\\s]+$',
    });
    this.alertsAddress = this.#optional('AlertsAddress', {
      description: 'Address that alerts are mailed to, or empty',
      allowedPattern: '^([^@\\s]+@[^@\\s]+)?$',
    });
    this.siteUrl = this.#optional('SiteUrl', {
      description:
        'Public address of the site without a slash at its end, or empty for the distribution’s own',
      allowedPattern: '^(https?://[^/\\s]+)?$',
    });
    this.certificateArn = this.#optional('CertificateArn', {
      description: 'Certificate in us-east-1 for the host of SiteUrl, or empty',
      allowedPattern: '^(arn:[^\\s]+)?$',
    });
    this.webAclArn = this.#optional('WebAclArn', {
      description: 'Web ACL in us-east-1 that guards the site, or empty',
      allowedPattern: '^(arn:[^\\s]+)?$',
    });
  }

  #text(name: string, rules: Rules): string {
    return this.#parameter(name, rules).valueAsString;
  }

  #optional(name: string, rules: Rules): Optional {
    const value = this.#text(name, { ...rules, default: '' });
    const given = new CfnCondition(this, `Has${name}`, {
      expression: Fn.conditionNot(Fn.conditionEquals(value, '')),
    });
    given.overrideLogicalId(`Has${name}`);
    return { value, given };
  }

  #parameter(name: string, rules: Rules): CfnParameter {
    const parameter = new CfnParameter(this, name, rules);
    // People type these names: they must not carry the construct's path.
    parameter.overrideLogicalId(name);
    return parameter;
  }
}

type Rules = { description: string; allowedPattern?: string; minLength?: number; default?: string };

/** A parameter that may be empty, and the condition that it is not. */
export interface Optional {
  value: string;
  given: CfnCondition;
}
