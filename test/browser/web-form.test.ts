import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plantedSecrets } from '../../local/sample/application.ts';
import { startChromium } from '../support/chromium.ts';
import { linkIn } from '../support/http-session.ts';
import { eventually, type Site, startSite } from '../support/running-stack.ts';

let site: Site;
let browser: Browser;
beforeAll(async () => {
  site = await startSite();
  browser = await startChromium();
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

/** A page of a person's own browser; whatever the console complains of fails the test. */
async function pageOf(complaints: string[]): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return page;
}

describe('the web form', () => {
  it('signs in, asks, sees the approval arrive and shows redacted rows', async () => {
    const complaints: string[] = [];
    const alice = await pageOf(complaints);
    await alice.goto(`${site.url}/?as=alice`);
    await alice.click('#sign-in');
    await alice.waitForSelector('#ask-form');
    await alice.check('#ask-form [name=scope][value=checkout-prod]');
    await alice.fill('#ask-form [name=duration]', '30m');
    await alice.fill('#ask-form [name=reason]', '5xx spike after deploy 812');
    await alice.fill('#ask-form [name=ticket]', 'INC-4711');
    await alice.click('#ask-form [type=submit]');
    await alice.waitForSelector('#request-state:text-is("pending")');

    const mails = await eventually(
      () => site.mails('bob@shop.example'),
      (found) => found.length > 0,
    );
    const bob = await pageOf(complaints);
    await bob.goto(linkIn(mails[0]));
    await bob.waitForSelector('text=INC-4711');
    await bob.click('button[value=approve]');
    await bob.waitForSelector('text=Approved');

    await alice.waitForSelector('#request-state:text-is("active")');
    await alice.click('a:has-text("Look")');
    await alice.fill('#query', 'fields @timestamp, @message | filter @message like /ERROR/ | limit 20');
    await alice.click('#run');
    await alice.waitForSelector('#rows tbody tr');
    const rows = await alice.locator('#rows tbody').innerText();
    expect(rows).toContain('ERROR');
    expect(rows).toMatch(/\[(?:email|card):[0-9a-z]{12}\]/);
    expect(plantedSecrets().filter((secret) => rows.includes(secret))).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
