import type { HttpApi } from '../apigateway/http-api.ts';
import type { AwsService, Caller, Installation, Resource } from '../aws/types.ts';
import { type Provisioned, type Provisioner, unknownProperties } from '../provisioner.ts';
import { type Behaviour, Distribution, type Origin } from './distribution.ts';
import { EdgeFunction } from './edge-function.ts';
import { managedPolicy, type OriginRequestPolicy, parsePolicy } from './origin-request-policy.ts';
import { parseResponseHeaders, type ResponseHeaders } from './response-headers.ts';
import { s3Origin } from './s3-origin.ts';

export interface CloudFrontOptions {
  s3: AwsService;
  /** As whom the distribution reads its bucket. */
  bucketReader: Caller;
  /** The HTTP APIs by id, to be found by their host names. */
  apis: ReadonlyMap<string, HttpApi>;
}

type Fields = Record<string, unknown>;

const DISTRIBUTION_KNOWN = [
  'CacheBehaviors',
  'Comment',
  'DefaultCacheBehavior',
  'DefaultRootObject',
  'Enabled',
  'HttpVersion',
  'IPV6Enabled',
  'Origins',
];

/** CloudFront: distributions with their behaviours, functions and policies, from the template's resources. */
export class CloudFront implements Provisioner {
  readonly types = [
    'AWS::CloudFront::Distribution',
    'AWS::CloudFront::Function',
    'AWS::CloudFront::OriginAccessControl',
    'AWS::CloudFront::ResponseHeadersPolicy',
    'AWS::CloudFront::OriginRequestPolicy',
    'AWS::CloudFront::CachePolicy',
  ] as const;
  readonly distributions: Distribution[] = [];
  readonly #installation: Installation;
  readonly #options: CloudFrontOptions;
  readonly #functions = new Map<string, EdgeFunction>();
  readonly #responseHeaders = new Map<string, ResponseHeaders>();
  readonly #policies = new Map<string, OriginRequestPolicy>();

  constructor(installation: Installation, options: CloudFrontOptions) {
    this.#installation = installation;
    this.#options = options;
  }

  provision(resource: Resource): Provisioned {
    const { logicalId: id, properties } = resource;
    switch (resource.type) {
      case 'AWS::CloudFront::Distribution':
        return this.#provisionDistribution(resource);
      case 'AWS::CloudFront::Function': {
        const arn = this.#arn(`function/${properties['Name'] ?? id}`);
        this.#functions.set(arn, new EdgeFunction(id, String(properties['FunctionCode'])));
        return {
          ref: arn,
          attributes: { FunctionARN: arn, 'FunctionMetadata.FunctionARN': arn, Stage: 'LIVE' },
        };
      }
      case 'AWS::CloudFront::ResponseHeadersPolicy':
        this.#responseHeaders.set(
          id,
          parseResponseHeaders(fields(properties['ResponseHeadersPolicyConfig'])),
        );
        break;
      case 'AWS::CloudFront::OriginRequestPolicy':
        this.#policies.set(id, parsePolicy(fields(properties['OriginRequestPolicyConfig'])));
        break;
      case 'AWS::CloudFront::CachePolicy': {
        const config = fields(properties['CachePolicyConfig']);
        this.#policies.set(id, parsePolicy(fields(config['ParametersInCacheKeyAndForwardedToOrigin'])));
        break;
      }
    }
    return { ref: id, attributes: { Id: id } };
  }

  #provisionDistribution({ logicalId: id, properties }: Resource): Provisioned {
    const config = fields(properties['DistributionConfig']);
    const domainName = new URL(this.#installation.endpoint).host;
    const origins = new Map(list(config['Origins']).map((origin) => [String(origin['Id']), origin]));
    const behaviours = [...list(config['CacheBehaviors']), fields(config['DefaultCacheBehavior'])];
    this.distributions.push(
      new Distribution({
        id,
        domainName,
        defaultRootObject: String(config['DefaultRootObject'] ?? ''),
        behaviours: behaviours.map((behaviour) => this.#behaviour(behaviour, origins)),
      }),
    );
    const known = unknownProperties({ logicalId: id, type: '', properties: config }, DISTRIBUTION_KNOWN);
    return { ref: id, attributes: { Id: id, DomainName: domainName }, ignored: known };
  }

  #behaviour(behaviour: Fields, origins: ReadonlyMap<string, Fields>): Behaviour {
    const target = String(behaviour['TargetOriginId']);
    const origin = origins.get(target);
    if (!origin) throw new Error(`No origin ${target}.`);
    const policyIds = [behaviour['CachePolicyId'], behaviour['OriginRequestPolicyId']].filter(
      (id) => id !== undefined,
    );
    const headersId = behaviour['ResponseHeadersPolicyId'];
    return {
      pathPattern: String(behaviour['PathPattern'] ?? '*'),
      allowedMethods: strings(behaviour['AllowedMethods'], ['GET', 'HEAD']),
      origin: this.#origin(origin),
      originHeaders: Object.fromEntries(
        list(origin['OriginCustomHeaders']).map((header) => [
          String(header['HeaderName']).toLowerCase(),
          String(header['HeaderValue']),
        ]),
      ),
      forward: policyIds.map((id) => this.#policy(String(id))),
      onRequest: this.#function(behaviour, 'viewer-request'),
      onResponse: this.#function(behaviour, 'viewer-response'),
      responseHeaders: headersId === undefined ? undefined : this.#responseHeaders.get(String(headersId)),
    };
  }

  #origin(origin: Fields): Origin {
    const domain = String(origin['DomainName']);
    const prefix = String(origin['OriginPath'] ?? '');
    const api = this.#options.apis.get(domain.split('.')[0] ?? '');
    if (api) return (request, address) => api.handle({ ...request, path: prefix + request.path }, address);
    const [bucket, isBucket] = domain.split('.s3.', 2);
    if (bucket === undefined || isBucket === undefined)
      throw new Error(`The origin ${domain} is none of the template's.`);
    const read = s3Origin(this.#options.s3, this.#options.bucketReader, bucket);
    return (request, address) => read({ ...request, path: prefix + request.path }, address);
  }

  #policy(id: string): OriginRequestPolicy {
    const policy = managedPolicy(id) ?? this.#policies.get(id);
    if (!policy) throw new Error(`The policy ${id} is not known here.`);
    return policy;
  }

  #function(behaviour: Fields, eventType: string): EdgeFunction | undefined {
    const association = list(behaviour['FunctionAssociations']).find(
      (each) => each['EventType'] === eventType,
    );
    if (!association) return undefined;
    const found = this.#functions.get(String(association['FunctionARN']));
    if (!found) throw new Error(`No function ${association['FunctionARN']}.`);
    return found;
  }

  #arn(rest: string): string {
    return `arn:aws:cloudfront::${this.#installation.accountId}:${rest}`;
  }
}

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function list(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(fields) : [];
}

function strings(value: unknown, otherwise: string[]): string[] {
  return Array.isArray(value) ? value.map(String) : otherwise;
}
