import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lastHours, open } from '../support/grants.ts';
import { problemOf, type Site, startSite } from '../support/running-stack.ts';
import { readCases, titled } from './data.ts';

interface Escape {
  query: string;
  expect: string;
}

let site: Site;
let grant: string;
beforeAll(async () => {
  site = await startSite();
  grant = (await open(site)).id;
});
afterAll(() => site?.close());

describe.each(titled(readCases<Escape>('insights-escapes.jsonl')))('over HTTP, $title', (given) => {
  it('is refused, with an event', async () => {
    const before = (await site.evidence()).length;
    const alice = await site.client('alice');
    const call = alice('startQuery', {
      params: { id: grant },
      body: { query: given.query, ...lastHours(1) },
    });
    if (given.expect === 'refuse-or-neutralise') {
      const [settled] = await Promise.allSettled([call]);
      // Whatever came of it is on record: the query that runs within the grant, or its refusal.
      expect(settled.status === 'fulfilled' || (await problemOf(call)).status === 422).toBe(true);
    } else {
      expect(await problemOf(call)).toEqual({ status: 422, code: 'query-refused' });
    }
    const added = (await site.evidence()).slice(before);
    expect(added.map(({ type }) => type)).toContainEqual(
      expect.stringMatching(/^(access\.refused|query\.started)$/),
    );
  });
});
