import { describe, expect, it } from 'vitest';
import { listenForCallback } from '../../../cli/sign-in/loopback.ts';

describe('listenForCallback', () => {
  it('takes only the callback with the state of this sign-in', async () => {
    const loopback = await listenForCallback('mine');
    try {
      const { redirectUri } = loopback;
      expect(redirectUri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/);
      expect((await fetch(`${redirectUri}?code=evil&state=theirs`)).status).toBe(400);
      expect((await fetch(new URL('/favicon.ico', redirectUri))).status).toBe(404);
      expect((await fetch(`${redirectUri}?code=evil&state=mine`, { method: 'POST' })).status).toBe(404);
      const answer = await fetch(`${redirectUri}?code=good&state=mine`);
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
      expect((await loopback.callback()).searchParams.get('code')).toBe('good');
    } finally {
      loopback.close();
    }
  });
});
