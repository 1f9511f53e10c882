import { createHash } from 'node:crypto';
import type { AwsService, Caller, Installation, Resource } from '../aws/types.ts';
import type { Lambda } from '../lambda/lambda.ts';
import { type Provisioned, type Provisioner, unknownProperties } from '../provisioner.ts';
import { AccessLog } from './access-log.ts';
import { HttpApi, type Integration } from './http-api.ts';
import { JwtAuthorizer } from './jwt-authorizer.ts';
import { parseRouteKey } from './routes.ts';
import { Throttle } from './throttle.ts';

export interface ApiGatewayOptions {
  lambda: Pick<Lambda, 'invokeFor'>;
  logs: AwsService;
  /** As whom the gateway writes its access logs. */
  logWriter: Caller;
  warn: (message: string) => void;
}

const KNOWN: Readonly<Record<string, string[]>> = {
  Api: ['Description', 'DisableExecuteApiEndpoint', 'Name', 'ProtocolType', 'Tags'],
  Authorizer: ['ApiId', 'AuthorizerType', 'IdentitySource', 'JwtConfiguration', 'Name'],
  Integration: [
    'ApiId',
    'IntegrationType',
    'IntegrationUri',
    'IntegrationMethod',
    'PayloadFormatVersion',
    'TimeoutInMillis',
  ],
  Route: [
    'ApiId',
    'AuthorizationScopes',
    'AuthorizationType',
    'AuthorizerId',
    'OperationName',
    'RouteKey',
    'Target',
  ],
  Stage: [
    'AccessLogSettings',
    'ApiId',
    'AutoDeploy',
    'DefaultRouteSettings',
    'Description',
    'StageName',
    'Tags',
  ],
};

/** API Gateway's HTTP APIs, from the template's resources. */
export class ApiGateway implements Provisioner {
  readonly types = Object.keys(KNOWN).map((name) => `AWS::ApiGatewayV2::${name}`);
  readonly apis = new Map<string, HttpApi>();
  readonly #installation: Installation;
  readonly #options: ApiGatewayOptions;
  readonly #integrations = new Map<string, Integration>();
  readonly #authorizers = new Map<string, JwtAuthorizer>();

  constructor(installation: Installation, options: ApiGatewayOptions) {
    this.#installation = installation;
    this.#options = options;
  }

  provision(resource: Resource): Provisioned {
    const kind = resource.type.split('::')[2] ?? '';
    const ignored = unknownProperties(resource, KNOWN[kind] ?? []);
    return { ...this.#make(kind, resource), ignored };
  }

  #make(kind: string, resource: Resource): Provisioned {
    const id = shortId(resource.logicalId);
    switch (kind) {
      case 'Api':
        return this.#makeApi(id, resource);
      case 'Authorizer':
        this.#authorizers.set(id, authorizer(resource));
        return { ref: id, attributes: { AuthorizerId: id } };
      case 'Integration':
        this.#integrations.set(id, integration(resource));
        return { ref: id, attributes: { IntegrationId: id } };
      case 'Route':
        this.#addRoute(resource);
        return { ref: id, attributes: { RouteId: id } };
      default:
        return this.#makeStage(resource);
    }
  }

  #makeApi(apiId: string, { logicalId, properties }: Resource): Provisioned {
    if (properties['ProtocolType'] !== 'HTTP') throw new Error(`${logicalId}: only HTTP APIs are played.`);
    const { accountId, region, clock } = this.#installation;
    const { lambda, warn } = this.#options;
    const api = new HttpApi({ apiId, accountId, region, lambda, clock, warn });
    this.apis.set(apiId, api);
    return { ref: apiId, attributes: { ApiId: apiId, ApiEndpoint: `https://${api.domainName}` } };
  }

  #addRoute({ logicalId, properties }: Resource): void {
    const target = String(properties['Target']).replace(/^integrations\//, '');
    const found = this.#integrations.get(target);
    if (!found) throw new Error(`${logicalId}: no integration ${target}.`);
    const type = properties['AuthorizationType'] ?? 'NONE';
    const verifier = this.#authorizers.get(String(properties['AuthorizerId']));
    if (type !== 'NONE' && (type !== 'JWT' || !verifier)) {
      throw new Error(`${logicalId}: authorization ${type} is not played.`);
    }
    this.#api(properties).routes.push({
      ...parseRouteKey(String(properties['RouteKey'])),
      integration: found,
      authorizer: verifier,
      requiredScopes: strings(properties['AuthorizationScopes']),
    });
  }

  #makeStage({ properties }: Resource): Provisioned {
    const api = this.#api(properties);
    api.stage = String(properties['StageName']);
    const { logs, logWriter: caller } = this.#options;
    const { DestinationArn: destinationArn, Format: format } = record(properties['AccessLogSettings']);
    if (destinationArn !== undefined) {
      api.accessLog = new AccessLog({
        logs,
        caller,
        destinationArn: String(destinationArn),
        format: String(format),
      });
    }
    const { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst } = record(
      properties['DefaultRouteSettings'],
    );
    if (rate !== undefined) api.throttle = new Throttle(Number(rate), Number(burst ?? rate));
    return { ref: api.stage, attributes: {} };
  }

  #api(properties: Record<string, unknown>): HttpApi {
    const api = this.apis.get(String(properties['ApiId']));
    if (!api) throw new Error(`No API ${properties['ApiId']}.`);
    return api;
  }
}

function integration({ logicalId, properties }: Resource): Integration {
  const type = properties['IntegrationType'];
  if (type !== 'AWS_PROXY' || properties['PayloadFormatVersion'] !== '2.0') {
    throw new Error(`${logicalId}: only AWS_PROXY integrations with payload format 2.0 are played.`);
  }
  const uri = String(properties['IntegrationUri']);
  // Both forms are in use: the function's ARN, and API Gateway's invocation path that holds it.
  const functionArn = /functions\/(arn:[^/]+)\/invocations/.exec(uri)?.[1] ?? uri;
  return { functionArn, timeoutMs: Number(properties['TimeoutInMillis'] ?? 30_000) };
}

function authorizer({ logicalId, properties }: Resource): JwtAuthorizer {
  if (properties['AuthorizerType'] !== 'JWT')
    throw new Error(`${logicalId}: only JWT authorizers are played.`);
  const { Issuer: issuer, Audience: audiences } = record(properties['JwtConfiguration']);
  return new JwtAuthorizer({ issuer: String(issuer), audiences: strings(audiences) });
}

/** Ten characters, as API Gateway's ids have, the same at every start. */
function shortId(logicalId: string): string {
  const digest = createHash('sha256').update(logicalId).digest('hex');
  return BigInt(`0x${digest.slice(0, 16)}`)
    .toString(36)
    .padStart(10, '0')
    .slice(0, 10);
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
