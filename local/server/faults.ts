import type { AwsRequest } from '../aws/types.ts';

/** Whether a call shall fail: its operation (`PutObject`), and a detail (path with query, or the body's start). */
export type FaultRule = (operation: string, detail: string) => boolean;

/** Service failures made on purpose, so that tests can see what happens when AWS is not well. */
export class Faults {
  readonly #rules = new Map<string, FaultRule>();

  /** Lets calls of one service (its signing name, e.g. `s3`) fail while the rule says so; returns the way back. */
  fail(service: string, rule: FaultRule = () => true): () => void {
    this.#rules.set(service, rule);
    return () => {
      if (this.#rules.get(service) === rule) this.#rules.delete(service);
    };
  }

  clear(): void {
    this.#rules.clear();
  }

  shouldFail(service: string, request: AwsRequest): boolean {
    const rule = this.#rules.get(service);
    return rule?.(operationOf(service, request), detailOf(request)) ?? false;
  }
}

/** The operation that a request asks for, read from wherever its protocol puts it. */
function operationOf(service: string, request: AwsRequest): string {
  const target = request.headers['x-amz-target'];
  if (target !== undefined) return target.slice(target.lastIndexOf('.') + 1);
  if (service === 's3') return s3Operation(request);
  if (service === 'ses') return request.path.endsWith('/outbound-emails') ? 'SendEmail' : request.path;
  return new URLSearchParams(request.body.toString('utf8')).get('Action') ?? request.path;
}

function s3Operation({ method, path, query }: AwsRequest): string {
  const isObject = path.split('/').filter(Boolean).length > 1;
  if (query.has('delete')) return 'DeleteObjects';
  if (query.has('versions')) return 'ListObjectVersions';
  if (query.has('retention')) return `${method === 'PUT' ? 'Put' : 'Get'}ObjectRetention`;
  if (query.has('legal-hold')) return `${method === 'PUT' ? 'Put' : 'Get'}ObjectLegalHold`;
  if (!isObject) return method === 'GET' ? 'ListObjectsV2' : `${method} bucket`;
  const verbs: Record<string, string> = { GET: 'Get', PUT: 'Put', HEAD: 'Head', DELETE: 'Delete' };
  return `${verbs[method] ?? method}Object`;
}

const DETAIL_CHARACTERS = 4096;

function detailOf({ path, query, body }: AwsRequest): string {
  if (path !== '/') return query.size === 0 ? path : `${path}?${query}`;
  return body.toString('utf8', 0, DETAIL_CHARACTERS);
}
