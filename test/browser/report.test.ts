import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sha256Bytes } from '../../adapters/system/bytes.ts';
import { reportHtml } from '../../core/audit/review/html.ts';
import { accessStory, eventAt } from '../core/audit/review/history.ts';
import { reportOf } from '../core/audit/review/report-of.ts';
import { startChromium } from '../support/chromium.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await startChromium();
});
afterAll(() => browser?.close());

const unbroken = '/aws/lambda/checkout-prod-payment-intent-webhook-handler'.repeat(6);
const hostile = [
  `<script>alert(1)</script><img src="//evil.example/x">${unbroken}`,
  '支払いが失敗しています。'.repeat(20),
  '\u202eالعميل لا يستطيع الدفع',
];
const week = hostile.flatMap((reason, place) => [
  ...accessStory(`req-${place}`, '2026-11-17', {
    details: {
      reason,
      scope: 'a-scope-with-a-name-of-forty-characters-x',
      requester: unbroken,
      assessed_purpose: 'no',
      findings: [`purpose: ${reason}`],
    },
  }),
  eventAt('2026-11-18T03:00:00.000Z', 'watch.raised', {
    rule: 'outside-hours',
    concerns: unbroken,
    detail: reason,
    request_id: `req-${place}`,
  }),
  eventAt('2026-11-18T04:00:00.000Z', 'ledger.differed', { detail: reason }),
]);
const report = reportOf(week, { installedOn: '2026-08-01' });
const markup = reportHtml(report, { nameOf: (person) => person, sha256: sha256Bytes });

// At 96 pixels an inch and without its margins, paper that lies on its side is so wide.
it.each([
  ['a phone', 390, 'screen'],
  ['a tablet', 820, 'screen'],
  ['a laptop', 1280, 'screen'],
  ['A4', 1032, 'print'],
  ['US Letter', 965, 'print'],
] as const)('a report with the longest of words fits onto %s', async (_, width, media) => {
  const page = await browser.newPage({ viewport: { width, height: 800 } });
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('request', (request) => complaints.push(`asks for ${request.url()}`));
  await page.emulateMedia({ media });
  await page.setContent(markup);
  expect(await page.locator('table.accesses').evaluate((table) => getComputedStyle(table).tableLayout)).toBe(
    'fixed',
  );
  const tooWide = await page.evaluate(() =>
    [...document.querySelectorAll('body *')]
      .filter(
        (element) =>
          element.scrollWidth > element.clientWidth + 1 ||
          element.getBoundingClientRect().right > innerWidth + 1,
      )
      .filter((element) => getComputedStyle(element).display !== 'inline' && !element.closest('thead'))
      .map((element) => `${element.tagName}.${element.className}: ${element.textContent?.slice(0, 40)}`),
  );
  expect(tooWide).toEqual([]);
  expect(complaints).toEqual([]);
  await page.close();
});
