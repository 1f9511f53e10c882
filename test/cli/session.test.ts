import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { processHost } from '../../cli/host.ts';
import { readProfile, writeProfile } from '../../cli/profile/store.ts';
import { FakeSite } from './fake-site.ts';
import { machine, profileOf, signedInAt } from './run.ts';
import { alice } from './samples.ts';

let site: FakeSite;
beforeEach(async () => {
  site = (await FakeSite.start()).on('whoAmI', alice);
});
afterEach(() => site.stop());

const past = '2020-01-01T00:00:00.000Z';

describe('session', () => {
  it('asks to sign in when nobody is', async () => {
    const { status, stderr } = await machine().run('whoami', '--url', site.url);
    expect([status, stderr]).toEqual([
      1,
      `vitrine: you are not signed in at ${site.url}. Run: vitrine login --url ${site.url}\n`,
    ]);
  });

  it('sends no token to another site than it was given for', async () => {
    const elsewhere = (await FakeSite.start()).on('whoAmI', alice);
    try {
      const { run } = await signedInAt(site);
      const { status, stderr } = await run('whoami', '--url', elsewhere.url);
      expect(status).toBe(1);
      expect(stderr).toContain(`is signed in at ${site.url} and is not used for ${elsewhere.url}`);
      expect(elsewhere.calls).toEqual([]);
    } finally {
      elsewhere.stop();
    }
  });

  it('renews a token that ends soon, once, for all who ask at the same time', async () => {
    site.provider.refreshTokens.add('first');
    const { file, host, run } = machine();
    const soon = new Date(host.now() + 30_000).toISOString();
    await writeProfile(file(), profileOf(site, { expiresAt: soon, refreshToken: 'first' }));
    expect((await run('whoami')).status).toBe(0);
    const renewed = await readProfile(file());
    expect(renewed?.tokens?.refreshToken).not.toBe('first');
    // What is left of the hour counts down by the machine's own clock.
    const leftMs = Date.parse(renewed?.tokens?.expiresAt ?? '') - host.now();
    expect(leftMs).toBeLessThanOrEqual(3_600_000);
    expect(leftMs).toBeGreaterThan(3_500_000);
    expect((await run('whoami')).status).toBe(0);
    expect(site.provider.refreshes).toBe(1);

    await writeProfile(file(), {
      ...profileOf(site),
      tokens: { ...renewed?.tokens, accessToken: 'a.b.c', expiresAt: past },
    });
    // Those who wait for the lock wait in earnest.
    host.sleep = processHost().sleep;
    const results = await Promise.all([1, 2, 3].map(() => run('whoami')));
    expect(results.map(({ status }) => status)).toEqual([0, 0, 0]);
    expect(site.provider.refreshes).toBe(2);
  });

  it('says that the sign-in has ended when it cannot be renewed', async () => {
    const { file, run } = machine();
    await writeProfile(file(), profileOf(site, { expiresAt: past }));
    expect((await run('whoami')).stderr).toBe('vitrine: your sign-in has ended. Run: vitrine login\n');
    await writeProfile(file('work'), profileOf(site, { expiresAt: past, refreshToken: 'revoked' }));
    expect((await run('whoami', '--profile', 'work')).stderr).toBe(
      'vitrine: your sign-in has ended. Run: vitrine login --profile work\n',
    );
  });
});
