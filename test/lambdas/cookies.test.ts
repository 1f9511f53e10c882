import { createHash } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { grantKey } from '../../adapters/kms/keys.ts';
import { Cookies } from '../../lambdas/approvals/cookies.ts';

const keys = (seed: string) => ({
  ofGrant: async () => grantKey(createHash('sha256').update(seed).digest()),
});
const cookies = new Cookies(keys('a'), 'https://vitrine.example');
const session = { id: 's-1', subject: 'bob', groups: ['payments-leads'] };
const pairOf = (cookie: string) => cookie.split(';')[0] ?? '';

describe('the cookies of the approval pages', () => {
  it('come back as they were, and show nothing of what is in them', async () => {
    const cookie = await cookies.write('session', session);
    expect(cookie).not.toContain('bob');
    expect(await cookies.read('session', [pairOf(cookie)])).toEqual(session);
  });

  it('are kept from scripts, other sites and plain HTTP', async () => {
    const attributes = (await cookies.write('session', session)).split('; ');
    expect(attributes).toEqual(
      expect.arrayContaining(['HttpOnly', 'SameSite=Lax', 'Secure', 'Path=/approve']),
    );
  });

  it('are nothing when changed, made with another key, or of another kind', async () => {
    const cookie = pairOf(await cookies.write('session', session));
    const flow = pairOf(
      await cookies.write('flow', { state: 's', nonce: 'n', verifier: 'v', returnTo: '/' }),
    );
    const foreign = pairOf(await new Cookies(keys('b'), 'https://x.example').write('session', session));
    const posing = `vitrine-approver=${flow.split('=')[1]}`;
    const changed = `${cookie.slice(0, -2)}${cookie.endsWith('A') ? 'BB' : 'AA'}`;
    for (const bad of [changed, foreign, posing, 'vitrine-approver=x', 'vitrine-approver=']) {
      expect(await cookies.read('session', [bad])).toBeUndefined();
    }
    expect(await cookies.read('session', undefined)).toBeUndefined();
  });

  it('end after a quarter of an hour', async () => {
    const cookie = pairOf(await cookies.write('session', session));
    vi.useFakeTimers({ now: Date.now() + 901_000, toFake: ['Date'] });
    try {
      expect(await cookies.read('session', [cookie])).toBeUndefined();
    } finally {
      vi.useRealTimers();
    }
  });
});
