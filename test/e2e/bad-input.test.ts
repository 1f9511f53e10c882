import { generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problemMediaType, problemSchema } from '../../contract/problem.ts';
import { lastHours, look, open } from '../support/grants.ts';
import { type Site, startSite } from '../support/running-stack.ts';

let site: Site;
let grantId: string;
let handle: string;
beforeAll(async () => {
  site = await startSite();
  grantId = (await open(site)).id;
  const alice = await site.client('alice');
  const body = { query: 'fields @message | limit 5', ...lastHours(1) };
  handle = (await alice('startQuery', { params: { id: grantId }, body })).id;
  await look(alice, grantId, 'fields @message | limit 1');
});
afterAll(() => site?.close());

interface Sent {
  method?: string;
  path: string;
  body?: unknown;
  raw?: string;
  as?: string;
  headers?: Record<string, string>;
}

async function send({ method = 'POST', path, body, raw, as = 'alice', headers = {} }: Sent) {
  const response = await fetch(`${site.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${await site.accessToken(as)}`,
      ...(method === 'POST' && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(method === 'POST' && { body: raw ?? JSON.stringify(body ?? {}) }),
  });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}

const asking = { scope: 'checkout-prod', reason: '5xx spike after deploy', durationSeconds: 60 };
const query = (change: object) => ({ query: 'fields @message', ...lastHours(1), ...change });
const submit = (change: object): Sent => ({ path: '/api/requests', body: { ...asking, ...change } });
const start = (change: object): Sent => ({ path: '/api/requests/GRANT/queries', body: query(change) });
const hoursAhead = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

/** What is sent, the answer, and whether it is a refusal that belongs into the evidence. */
const cases: [name: string, sent: () => Sent, status: number, code: string, evidence: boolean][] = [
  ['an unknown scope', () => submit({ scope: 'nowhere' }), 404, 'unknown-scope', true],
  ['a scope of others', () => submit({ scope: 'ledger-prod' }), 404, 'unknown-scope', true],
  ['a duration over the limit', () => submit({ durationSeconds: 14_401 }), 422, 'duration-too-long', true],
  ['a duration of nothing', () => submit({ durationSeconds: 0 }), 400, 'invalid-input', false],
  ['a duration as text', () => submit({ durationSeconds: '30m' }), 400, 'invalid-input', false],
  ['a reason too short', () => submit({ reason: 'because  ' }), 400, 'invalid-input', false],
  ['a reason too long', () => submit({ reason: 'x'.repeat(2_001) }), 400, 'invalid-input', false],
  ['an unknown field', () => submit({ approved: true }), 400, 'invalid-input', false],
  ['no field at all', () => ({ path: '/api/requests', body: {} }), 400, 'invalid-input', false],
  ['a list for an object', () => ({ path: '/api/requests', body: [] }), 400, 'invalid-input', false],
  ['malformed JSON', () => ({ path: '/api/requests', raw: '{"scope":' }), 400, 'malformed-json', false],
  [
    'another content type',
    () => ({ ...submit({}), headers: { 'content-type': 'text/plain' } }),
    415,
    'unsupported-media-type',
    false,
  ],
  [
    'a body over the limit',
    () => ({ path: '/api/requests', raw: `{"x":"${'x'.repeat(70_000)}"}` }),
    413,
    'body-too-large',
    false,
  ],
  [
    'a bad idempotency key',
    () => ({ ...submit({}), headers: { 'idempotency-key': 'x'.repeat(256) } }),
    400,
    'invalid-input',
    false,
  ],
  [
    'a malformed request id',
    () => ({ method: 'GET', path: '/api/requests/..%2f..%2fetc' }),
    400,
    'invalid-input',
    false,
  ],
  [
    'an unknown request',
    () => ({ method: 'GET', path: `/api/requests/req-${'0'.repeat(26)}` }),
    404,
    'not-found',
    true,
  ],
  ['somebody else’s grant', () => ({ ...start({}), as: 'dave' }), 404, 'not-found', true],
  ['an approver using the grant', () => ({ ...start({}), as: 'bob' }), 403, 'not-allowed', true],
  [
    'a query over 10,000 characters',
    () => start({ query: `fields @message #${'x'.repeat(10_000)}` }),
    422,
    'query-refused',
    true,
  ],
  ['a query as long as a book', () => start({ query: 'x'.repeat(100_001) }), 413, 'body-too-large', false],
  ['an empty query', () => start({ query: '' }), 422, 'query-refused', true],
  [
    'a query that names a source',
    () => start({ query: "SOURCE '/ledger/worker' | fields @message" }),
    422,
    'query-refused',
    true,
  ],
  ['a query that does not parse', () => start({ query: 'fields | |' }), 422, 'query-refused', true],
  [
    'a log group outside the scope',
    () => start({ logGroups: ['/ledger/worker'] }),
    403,
    'log-group-outside-scope',
    true,
  ],
  [
    'a time range before the window',
    () => start({ from: '2020-01-01T00:00:00.000Z' }),
    422,
    'time-outside-window',
    true,
  ],
  ['a time range in the future', () => start({ to: hoursAhead(2) }), 422, 'time-outside-window', true],
  [
    'a time range turned round',
    () => start({ from: hoursAhead(0), to: hoursAhead(-1) }),
    422,
    'time-outside-window',
    true,
  ],
  ['a time that is none', () => start({ from: 'yesterday' }), 400, 'invalid-input', false],
  [
    'an unknown handle',
    () => ({ method: 'GET', path: `/api/requests/GRANT/queries/q-${'x'.repeat(32)}` }),
    404,
    'not-found',
    true,
  ],
  [
    'a malformed handle',
    () => ({ method: 'GET', path: '/api/requests/GRANT/queries/1' }),
    400,
    'invalid-input',
    false,
  ],
  [
    'another person’s handle',
    () => ({ method: 'GET', path: '/api/requests/GRANT/queries/HANDLE', as: 'dave' }),
    404,
    'not-found',
    true,
  ],
  [
    'a made-up page token',
    () => ({ method: 'GET', path: '/api/requests/GRANT/queries/HANDLE?pageToken=1.00' }),
    400,
    'invalid-page-token',
    true,
  ],
  [
    'an engineer reading the audit',
    () => ({ method: 'GET', path: '/api/audit/requests/GRANT' }),
    403,
    'not-allowed',
    true,
  ],
  [
    'an engineer running SQL',
    () => ({ path: '/api/audit/sql', body: { sql: 'select 1' } }),
    403,
    'not-allowed',
    true,
  ],
  [
    'SQL that writes',
    () => ({ path: '/api/audit/sql', body: { sql: 'drop table events' }, as: 'carol' }),
    422,
    'sql-refused',
    true,
  ],
  [
    'two SQL statements',
    () => ({ path: '/api/audit/sql', body: { sql: 'select 1; select 2' }, as: 'carol' }),
    422,
    'sql-refused',
    true,
  ],
  [
    'a list for supervisors',
    () => ({ method: 'GET', path: '/api/requests?view=open' }),
    403,
    'not-allowed',
    true,
  ],
  ['an unknown view', () => ({ method: 'GET', path: '/api/requests?view=all' }), 400, 'invalid-input', false],
];

