import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { CliError } from '../errors.ts';

/** How long somebody may take to sign in. */
const patienceMs = 5 * 60_000;

export interface Loopback {
  redirectUri: string;
  /** The address that the provider sent the browser to, with the code or the error in it. */
  callback: () => Promise<URL>;
  close: () => void;
}

/**
 * Listens on a free port of the loopback interface for the one redirect at the end of a sign-in (RFC 8252, section 7.3).
 * Only a callback with the state of this sign-in counts: any page in the browser could send others.
 */
export async function listenForCallback(state: string): Promise<Loopback> {
  const { promise, resolve, reject } = Promise.withResolvers<URL>();
  // Nobody may be waiting yet when it runs out of patience.
  promise.catch(() => undefined);
  const server = createServer((request, response) => {
    const url = callbackOf(server, request);
    if (url?.searchParams.get('state') !== state) {
      answer(response, url ? 400 : 404, 'This is not the sign-in that was started here.');
      return;
    }
    const failed = url.searchParams.has('error');
    answer(
      response,
      failed ? 400 : 200,
      failed
        ? 'The sign-in failed; the terminal says why.'
        : 'You are signed in. Go back to the terminal and close this page.',
    );
    resolve(url);
  });
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(0, '127.0.0.1', listening);
  });
  const timer = setTimeout(() => {
    reject(new CliError('sign-in-failed', 'nobody signed in within 5 minutes; run vitrine login again'));
  }, patienceMs);
  return {
    redirectUri: `${originOf(server)}/callback`,
    callback: () => promise,
    close: () => {
      clearTimeout(timer);
      server.close();
      server.closeIdleConnections();
    },
  };
}

function callbackOf(server: Server, request: IncomingMessage): URL | undefined {
  const url = URL.parse(request.url ?? '', originOf(server));
  return request.method === 'GET' && url?.pathname === '/callback' ? url : undefined;
}

function originOf(server: Server): string {
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('the callback server does not listen');
  return `http://127.0.0.1:${address.port}`;
}

function answer(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'",
    'referrer-policy': 'no-referrer',
    connection: 'close',
  });
  response.end(`<!doctype html><meta charset="utf-8"><title>Vitrine</title><p>${sentence}</p>\n`);
}
