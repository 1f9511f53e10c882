import type { HttpApi } from './apigateway/http-api.ts';
import type { Distribution } from './cloudfront/distribution.ts';
import type { Oidc } from './oidc/oidc.ts';
import type { AwsEndpoint } from './server/aws-endpoint.ts';
import type { Site, WholeRequest, WholeResponse } from './server/http-server.ts';

/** A page of the stand-in's own, such as the mailbox. */
export interface Page {
  /** Its name in the list of addresses that is printed at start. */
  title: string;
  /** `/mailbox`: it answers this path and everything below it. */
  path: string;
  handle(request: WholeRequest): WholeResponse | Promise<WholeResponse>;
}

export interface SiteOptions {
  aws: AwsEndpoint;
  oidc: Oidc;
  pages: readonly Page[];
  apis: ReadonlyMap<string, HttpApi>;
  /** The template's distribution; without one, only the other addresses answer. */
  distribution: Distribution | undefined;
}

const API_PATH = /^\/_apigateway\/([a-z0-9]+)(\/.*)$/;

/** Who answers on the one port: AWS for signed requests, else the stand-in's own pages, else the site. */
export function createSite({ aws, oidc, pages, apis, distribution }: SiteOptions): Site {
  return {
    raw: oidc.handle,
    handle: async (request) => {
      if (isSigned(request)) return aws.handle(request);
      const page = pages.find(({ path }) => request.path === path || /^[/.]/.test(below(request, path)));
      if (page) return page.handle(request);
      const [, apiId = '', path = '/'] = API_PATH.exec(request.path) ?? [];
      const api = apis.get(apiId) ?? apis.get(request.headers['host']?.split('.execute-api.')[0] ?? '');
      if (api) return api.handle(apiId === '' ? request : { ...request, path });
      return distribution?.handle(request) ?? { status: 404, body: 'The template has no distribution.\n' };
    },
  };
}

function isSigned({ headers, query }: WholeRequest): boolean {
  return headers['authorization']?.startsWith('AWS4-HMAC-SHA256') === true || query.has('X-Amz-Credential');
}

/** What follows `prefix` in the path: empty when the path does not begin with it. */
function below({ path }: WholeRequest, prefix: string): string {
  return path.startsWith(prefix) ? path.slice(prefix.length) : '';
}
