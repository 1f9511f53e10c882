import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../contract/client.ts';
import { lastHours, look, open } from '../support/grants.ts';
import { eventually, problemOf, type Site, startSite } from '../support/running-stack.ts';

let site: Site;
const grants = new Map<string, { id: string; client: Client }>();
beforeAll(async () => {
  site = await startSite();
  const standard = await open(site);
  grants.set('standard', { id: standard.id, client: await site.client('alice') });
  const submission = { scope: 'ledger-prod', durationSeconds: 1800 };
  const strict = await open(site, { person: 'bob', approver: 'beth', submission });
  grants.set('strict', { id: strict.id, client: await site.client('bob') });
});
afterAll(() => site?.close());

function grantOf(level: string) {
  const grant = grants.get(level);
  if (!grant) throw new Error(`No grant at level ${level}.`);
  return grant;
}

/** Every way out of a grant that the language has: to other log groups, accounts, times, tables, and to what is masked. */
const waysOut = [
  "SOURCE '/ledger/worker' | fields @message",
  'source "/ledger/worker" | fields @message',
  'SOURCE logGroups() | fields @message',
  "SOURCE logGroups(namePrefix: ['/']) | fields @message",
  "SOURCE logGroups(accountIdentifiers: ['111122223333']) | fields @message",
  'SOURCE /ledger/worker start=-30d end=now | fields @message',
  "# a comment\nSOURCE '/ledger/worker' | fields @message",
  "fields @message | join type=inner left=a right=b where a.x=b.x (SOURCE '/ledger/worker')",
  "fields @message | filter x in (SOURCE '/ledger/worker' | fields x)",
  'fields @message | filter x in (fields x)',
  'fields @message | appendcols (fields @message)',
  'fields @message | lookup customers id as userId OUTPUT email',
  'fields @message | cidrlookup networks ip OUTPUT owner',
  'fields unmask(@message)',
  'fields @message | unmask @message',
  'stats count(*) by bin(1h) | diff previousDay',
  'stats count(*) by bin(1h) | logcompare timeshift 7d',
  'stats count(*) by bin(1h) offset 7d',
  'SELECT `@message` FROM `/ledger/worker`',
  'source = `/ledger/worker` | fields @message',
  'fields @message | frobnicate x',
  'fields frobnicate(@message)',
  'fields @ptr',
  'fields\u00a0@message',
  'fields @message\u200b',
  'fi\u0435lds @message',
  'fields @message | filter @message like "a\\" | SOURCE \'/x\' #"',
  `fields ${'('.repeat(200)}1${')'.repeat(200)}`,
];

describe('a way out of the grant', () => {
  it.each(waysOut)('is refused, with a place and an event: %j', async (query) => {
    const { id, client } = grantOf('standard');
    const before = (await site.evidence()).length;
    const call = client('startQuery', { params: { id }, body: { query, ...lastHours(1) } });
    expect(await problemOf(call)).toEqual({ status: 422, code: 'query-refused' });
    const added = (await site.evidence()).slice(before);
    expect(added).toMatchObject([
      { type: 'access.refused', code: 'query-refused', actor: 'alice', request_id: id },
    ]);
  });

  it('is told with its position', async () => {
    const response = await fetch(`${site.url}/api/requests/${grantOf('standard').id}/queries`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await site.accessToken('alice')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ query: "fields @message\n| join (SOURCE '/x')", ...lastHours(1) }),
    });
    const { errors } = (await response.json()) as { errors: { line: number; column: number }[] };
    expect(errors[0]).toMatchObject({ line: 2, column: 3 });
  });
});

describe.each(['standard', 'strict'])('at level %s', (level) => {
  const ask = async (query: string) => {
    const { id, client } = grantOf(level);
    return look(client, id, query, 2);
  };

  it('the newest errors are found', async () => {
    const { rows } = await ask(
      'fields @timestamp, @message | filter @message like /ERROR/ | sort @timestamp desc | limit 20',
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row['@message']).toContain('ERROR');
    const times = rows.map((row) => row['@timestamp'] ?? '');
    expect(times).toEqual(times.toSorted().reverse());
  });

  it('what happened is counted over time', async () => {
    const { rows } = await ask('stats count(*) as n by bin(30m) as half | sort half');
    expect(rows.length).toBeGreaterThan(2);
    for (const row of rows) expect(Number(row['n'])).toBeGreaterThan(0);
  });

  it('text is taken apart and grouped after redaction', async () => {
    const { rows } = await ask(
      'parse @message /"level":"(?<grade>[A-Z]+)"/ | filter ispresent(grade) | stats count(*) as n by grade',
    );
    expect(rows.map((row) => row['grade'])).toContain('INFO');
  });

  it('one value is followed by its pseudonym', async () => {
    const found = await eventually(
      () => ask('fields @message | filter @message like /\\[email:/ | limit 50'),
      ({ rows }) => rows.length > 0,
    );
    const pseudonym = /\[email:[0-9a-z]{12}\]/.exec(JSON.stringify(found.rows))?.[0];
    const { rows } = await ask(`fields @message | filter @message like "${pseudonym}" | limit 50`);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row['@message']).toContain(pseudonym);
  });
});
