import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ask } from '../support/grants.ts';
import { eventually, outputOf, problemOf, type Site, startSite } from '../support/running-stack.ts';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site?.close());

const dayMs = 86_400_000;

/** The Monday after a day, just after the review of the week is due to be written. */
function nextMonday(from: number): number {
  const today = Math.floor(from / dayMs) * dayMs;
  const days = (8 - new Date(today).getUTCDay()) % 7 || 7;
  return today + days * dayMs + 5 * 3_600_000 + 60_000;
}

it('writes the review of the week into the bucket, mails it, and has it signed off item by item', async () => {
  const broken = await ask(site, 'dave', { breakGlass: { category: 'outage' }, durationSeconds: 60 });
  await eventually(
    () => site.evidence(),
    (events) => events.some(({ type }) => type === 'grant.glass_broken'),
  );
  const now = Date.now();
  site.stack.advanceClock(nextMonday(now) - now);
  const written = async () => (await site.evidence()).find(({ type }) => type === 'report.written');
  const report = (await eventually(written, (found) => found !== undefined, 90_000))?.report ?? '';
  expect(report).toMatch(/^weekly-/);
  await eventually(
    () => site.mails('carol@shop.example'),
    (mails) => mails.some(({ subject }) => subject.includes('weekly review')),
  );

  const s3 = new S3Client({ ...site.stack.clientConfig(), forcePathStyle: true });
  const Bucket = outputOf(site.stack, 'EvidenceBucket');
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: `reviews/${report}.html` }));
  expect(await Body?.transformToString()).toContain('Dave Castellanos');

  const carol = await site.client('carol');
  const shown = await carol('getReport', { params: { report } });
  const item = shown.items.find(({ requestId }) => requestId === broken.id)?.id ?? '';
  const body = { outcome: 'accepted', note: 'asked dave' } as const;
  const dave = await site.client('dave');
  const params = { report, item };
  expect((await problemOf(dave('signReportItem', { params, body }))).status).toBe(403);
  const signed = await carol('signReportItem', { params, body });
  expect(signed.open).toBe(shown.open - 1);
  const events = await site.evidence();
  expect(events.find(({ type }) => type === 'report.signed')).toMatchObject({
    actor: 'carol',
    report_item: item,
  });
}, 150_000);
