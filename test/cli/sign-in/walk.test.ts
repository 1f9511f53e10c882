import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { walkToCallback } from '../../../cli/sign-in/walk.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A server that redirects each path to where the table says, and shows a page elsewhere. */
async function provider(redirects: Record<string, string>, seen: string[] = []): Promise<string> {
  const server = createServer((request, response) => {
    seen.push(request.url ?? '');
    const location = redirects[request.url ?? ''];
    response.writeHead(location ? 302 : 200, location ? { location } : {}).end('page');
  });
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  return `http://127.0.0.1:${address && typeof address === 'object' ? address.port : ''}`;
}

const redirectUri = 'http://127.0.0.1:1/callback';
const walk = (issuer: string) =>
  walkToCallback({ authorizationUrl: new URL('/auth', issuer), issuer, redirectUri });

describe('walkToCallback', () => {
  it('ends at the callback without asking it', async () => {
    const issuer = await provider({ '/auth': '/next', '/next': `${redirectUri}?code=c&state=s` });
    expect((await walk(issuer))?.href).toBe(`${redirectUri}?code=c&state=s`);
  });

  it('gives up at a page', async () => {
    expect(await walk(await provider({ '/auth': '/page' }))).toBeUndefined();
  });

  it('does not follow to another site', async () => {
    const seen: string[] = [];
    const other = await provider({}, seen);
    expect(await walk(await provider({ '/auth': `${other}/x` }))).toBeUndefined();
    expect(seen).toEqual([]);
  });

  it('gives up after ten redirects', async () => {
    const seen: string[] = [];
    expect(await walk(await provider({ '/auth': '/auth' }, seen))).toBeUndefined();
    expect(seen).toHaveLength(11);
  });
});
