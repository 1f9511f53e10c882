import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AwsResponse } from '../aws/types.ts';

/** A request, whole: the stand-in never streams. */
export interface WholeRequest {
  method: string;
  /** Percent-encoded path, without the query. */
  path: string;
  query: URLSearchParams;
  /** The query as it was sent, without `?`. */
  rawQuery: string;
  /** Lower-cased names; repeated headers are joined with commas. */
  headers: Record<string, string>;
  body: Buffer;
  remoteAddress: string;
}

export interface WholeResponse extends Omit<AwsResponse, 'headers'> {
  headers?: Record<string, string | string[]>;
}

export interface Site {
  /** Takes the raw request when it wants to answer by itself (the OIDC provider does). */
  raw?: (request: IncomingMessage, response: ServerResponse) => boolean;
  handle(request: WholeRequest): Promise<WholeResponse>;
}

export interface HttpServer {
  port: number;
  /** Says who answers from now on. */
  serve(site: Site): void;
  close(): Promise<void>;
}

/** Nothing in the stand-in is larger; beyond it, a request is cut off with 413. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

/** Listens on `127.0.0.1`; port 0 takes any free one. */
export async function listen(port: number): Promise<HttpServer> {
  let site: Site = {
    handle: async () => ({ status: 503, headers: { 'retry-after': '1' }, body: 'Starting.' }),
  };
  const server = createServer((request, response) => {
    if (site.raw?.(request, response)) return;
    answer(site, request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end(`${error instanceof Error ? error.message : error}\n`);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = new Error(`Port ${port} is taken: give another with --port, or 0 for any free one.`);
      reject(error.code === 'EADDRINUSE' ? taken : error);
    });
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    port: address.port,
    serve: (next) => {
      site = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(request);
  if (body === 'too large') {
    response.writeHead(413, { connection: 'close' }).end();
    return;
  }
  const [path = '/', ...rest] = (request.url ?? '/').split('?');
  const rawQuery = rest.join('?');
  const answered = await site.handle({
    method: request.method ?? 'GET',
    path,
    query: new URLSearchParams(rawQuery),
    rawQuery,
    headers: joinHeaders(request),
    body,
    remoteAddress: request.socket.remoteAddress ?? '127.0.0.1',
  });
  const content = typeof answered.body === 'string' ? Buffer.from(answered.body) : answered.body;
  const headers: Record<string, string | string[]> = { ...answered.headers };
  const bodiless = request.method === 'HEAD' || answered.status === 204 || answered.status === 304;
  if (!bodiless) headers['content-length'] = String(content?.length ?? 0);
  response.writeHead(answered.status, headers);
  response.end(bodiless ? undefined : content);
}

async function readBody(request: IncomingMessage): Promise<Buffer | 'too large'> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) return 'too large';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function joinHeaders(request: IncomingMessage): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, values] of Object.entries(request.headersDistinct)) {
    if (values !== undefined) joined[name] = values.join(name === 'cookie' ? '; ' : ',');
  }
  return joined;
}
