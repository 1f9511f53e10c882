import { randomUUID } from 'node:crypto';
import { matchesWildcard } from '../iam/wildcard.ts';
import type { WholeRequest, WholeResponse } from '../server/http-server.ts';
import { type EdgeFunction, isResponse } from './edge-function.ts';
import { fromEdgeRequest, fromEdgeResponse, toEdgeRequest, toEdgeResponse } from './edge-shapes.ts';
import { forwarded, type OriginRequestPolicy } from './origin-request-policy.ts';
import { type ResponseHeaders, withResponseHeaders } from './response-headers.ts';

/** Fetches from one origin; the address is the edge's, which is whom the origin sees. */
export type Origin = (request: WholeRequest, edgeAddress: string) => Promise<WholeResponse>;

export interface Behaviour {
  /** `/api/*`; the default behaviour's is `*`. */
  pathPattern: string;
  allowedMethods: readonly string[];
  origin: Origin;
  /** Sent to the origin on every request, over what the viewer sent under the same name. */
  originHeaders: Readonly<Record<string, string>>;
  forward: readonly OriginRequestPolicy[];
  onRequest?: EdgeFunction | undefined;
  onResponse?: EdgeFunction | undefined;
  responseHeaders?: ResponseHeaders | undefined;
}

export interface DistributionOptions {
  id: string;
  domainName: string;
  defaultRootObject: string;
  /** In order of precedence, the default last. */
  behaviours: readonly Behaviour[];
}

/** An address of CloudFront's own ranges: code that takes the caller's address for the viewer's shows at once. */
const EDGE_ADDRESS = '130.176.0.10';

/** A CloudFront distribution without its cache: every request goes to the origin. */
export class Distribution {
  readonly #options: DistributionOptions;

  constructor(options: DistributionOptions) {
    this.#options = options;
  }

  async handle(viewerRequest: WholeRequest): Promise<WholeResponse> {
    const { behaviours } = this.#options;
    const behaviour = behaviours.find(({ pathPattern }) => matchesPath(pathPattern, viewerRequest.path));
    if (!behaviour) return { status: 404 };
    if (!behaviour.allowedMethods.includes(viewerRequest.method)) {
      return { status: 403, headers: { server: 'CloudFront' }, body: 'This method is not allowed here.' };
    }
    const response = await this.#respond(behaviour, viewerRequest);
    return behaviour.responseHeaders ? withResponseHeaders(response, behaviour.responseHeaders) : response;
  }

  async #respond(behaviour: Behaviour, viewerRequest: WholeRequest): Promise<WholeResponse> {
    const edited = await this.#viewerRequest(behaviour, viewerRequest);
    if ('status' in edited) return edited;
    const request = this.#withRootObject(edited);
    const toOrigin = forwarded(request, behaviour.forward);
    const before = viewerRequest.headers['x-forwarded-for'];
    const response = await behaviour.origin(
      {
        ...toOrigin,
        headers: {
          ...toOrigin.headers,
          via: '1.1 stand-in.cloudfront.net (CloudFront)',
          'x-amz-cf-id': randomUUID(),
          'x-forwarded-for': before
            ? `${before}, ${viewerRequest.remoteAddress}`
            : viewerRequest.remoteAddress,
          ...behaviour.originHeaders,
        },
      },
      EDGE_ADDRESS,
    );
    return this.#viewerResponse(behaviour, request, response);
  }

  async #viewerRequest(behaviour: Behaviour, request: WholeRequest): Promise<WholeRequest | WholeResponse> {
    if (!behaviour.onRequest) return request;
    const result = await behaviour.onRequest.run({
      ...this.#event('viewer-request', request),
      request: toEdgeRequest(request),
    });
    return isResponse(result) ? fromEdgeResponse(result) : fromEdgeRequest(request, result);
  }

  async #viewerResponse(
    behaviour: Behaviour,
    request: WholeRequest,
    response: WholeResponse,
  ): Promise<WholeResponse> {
    // CloudFront calls no viewer-response function for an origin's error.
    if (!behaviour.onResponse || response.status >= 400) return response;
    const result = await behaviour.onResponse.run({
      ...this.#event('viewer-response', request),
      request: toEdgeRequest(request),
      response: toEdgeResponse(response),
    });
    return isResponse(result) ? fromEdgeResponse(result, response) : response;
  }

  #event(eventType: string, request: WholeRequest) {
    const { id: distributionId, domainName: distributionDomainName } = this.#options;
    const context = { distributionDomainName, distributionId, eventType, requestId: randomUUID() };
    return { version: '1.0' as const, context, viewer: { ip: request.remoteAddress } };
  }

  #withRootObject(request: WholeRequest): WholeRequest {
    const { defaultRootObject } = this.#options;
    return request.path === '/' && defaultRootObject !== ''
      ? { ...request, path: `/${defaultRootObject}` }
      : request;
  }
}

function matchesPath(pattern: string, path: string): boolean {
  return matchesWildcard(pattern.startsWith('/') || pattern === '*' ? pattern : `/${pattern}`, path);
}
