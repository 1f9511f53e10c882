import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, untilState } from '../support/grants.ts';
import { linkIn, PlainBrowser } from '../support/http-session.ts';
import { eventually, type Site, startSite } from '../support/running-stack.ts';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site?.close());

/** The link that a person was mailed for a request. */
async function mailedLink(id: string, person = 'bob'): Promise<string> {
  const mails = await eventually(
    async () => (await site.mails(`${person}@shop.example`)).filter(({ text }) => text.includes(id)),
    (found) => found.length > 0,
  );
  return linkIn(mails[0]);
}

const stateOf = async (id: string) =>
  (await (await site.client('alice'))('getRequest', { params: { id } })).state;
const refusals = async (id: string) =>
  (await site.evidence()).filter(({ type, request_id }) => type === 'access.refused' && request_id === id);

describe('the mailed link', () => {
  it('leads through the sign-in to the terms, and approves on the press of a button, once', async () => {
    const request = await ask(site, 'alice', { ticket: 'INC-4711', reason: 'a <b>bold</b> reason & more' });
    const link = await mailedLink(request.id);
    const browser = new PlainBrowser();
    const page = await browser.get(link);
    expect(page.status).toBe(200);
    expect(page.html).toContain('Alice Moreau');
    expect(page.html).toContain('INC-4711');
    expect(page.html).toContain('a &#60;b&#62;bold&#60;/b&#62; reason &#38; more');
    expect(page.html).not.toContain('<script');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');

    for (let i = 0; i < 3; i++) await browser.get(link);
    expect(await stateOf(request.id)).toBe('pending');

    const approved = await browser.press(page, 'approve', 'go ahead');
    expect(approved.status).toBe(200);
    expect(approved.html).toContain('Approved');
    await untilState(await site.client('alice'), request.id, 'active');

    const again = await browser.press(page, 'deny');
    expect(again.status).toBe(403);
    expect(await stateOf(request.id)).toBe('active');
    expect(await refusals(request.id)).toMatchObject([{ code: 'link-invalid', actor: 'bob' }]);
  });

  it('is no use to somebody else, though they are an approver, too', async () => {
    const request = await ask(site);
    const link = await mailedLink(request.id, 'bob');
    const beth = new PlainBrowser();
    await beth.get(await mailedLink(request.id, 'beth'));
    const page = await beth.get(link);
    expect(page.status).toBe(403);
    expect(page.html).not.toContain('5xx spike');
    expect(await refusals(request.id)).toMatchObject([{ code: 'link-invalid', actor: 'beth' }]);
  });

  it('does not decide without the form’s own token, nor without a sign-in', async () => {
    const request = await ask(site);
    const link = await mailedLink(request.id);
    const signedIn = new PlainBrowser();
    const page = await signedIn.get(link);
    const forged = await signedIn.press({ ...page, html: '' }, 'approve');
    expect(forged.status).toBe(403);
    const stranger = await new PlainBrowser().press(page, 'approve');
    expect(stranger.status).toBe(403);
    expect(await stateOf(request.id)).toBe('pending');
  });

  it.each(['x', 'A'.repeat(32), '..%2f..%2fapi%2fme', '%00'])(
    'answers a mangled token %s without a 5xx',
    async (token) => {
      const browser = new PlainBrowser();
      await browser.get(await mailedLink((await ask(site)).id));
      const page = await browser.get(`${site.url}/approve/${token}`);
      expect([403, 404]).toContain(page.status);
    },
  );

  it('has expired when the time to decide is over', async () => {
    const request = await ask(site, 'alice', { scope: 'quick-prod' });
    const link = await mailedLink(request.id);
    site.stack.advanceClock(21_000);
    await untilState(await site.client('alice'), request.id, 'lapsed');
    const browser = new PlainBrowser();
    await browser.get(await mailedLink((await ask(site)).id));
    expect((await browser.get(link)).status).toBe(403);
  });

  it('decides alone where the scope says so', async () => {
    const request = await ask(site, 'alice', { scope: 'quick-prod' });
    const link = await mailedLink(request.id);
    const browser = new PlainBrowser();
    const page = await browser.get(link);
    expect(page.html).toContain('Quick, production');
    expect((await browser.press(page, 'deny', 'no')).status).toBe(200);
    expect(await stateOf(request.id)).toBe('denied');
    expect((await browser.press(page, 'approve')).status).toBe(403);
  });

  it('does not decide alone for somebody who is signed in as another person', async () => {
    const request = await ask(site, 'alice', { scope: 'quick-prod' });
    const signedIn = new PlainBrowser();
    await signedIn.get(await mailedLink((await ask(site)).id, 'beth'));
    const page = await signedIn.get(await mailedLink(request.id, 'bob'));
    expect(page.status).toBe(403);
    expect((await signedIn.press(page, 'approve')).status).toBe(403);
    expect(await stateOf(request.id)).toBe('pending');
  });

  it('goes to the topic without a token: approvers sign in and decide there', async () => {
    const request = await ask(site);
    const shared = await eventually(
      async () =>
        (await site.mails('security@alerts.example')).filter(({ text }) => text.includes(request.id)),
      (mails) => mails.length > 0,
    );
    const url = linkIn(shared[0]);
    expect(url).toBe(`${site.url}/approve/requests/${request.id}`);
    const browser = new PlainBrowser();
    await browser.get(await mailedLink(request.id, 'beth'));
    const page = await browser.get(url);
    expect((await browser.press(page, 'approve')).status).toBe(200);
    expect(await stateOf(request.id)).not.toBe('pending');
  });

  it('leaves no token in any log line', async () => {
    const token = (await mailedLink((await ask(site)).id)).split('/').at(-1) ?? '';
    await new PlainBrowser().get(`${site.url}/approve/${token}`);
    expect(await site.logLines()).not.toContain(token);
  });
});