describe('bad input', () => {
  it.each(cases)('%s is answered with %s %s', async (_, sent, status, code, evidence) => {
    const before = (await site.evidence()).length;
    const given = sent();
    const answer = await send({
      ...given,
      path: given.path.replace('GRANT', grantId).replace('HANDLE', handle),
    });
    const problem = problemSchema.parse(JSON.parse(answer.text));
    expect({ status: answer.status, code: problem.code }).toEqual({ status, code });
    expect(answer.type).toBe(problemMediaType);
    expect(answer.text).not.toMatch(/\bat .*\.(?:ts|js|mjs):\d+|node_modules/);
    expect(problem.detail).toBeTruthy();
    const added = (await site.evidence()).slice(before);
    expect(added.filter(({ type }) => type === 'access.refused').map(({ code }) => code)).toEqual(
      evidence ? [code] : [],
    );
  });

  it('names the field, the value and the way out', async () => {
    const { text } = await send(submit({ reason: 'short', extra: 1 }));
    const { errors } = problemSchema.parse(JSON.parse(text));
    expect(errors).toContainEqual({
      field: 'reason',
      message: 'say why in 10 to 2,000 characters (got "short")',
    });
    expect(errors).toContainEqual({ field: 'extra', message: 'there is no such field here' });
  });

  it('points at the place in a query', async () => {
    const { text } = await send({
      ...start({ query: 'fields @message\n| join x' }),
      path: `/api/requests/${grantId}/queries`,
    });
    const { errors } = problemSchema.parse(JSON.parse(text));
    expect(errors?.[0]).toMatchObject({ field: 'query', line: 2, column: 3 });
  });
});

describe('bad tokens', () => {
  const me = async (token: string) =>
    (await fetch(`${site.url}/api/me`, { headers: { authorization: token } })).status;

  it('are refused by the gateway, in its own words', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    const claims = { sub: 'alice', email: 'alice@shop.example', groups: ['engineers'] };
    const forged = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', kid: 'x' })
      .setIssuer(`${site.url}/oidc`)
      .setAudience('vitrine')
      .setExpirationTime('1h')
      .sign(privateKey);
    const unsigned = `${btoa(JSON.stringify({ alg: 'none' }))}.${btoa(JSON.stringify(claims))}.`.replaceAll(
      '=',
      '',
    );
    const good = await site.accessToken('alice');
    const cut = good.slice(0, -4);
    for (const token of [
      '',
      'Bearer',
      'Bearer x',
      `Bearer ${forged}`,
      `Bearer ${unsigned}`,
      `Bearer ${cut}`,
    ]) {
      expect(await me(token), token.slice(0, 30)).toBe(401);
    }
    expect(await me(`Bearer ${good}`)).toBe(200);
  });

  it('and an unknown route, too', async () => {
    const response = await fetch(`${site.url}/api/nothing`, {
      headers: { authorization: `Bearer ${await site.accessToken('alice')}` },
    });
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ message: 'Not Found' });
  });
});

describe('the API behind the site', () => {
  it('answers nobody who goes round the site, nor who pretends to be it', async () => {
    const headers = {
      authorization: `Bearer ${await site.accessToken('alice')}`,
      'x-vitrine-origin': 'guess',
      'x-vitrine-viewer-ip': '203.0.113.9',
    };
    const response = await fetch(`${site.stack.apiUrl()}/api/me`, { headers });
    expect(response.status).toBe(403);
    expect(problemSchema.parse(await response.json()).code).toBe('wrong-door');
  });

  it('records the viewer’s address, whatever the caller claims', async () => {
    await send({
      ...submit({ scope: 'nowhere' }),
      headers: { 'x-vitrine-viewer-ip': '203.0.113.9', 'x-forwarded-for': '203.0.113.9' },
    });
    expect((await site.evidence()).at(-1)).toMatchObject({ type: 'access.refused', ip: '127.0.0.1' });
  });
});
