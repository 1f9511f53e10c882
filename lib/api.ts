import { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { FunctionName } from '../contract/environment.ts';
import { pages, type Route, routes } from '../contract/routes.ts';
import type { Config } from '../core/policy/config.ts';
import { acknowledge } from './acknowledge.ts';
import type { Functions } from './functions.ts';
import { guardedLogGroup } from './log-group.ts';

export interface ApiProps {
  config: Config;
  functions: Functions;
  oidcIssuer: string;
  oidcAudience: string;
  logKey: kms.IKey;
}

/**
 * What is known of a call without reading it. The route is logged, never the path: an approval link's path is its secret.
 * What the gateway refuses itself is evidenced here only.
 */
const accessLogFields = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  ip: '$context.identity.sourceIp',
  routeKey: '$context.routeKey',
  status: '$context.status',
  error: '$context.error.message',
  authorizerError: '$context.authorizer.error',
  integrationError: '$context.integrationErrorMessage',
  sub: '$context.authorizer.claims.sub',
  userAgent: '$context.identity.userAgent',
  integrationLatencyMs: '$context.integrationLatency',
};

/** The HTTP API: every route of the contract behind the JWT authorizer, and the approval pages, which sign in themselves. */
export class Api extends Construct {
  readonly httpApi: apigateway.HttpApi;
  readonly #integrations = new Map<FunctionName, HttpLambdaIntegration>();
  readonly #functions: Functions;

  constructor(scope: Construct, id: string, props: ApiProps) {
    super(scope, id);
    const { functions, oidcIssuer, oidcAudience } = props;
    this.#functions = functions;
    const { stackName } = Stack.of(this);
    this.httpApi = new apigateway.HttpApi(this, 'HttpApi', {
      apiName: stackName,
      createDefaultStage: false,
    });
    this.#stage(props);
    const authorizer = new HttpJwtAuthorizer('People', oidcIssuer, { jwtAudience: [oidcAudience] });
    for (const { path, method, lambda } of Object.values<Route>(routes)) {
      this.#route(path, method, lambda, authorizer);
    }
    for (const { path, method } of pages) {
      const added = this.#route(path, method, 'approvals', new apigateway.HttpNoneAuthorizer());
      acknowledge(added, { APIG4: 'A page for people without a token yet; it asks them to sign in itself.' });
    }
  }

  get domainName(): string {
    const { region, urlSuffix } = Stack.of(this);
    return `${this.httpApi.apiId}.execute-api.${region}.${urlSuffix}`;
  }

  #stage({ config, logKey }: ApiProps): void {
    const log = guardedLogGroup(this, 'AccessLog', {
      config,
      key: logKey,
      // The gateway needs no entry in the account's log policy, which is short, for names that begin so.
      name: `/aws/vendedlogs/${Stack.of(this).stackName}-api`,
    });
    const stage = new apigateway.HttpStage(this, 'Stage', {
      httpApi: this.httpApi,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: 100, burstLimit: 200 },
    });
    const resource = stage.node.defaultChild as apigateway.CfnStage;
    resource.accessLogSettings = {
      destinationArn: log.logGroupArn,
      format: JSON.stringify(accessLogFields),
    };
  }

  #route(
    path: string,
    method: 'GET' | 'POST',
    name: FunctionName,
    authorizer: apigateway.IHttpRouteAuthorizer,
  ): apigateway.HttpRoute {
    return new apigateway.HttpRoute(this, `${method} ${path}`.replaceAll('/', ':'), {
      httpApi: this.httpApi,
      routeKey: apigateway.HttpRouteKey.with(path, apigateway.HttpMethod[method]),
      integration: this.#integration(name),
      authorizer,
    });
  }

  #integration(name: FunctionName): HttpLambdaIntegration {
    const known = this.#integrations.get(name);
    if (known) return known;
    const integration = new HttpLambdaIntegration(name, this.#functions.named(name).function);
    this.#integrations.set(name, integration);
    return integration;
  }
}
