import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256Bytes } from '../../../../adapters/system/bytes.ts';
import { reportHtml } from '../../../../core/audit/review/html.ts';
import { accessStory, eventAt } from './history.ts';
import { reportOf } from './report-of.ts';

const nameOf = (person: string) => `${person.charAt(0).toUpperCase()}${person.slice(1)}`;
const pageOf = (...given: Parameters<typeof reportOf>) =>
  reportHtml(reportOf(...given), { nameOf, sha256: sha256Bytes });

/** What is read of a page, without its markup. */
const textOf = (page: string) =>
  page
    .replace(/<style>[^<]*<\/style>/, '')
    .replace(/<br>/g, ' ')
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, ' ');

const broken = { kind: 'break-glass', requester: 'dave' };
const busy = [
  ...accessStory('req-1', '2026-11-16', { details: broken }),
  ...accessStory('req-2', '2026-11-17', {
    details: { assessed_purpose: 'no', findings: ['purpose: no query was run'] },
  }),
  eventAt('2026-11-18T03:00:00.000Z', 'ledger.reconciled'),
  eventAt('2026-11-19T08:00:00.000Z', 'watch.raised', {
    rule: 'probing',
    concerns: 'alice',
    request_id: 'req-2',
    detail: '12 searches',
  }),
];

describe('the page of a report', () => {
  it('allows its own style and nothing else', () => {
    const page = pageOf(busy);
    const [, style = ''] = /<style>([^<]*)<\/style>/.exec(page) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    expect(page).toContain(`default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'`);
    expect(page).not.toMatch(/<(?:script|link|img|iframe|form)\b|style="|\son\w+=|src=|url\(|@import/i);
  });

  it('begins with what is to be done and whether the evidence can be believed', () => {
    expect(textOf(pageOf(busy))).toContain(
      '3 items to sign off by 2026-11-30 06:00 UTC: 1 broken glass, 1 anomaly, and 1 doubtful use. ' +
        '2 people opened 2 accesses, 1 by breaking glass, and saw 2,500 rows of logs. ' +
        'In order. The log of the evidence has 4,711 entries; its newest head was signed 2026-11-23 05:30. ' +
        'In order. Log, bucket and copy of the evidence were compared 1 time, and agreed.',
    );
  });

  it('says of a quiet week that there is nothing to do', () => {
    const page = textOf(pageOf([]));
    expect(page).toContain('Nothing is to be signed off. Nobody was given access.');
    expect(page).toContain('Unknown. Nobody compared log, bucket and copy of the evidence in this time.');
    expect(pageOf([])).not.toContain('<table');
  });

  it.each([
    [{}, 'Alarm. The log of the evidence has no signed head.'],
    [
      { size: 1, signedAt: '2026-11-23T03:00:00.000Z' },
      'Alarm. The log of the evidence stands still. It has 1 entry; its newest head was signed 2026-11-23 03:00.',
    ],
  ])('raises the alarm over a log with the head %o', (ledger, words) => {
    expect(textOf(pageOf([], { ledger }))).toContain(words);
  });

  it('raises the alarm over log, bucket and copy that differ', () => {
    const differed = eventAt('2026-11-19T03:00:00.000Z', 'ledger.differed', { detail: 'a.json is gone' });
    expect(textOf(pageOf([...busy, differed]))).toContain(
      'Alarm. Log, bucket and copy of the evidence were compared 2 times, and differed in 1 of them.',
    );
  });

  it('leads from an item to the access that it is about', () => {
    const page = pageOf(busy);
    const targets = [...page.matchAll(/href="#([^"]+)"/g)].map(([, target]) => target);
    expect(targets).toContain('request-req-2');
    for (const target of targets) expect(page.split(`id="${target}"`)).toHaveLength(2);
  });

  it('names nothing to go to for a request that was not opened in its time', () => {
    const raised = eventAt('2026-11-19T08:00:00.000Z', 'watch.raised', { request_id: 'req-elsewhere' });
    expect(pageOf([raised])).not.toContain('href="#request-');
  });

  it('has headers for every row and column, and landmarks', () => {
    const page = pageOf(busy, { installedOn: '2026-08-01' });
    const tables = page.match(/<table[\s\S]*?<\/table>/g) ?? [];
    expect(tables).toHaveLength(5);
    for (const table of tables) {
      const columns = table.match(/<th scope="col"/g)?.length;
      for (const row of table.match(/<tr(?! class="group")[^>]*><(?:th scope="row"|td)[\s\S]*?<\/tr>/g) ??
        []) {
        expect(row.match(/<th scope="row">/g)).toHaveLength(1);
        expect((row.match(/<t[hd][ >]/g) ?? []).length).toBe(columns);
      }
      expect(table).not.toMatch(/<th(?!ead| scope)/);
    }
    expect(page).toContain('<html lang="en">');
    expect(page).toContain('<title>Vitrine: weekly review, 2026-11-16 to 2026-11-22</title>');
    expect(page.match(/<(?:header|main|nav|footer|h1)[ >]/g)).toEqual([
      '<header>',
      '<h1>',
      '<main>',
      '<nav ',
      '<footer>',
    ]);
  });

  it('keeps the words of strangers from being more than text', () => {
    fc.assert(
      fc.property(fc.constantFrom('<', '"', "'", '&', '`'), fc.string(), (special, text) => {
        const reason = `${special}script${special}${text}`;
        const story = accessStory('req-1', '2026-11-17', { details: { reason, ticket: reason } });
        const [withText, without] = [pageOf(story), pageOf(accessStory('req-1', '2026-11-17'))];
        expect(withText.match(/[<>"]/g)).toEqual(without.match(/[<>"]/g));
      }),
      { numRuns: 50 },
    );
  });

  it('keeps right-to-left words in their place', () => {
    const reason = '\u202eelbuort ,kcehc';
    const page = pageOf(accessStory('req-1', '2026-11-17', { details: { reason } }));
    expect(page).toContain(`<span class="prose" dir="auto">${reason}</span>`);
    expect(page).toContain('<bdi>Alice</bdi>');
  });
});
