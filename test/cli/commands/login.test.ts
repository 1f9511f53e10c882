import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readProfile, writeProfile } from '../../../cli/profile/store.ts';
import { FakeSite } from '../fake-site.ts';
import { machine, profileOf, signedInAt } from '../run.ts';
import { alice } from '../samples.ts';

let site: FakeSite;
beforeEach(async () => {
  site = (await FakeSite.start()).on('whoAmI', alice);
});
afterEach(() => site.stop());

describe('vitrine login', () => {
  it('signs a hinted person in without a browser when the provider needs no page', async () => {
    site.provider.person = 'alice';
    const { run, openedInBrowser, file } = machine({ VITRINE_URL: site.url });
    const { status, stdout } = await run('login', '--as', 'alice');
    expect([status, stdout]).toEqual([0, `Signed in at ${site.url} as Alice Moreau (alice).\n`]);
    expect(openedInBrowser).toEqual([]);
    const asked = Object.fromEntries(site.provider.authorizations[0] ?? []);
    expect(asked).toMatchObject({
      response_type: 'code',
      client_id: 'vitrine-cli',
      scope: 'openid profile email offline_access',
      code_challenge_method: 'S256',
      resource: 'https://vitrine.example.com/api',
      login_hint: 'alice',
    });
    expect(asked['redirect_uri']).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/);
    const profile = await readProfile(file());
    expect(profile).toMatchObject({
      url: site.url,
      issuer: `${site.url}/oidc`,
      audience: 'https://vitrine.example.com/api',
    });
    expect(site.calls[0]?.headers.authorization).toBe(`Bearer ${profile?.tokens?.accessToken}`);
    expect(site.calls[0]?.headers['user-agent']).toMatch(/^vitrine-cli\/\d/);
  });

  it('names no resource when the audience is none that RFC 8707 knows', async () => {
    site.provider.person = 'alice';
    site.audience = 'vitrine-api';
    expect((await machine().run('login', '--as', 'alice', '--url', site.url)).status).toBe(0);
    expect(site.provider.authorizations[0]?.has('resource')).toBe(false);
  });

  it('opens a browser when there is a page to fill in', async () => {
    const { run, host, file } = machine();
    host.openBrowser = async (url) => {
      await fetch(url);
      await fetch(`${site.url}/oidc/press`);
    };
    const { status, stderr } = await run('login', '--as', 'alice', '--url', site.url, '--output', 'json');
    expect(status).toBe(0);
    expect(stderr).toContain(`go to:\n${site.url}/oidc/auth?`);
    expect((await readProfile(file()))?.tokens?.refreshToken).toBeTruthy();
  });

  it('prints the address only with --no-browser', async () => {
    const { run, openedInBrowser, stderr } = machine();
    const running = run('login', '--no-browser', '--url', site.url, '--profile', 'work');
    while (!stderr.join('').includes('/oidc/auth?')) await new Promise(setImmediate);
    await fetch(stderr.join('').split('\n')[1] ?? '');
    await fetch(`${site.url}/oidc/press`);
    expect((await running).status).toBe(0);
    expect(openedInBrowser).toEqual([]);
  });

  it('says so when nothing answers', async () => {
    const { run, file } = machine();
    const { url } = site;
    site.stop();
    const { status, stderr } = await run('login', '--url', url);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^vitrine: cannot reach http:\/\/127\.0\.0\.1:\d+ \(ECONNREFUSED\); is it running\? \(npm start\)\n$/,
    );
    expect(await readProfile(file())).toBeUndefined();
  });
});

describe('vitrine logout', () => {
  it('forgets the tokens here and at the provider, and keeps the address', async () => {
    site.provider.person = 'alice';
    const { run, file } = machine();
    await run('login', '--as', 'alice', '--url', site.url);
    const refreshToken = (await readProfile(file()))?.tokens?.refreshToken;
    expect((await run('logout')).stdout).toBe(`Signed out at ${site.url}.\n`);
    expect(site.provider.revoked).toEqual([refreshToken]);
    expect(await readProfile(file())).toEqual({
      url: site.url,
      issuer: `${site.url}/oidc`,
      clientId: 'vitrine-cli',
      audience: 'https://vitrine.example.com/api',
    });
    expect((await run('whoami')).stderr).toContain('you are not signed in');
    expect((await run('logout', '--output', 'json')).stdout).toBe('{"profile":"default","signedIn":false}\n');
  });

  it('works when the provider is gone', async () => {
    const { run, file } = await signedInAt(site);
    await writeProfile(file(), profileOf(site, { refreshToken: 'r' }));
    site.stop();
    const { status, stderr } = await run('logout');
    expect([status, stderr]).toEqual([
      0,
      'The provider could not be told; it lets the sign-in end by itself.\n',
    ]);
    expect((await readProfile(file()))?.tokens).toBeUndefined();
  });
});

describe('vitrine whoami', () => {
  it('shows the person as fields, or as the object of the API', async () => {
    const { run } = await signedInAt(site);
    expect((await run('whoami')).stdout).toBe(
      `Person  Alice Moreau (alice)\nMail    alice@shop.example\nGroups  engineers\nSite    ${site.url}\n`,
    );
    expect(JSON.parse((await run('whoami', '--output', 'json')).stdout)).toEqual(alice);
  });
});
