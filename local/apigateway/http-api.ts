import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Lambda } from '../lambda/lambda.ts';
import type { WholeRequest, WholeResponse } from '../server/http-server.ts';
import type { AccessContext, AccessLog } from './access-log.ts';
import { toResponse } from './answer.ts';
import { commonLogTime, toEvent } from './event.ts';
import type { JwtAuthorizer } from './jwt-authorizer.ts';
import { type Match, matchRoute, type Route } from './routes.ts';
import type { Throttle } from './throttle.ts';

export interface Integration {
  functionArn: string;
  timeoutMs: number;
}

export interface ApiRoute extends Route {
  integration: Integration;
  authorizer?: JwtAuthorizer | undefined;
  /** Any one of these suffices; none: every valid token does. */
  requiredScopes: string[];
}

export interface HttpApiOptions {
  apiId: string;
  accountId: string;
  region: string;
  lambda: Pick<Lambda, 'invokeFor'>;
  clock: () => number;
  warn: (message: string) => void;
}

/** API Gateway takes no larger request. */
const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** One HTTP API with its routes: authorizes, invokes, answers and logs as API Gateway does. */
export class HttpApi {
  stage = '$default';
  accessLog: AccessLog | undefined;
  throttle: Throttle | undefined;
  readonly routes: ApiRoute[] = [];
  readonly #options: HttpApiOptions;

  constructor(options: HttpApiOptions) {
    this.#options = options;
  }

  get domainName(): string {
    return `${this.#options.apiId}.execute-api.${this.#options.region}.amazonaws.com`;
  }

  /** @param sourceIp Whom the gateway sees at the other end; by default the socket's peer. */
  async handle(request: WholeRequest, sourceIp = request.remoteAddress): Promise<WholeResponse> {
    const at = this.#options.clock();
    const requestId = randomUUID();
    const match = matchRoute(this.routes, request.method, this.#withoutStage(request.path));
    const received = { match, at, requestId, sourceIp };
    const answer = await this.#answer(request, received);
    await this.#log(request, received, answer);
    const { response } = answer;
    return { ...response, headers: { ...response.headers, 'apigw-requestid': requestId } };
  }

  async #answer(request: WholeRequest, { match, at, requestId, sourceIp }: Received): Promise<Answer> {
    if (!match) return refuse(404, 'Not Found');
    if (request.body.length > MAX_BODY_BYTES) return refuse(413, 'Request Entity Too Large');
    if (this.throttle?.admits(match.route.key, performance.now()) === false)
      return refuse(429, 'Too Many Requests');
    const { authorizer, requiredScopes, integration, key } = match.route;
    const verified = await authorizer?.verify(request.headers['authorization']);
    if (verified?.ok === false) return unauthorized(verified.description);
    if (
      verified &&
      requiredScopes.length > 0 &&
      !requiredScopes.some((scope) => verified.scopes.includes(scope))
    ) {
      return refuse(403, 'Forbidden');
    }
    const event = toEvent(this.#forwarded(request, sourceIp), {
      accountId: this.#options.accountId,
      apiId: this.#options.apiId,
      domainName: this.domainName,
      stage: this.stage,
      routeKey: key,
      parameters: match.parameters,
      requestId,
      sourceIp,
      at,
      ...(verified
        ? {
            authorization: {
              claims: verified.claims,
              scopes: requiredScopes.length > 0 ? requiredScopes : null,
            },
          }
        : {}),
    });
    const subject = verified?.claims.sub;
    return { ...(await this.#invoke(match.route, integration, event)), ...(subject ? { subject } : {}) };
  }

  async #invoke(route: ApiRoute, { functionArn, timeoutMs }: Integration, event: object): Promise<Answer> {
    const abort = new AbortController();
    const { region, accountId, apiId, lambda } = this.#options;
    const path =
      route.method === '$default'
        ? '$default'
        : `${route.method === 'ANY' ? '*' : route.method}/${route.segments.join('/')}`;
    const sourceArn = `arn:aws:execute-api:${region}:${accountId}:${apiId}/${this.stage}/${path}`;
    const begin = performance.now();
    const latency = (): number => Math.round(performance.now() - begin);
    try {
      const outcome = await Promise.race([
        lambda.invokeFor('apigateway.amazonaws.com', sourceArn, functionArn, event),
        sleep(timeoutMs, 'timeout' as const, { signal: abort.signal }),
      ]);
      const integrationLatencyMs = latency();
      if (outcome === 'timeout') {
        return { ...refuse(503, 'Service Unavailable'), integrationError: 'timed out', integrationLatencyMs };
      }
      const response = outcome.ok ? toResponse(outcome.payload) : undefined;
      if (response) return { response, integrationLatencyMs };
      const integrationError = outcome.ok ? 'malformed answer' : outcome.error.errorType;
      return { ...refuse(500, 'Internal Server Error'), integrationError, integrationLatencyMs };
    } catch (error) {
      const integrationError = error instanceof Error ? error.message : String(error);
      this.#options.warn(`${route.key}: ${integrationError}`);
      return { ...refuse(500, 'Internal Server Error'), integrationError };
    } finally {
      abort.abort();
    }
  }

