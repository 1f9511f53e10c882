import vm from 'node:vm';

/** The `request` of a CloudFront Functions event; `uri` without the query. */
export interface EdgeRequest {
  method: string;
  uri: string;
  querystring: Record<string, EdgeValue>;
  headers: Record<string, EdgeValue>;
  cookies: Record<string, EdgeValue>;
}

export interface EdgeResponse {
  statusCode: number;
  statusDescription?: string;
  headers?: Record<string, EdgeValue>;
  cookies?: Record<string, EdgeValue & { attributes?: string }>;
  body?: string | { encoding: 'text' | 'base64'; data: string };
}

export interface EdgeValue {
  value: string;
  multiValue?: { value: string }[];
}

export interface EdgeEvent {
  version: '1.0';
  context: { distributionDomainName: string; distributionId: string; eventType: string; requestId: string };
  viewer: { ip: string };
  request: EdgeRequest;
  response?: EdgeResponse;
}

/** CloudFront allows a function about a millisecond of computing. Here it is the clock that counts, which on a busy machine runs while others compute. */
const TIMEOUT_MS = 2_000;

/**
 * One CloudFront Function (`cloudfront-js-2.0`), in a context of its own that offers the language and `console` only.
 * Source: "CloudFront Functions event structure", CloudFront developer guide.
 */
export class EdgeFunction {
  readonly #context: vm.Context;
  readonly #call = new vm.Script('Promise.resolve(handler(JSON.parse(__event))).then(JSON.stringify)');

  constructor(name: string, code: string) {
    this.#context = vm.createContext(
      { console: { log: (...values: unknown[]) => console.log(`${name}:`, ...values) } },
      { codeGeneration: { strings: false, wasm: false } },
    );
    vm.runInContext(code, this.#context, { filename: name, timeout: TIMEOUT_MS });
  }

  /** What the handler returns: a request to go on with, or a response. */
  async run(event: EdgeEvent): Promise<EdgeRequest | EdgeResponse> {
    this.#context['__event'] = JSON.stringify(event);
    return JSON.parse(await this.#call.runInContext(this.#context, { timeout: TIMEOUT_MS }));
  }
}

export function isResponse(result: EdgeRequest | EdgeResponse): result is EdgeResponse {
  return 'statusCode' in result;
}