  /** The headers as the gateway passes them on: the caller's address appended to what proxies said before. */
  #forwarded(request: WholeRequest, sourceIp: string): WholeRequest {
    const before = request.headers['x-forwarded-for'];
    return {
      ...request,
      headers: {
        ...request.headers,
        host: this.domainName,
        'content-length': String(request.body.length),
        'x-amzn-trace-id': `Root=1-${Math.floor(this.#options.clock() / 1000).toString(16)}-${randomUUID().replaceAll('-', '').slice(0, 24)}`,
        'x-forwarded-for': before === undefined ? sourceIp : `${before}, ${sourceIp}`,
        'x-forwarded-port': '443',
        'x-forwarded-proto': 'https',
      },
    };
  }

  #withoutStage(path: string): string {
    const prefix = `/${this.stage}/`;
    return this.stage !== '$default' && path.startsWith(prefix) ? path.slice(prefix.length - 1) : path;
  }

  async #log(request: WholeRequest, received: Received, answer: Answer): Promise<void> {
    const { apiId, accountId, clock, warn } = this.#options;
    const { response } = answer;
    try {
      const context = {
        ...describeAnswer(answer),
        accountId,
        apiId,
        domainName: this.domainName,
        httpMethod: request.method,
        'identity.sourceIp': received.sourceIp,
        'identity.userAgent': request.headers['user-agent'],
        path: request.path,
        protocol: 'HTTP/1.1',
        requestId: received.requestId,
        requestTime: commonLogTime(received.at),
        requestTimeEpoch: Math.floor(received.at / 1000),
        responseLatency: clock() - received.at,
        responseLength: response.body?.length ?? 0,
        routeKey: received.match?.route.key,
        stage: this.stage,
        status: response.status,
      };
      await this.accessLog?.write(context, received.at);
    } catch (error) {
      warn(`The access log cannot be written: ${error instanceof Error ? error.message : error}`);
    }
  }
}

interface Received {
  match: Match<ApiRoute> | undefined;
  at: number;
  requestId: string;
  sourceIp: string;
}

interface Answer {
  response: WholeResponse;
  /** Why the gateway refused it, in the words of the access log. */
  reason?: string;
  integrationError?: string;
  integrationLatencyMs?: number;
  subject?: string;
}

/** The part of the access log's context that tells how a request was answered. */
function describeAnswer({
  response,
  reason,
  integrationError,
  integrationLatencyMs,
  subject,
}: Answer): AccessContext {
  return {
    'authorizer.claims.sub': subject,
    'authorizer.error': response.status === 401 ? reason : undefined,
    'error.message': reason,
    'error.messageString': reason === undefined ? undefined : JSON.stringify(reason),
    'integration.error': integrationError,
    integrationErrorMessage: integrationError,
    'integration.latency': integrationLatencyMs,
    integrationLatency: integrationLatencyMs,
  };
}

function refuse(status: number, message: string, reason = message): Answer {
  return {
    response: { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ message }) },
    reason,
  };
}

function unauthorized(description: string): Answer {
  const { response } = refuse(401, 'Unauthorized');
  const details = description === '' ? '' : ` error="invalid_token" error_description="${description}"`;
  return {
    response: {
      ...response,
      headers: { ...response.headers, 'www-authenticate': `Bearer scope=""${details}` },
    },
    reason: description === '' ? 'no token' : description,
  };
}
