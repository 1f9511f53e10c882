import { describe, expect, it } from 'vitest';
import { activate } from '../../../core/access/activate.ts';
import { decide } from '../../../core/access/decide.ts';
import { release } from '../../../core/access/release.ts';
import { submit } from '../../../core/access/submit.ts';
import { discover } from '../../../core/insights/discover.ts';
import { readResults } from '../../../core/query/read.ts';
import { startQuery } from '../../../core/query/start.ts';
import { stopQuery } from '../../../core/query/stop.ts';
import { causeOf, codeOf, good, inMemory, startOfTime } from '../../support/in-memory.ts';

const input = {
  query: 'fields @timestamp, @message | filter @message like /ERROR/ | limit 20',
  fromMs: startOfTime - 3_600_000,
  toMs: startOfTime,
};

async function granted(configure?: Parameters<typeof inMemory>[0]) {
  const it = inMemory(configure);
  const submission = { scope: 'checkout-prod', reason: '5xx spike after deploy 812', durationSeconds: 600 };
  const request = good(await submit(it.base, it.person('alice'), causeOf('alice'), submission));
  const yes = { approve: true, termsDigest: request.termsDigest };
  good(await decide(it.base, it.person('bob'), causeOf('bob'), request.id, yes));
  await activate(it.base, request.id);
  const start = (given = input, who = 'alice') =>
    startQuery(it.base, it.person(who), causeOf(who), request.id, given);
  const read = (handle: string, token?: string, who = 'alice') =>
    readResults(it.base, it.person(who), causeOf(who), request.id, handle, token);
  return { ...it, request, start, read };
}

const row = (cells: Record<string, string>) =>
  new Map(Object.entries({ '@timestamp': '2026-11-21 04:59:00.000', '@log': '1:/checkout/api', ...cells }));

describe('starting a query', () => {
  it('records it before CloudWatch is asked', async () => {
    const it = await granted();
    it.world.fail.add('evidence');
    await expect(it.start()).rejects.toThrow('evidence refuses');
    expect(it.world.startedQueries).toEqual([]);
  });

  it('sends what the tree prints, for the granted log groups and the range asked', async () => {
    const it = await granted();
    const run = good(await it.start());
    expect(run).toMatchObject({ state: 'running', handle: expect.stringMatching(/^q-/) });
    expect(it.world.startedQueries[0]).toMatchObject({
      logGroups: ['/aws/lambda/checkout-prod', '/checkout/api'],
      fromMs: input.fromMs,
      toMs: input.toMs,
    });
    expect(it.world.startedQueries[0]?.query).not.toBe(input.query);
  });

  it.each([
    ['log-group-outside-scope', { ...input, logGroups: ['/ledger/worker'] }],
    ['time-outside-window', { ...input, fromMs: startOfTime - 15 * 86_400_000 }],
    ['time-outside-window', { ...input, toMs: startOfTime + 3_600_000 }],
    ['time-outside-window', { ...input, fromMs: input.toMs }],
    ['query-refused', { ...input, query: "SOURCE '/ledger/worker' | fields @message" }],
    ['query-refused', { ...input, query: 'fields @message | unmask(@message)' }],
  ])('answers %s to %o', async (code, given) => {
    const it = await granted();
    expect(codeOf(await it.start(given))).toBe(code);
    expect(it.world.startedQueries).toEqual([]);
  });

  it('refuses to try many values that the logs hide, and lets a few be looked for', async () => {
    const it = await granted();
    const addresses = (count: number) =>
      Array.from({ length: count }, (_, index) => `"user${index}@example.com"`).join(', ');
    const asking = (count: number) => ({ ...input, query: `filter user in [${addresses(count)}] | limit 5` });
    good(await it.start(asking(20)));
    expect(await it.start(asking(21))).toMatchObject({
      refusal: { code: 'query-refused', detail: expect.stringMatching(/20 values .* not 21/) },
    });
    expect(it.world.startedQueries).toHaveLength(1);
  });

  it('is for the person with the grant alone, and only while it is open', async () => {
    const it = await granted();
    expect(codeOf(await it.start(input, 'bob'))).toBe('not-allowed');
    expect(codeOf(await it.start(input, 'dave'))).toBe('not-found');
    it.advance(600_000);
    expect(codeOf(await it.start())).toBe('grant-not-open');
  });

  it('stops the query when access ends while it starts', async () => {
    const it = await granted();
    it.world.during.set('start-query', async () => {
      good(await release(it.base, it.person('alice'), causeOf('alice'), it.request.id));
    });
    expect(codeOf(await it.start())).toBe('grant-not-open');
    expect(it.world.stoppedQueries).toEqual(['cwl-1']);
  });

  it('answers nobody when the copy of the event fails, and leaves a query that can be stopped', async () => {
    const it = await granted();
    it.world.fail.add('copy');
    await expect(it.start()).rejects.toThrow('copy refuses');
    it.world.fail.clear();
    good(await release(it.base, it.person('alice'), causeOf('alice'), it.request.id));
    expect(it.world.stoppedQueries).toEqual(['cwl-1']);
  });

  it('flushes evidence that is still on its way before the grant is used, or gives no access', async () => {
    const it = await granted();
    const stored = it.stored.get(it.request.id);
    const waiting = it.world.events[0];
    if (!stored || !waiting) throw new Error('Nothing was stored.');
    it.stored.set(it.request.id, { ...stored, outbox: [{ ...waiting, id: '01KLEFTBEHIND0000000000000' }] });
    it.world.fail.add('evidence');
    await expect(it.start()).rejects.toThrow('evidence refuses');
    it.world.fail.clear();
    good(await it.start());
    expect(it.world.events.map(({ id }) => id)).toContain('01KLEFTBEHIND0000000000000');
  });
});

describe('reading results', () => {
  it('hands out redacted rows, and records what was handed out', async () => {
    const it = await granted();
    const run = good(await it.start());
    it.world.raw = {
      status: 'complete',
      rows: [row({ '@message': 'ERROR mail to jane@example.com failed' }), row({ '@message': 'fine' })],
      matchedRecords: 2,
      scannedBytes: 512,
    };
    const page = good(await it.read(run.handle));
    expect(page.rows).toHaveLength(1);
    expect(page.rows[0]?.['@message']).toMatch(/^ERROR mail to \[email:[0-9a-z]{12}\] failed$/);
    expect(page.rows[0]).not.toHaveProperty('@log');
    expect(it.world.events.at(-1)).toMatchObject({
      type: 'query.returned',
      rows_returned: 1,
      rows_matched: 2,
      bytes_scanned: 512,
      redactions: { email: 1 },
      result_sha256: it.base.digest.sha256(JSON.stringify(page.rows)),
    });
  });

  it('finds a whole known value and its pseudonym, but no piece of a value', async () => {
    const it = await granted();
    it.world.raw = {
      status: 'complete',
      rows: [row({ '@message': 'mail to jane@example.com failed' })],
      matchedRecords: 1,
      scannedBytes: 1,
    };
    const ask = async (query: string) => {
      const run = good(await it.start({ ...input, query }));
      return good(await it.read(run.handle)).rows;
    };
    const found = await ask('fields @message | filter @message like "jane@example.com"');
    expect(found).toHaveLength(1);
    const pseudonym = /\[email:[0-9a-z]{12}\]/.exec(found[0]?.['@message'] ?? '')?.[0];
    expect(await ask(`fields @message | filter @message like "${pseudonym}"`)).toHaveLength(1);
    expect(await ask('fields @message | filter @message like "jane"')).toHaveLength(0);
  });

  it.each([
    'fields @message, user, token',
    'fields user as who, token as t | sort who',
    'fields concat(user, "/", token) as both, strlen(token) as n',
    'stats count(*) as n by user',
    'stats count(*) as n by user, token, `ip.v4`',
    'stats count(*) by concat(token, "-", user) as k',
    'stats latest(token) as l, earliest(user) as e, min(token) as least by level',
    'stats count_distinct(user) as n, max(card) as c',
    'parse @message /"user":"(?<who>[^"]+)"/ | stats count(*) by who',
    'parse @message "*@*" as before, after | stats count(*) by before, after',
    'display `by.jane@example.com`, by.jane',
    'fields `by.jane@example.com` as x, level',
    'fields user, token | dedup user',
    'fields jsonParse(@message) as m | unnest m.mails into mail | stats count(*) by mail',
    'fields base64Decode(encoded) as d, urlDecode(escaped) as u',
    'fields encoded, escaped',
    'pattern @message',
    'fields @message, @log, @logStream',
  ])('hands out no secret in a cell, a group key or a name of a column: %s', async (query) => {
    const it = await granted();
    const secrets = [
      'jane@example.com',
      'jane%40example.com',
      'hunter2secret',
      '4111111111111111',
      '203.0.113.77',
    ];
    const encoded = Buffer.from('password=hunter2secret').toString('base64');
    const message = {
      level: 'ERROR',
      user: 'jane@example.com',
      token: 'hunter2secret',
      card: 4111111111111111,
      ip: { v4: '203.0.113.77' },
      by: { 'jane@example.com': 1 },
      mails: ['jane@example.com'],
      encoded,
      escaped: 'a=jane%40example.com',
    };
    const event = {
      timestamp: 0,
      ingestionTime: 0,
      message: JSON.stringify(message),
      logStream: 's',
      log: '1:/checkout/api',
    };
    const run = good(await it.start({ ...input, query }));
    it.world.raw = {
      status: 'complete',
      rows: [new Map(discover(event, 'p'))],
      matchedRecords: 1,
      scannedBytes: 1,
    };
    const page = good(await it.read(run.handle));
    expect(page.rows).toHaveLength(1);
    const shown = JSON.stringify(page);
    const evidence = JSON.stringify(it.world.events);
    for (const secret of [...secrets, encoded]) {
      expect(shown).not.toContain(secret);
      expect(evidence).not.toContain(secret);
    }
  });

  it('keeps the values that the installation allows, and hides what its own detectors find', async () => {
    const it = await granted((config) => {
      const staff = { id: 'staff', title: 'Staff number', pattern: 'EMP-\\d{6}', examples: ['EMP-123456'] };
      Object.assign(config, { redaction: { allow: ['noreply@shop.example'], custom: [staff] } });
      Object.assign(config.scopes['checkout-prod'] ?? {}, { allowValues: ['192.0.2.10'] });
    });
    const query = 'fields who, n, ip | filter who like "noreply@shop.example"';
    const run = good(await it.start({ ...input, query }));
    expect(it.world.startedQueries[0]?.query).toContain('noreply@shop.example');
    it.world.raw = {
      status: 'complete',
      rows: [row({ who: 'noreply@shop.example', n: 'EMP-123456', ip: '192.0.2.10 203.0.113.77' })],
      matchedRecords: 1,
      scannedBytes: 1,
    };
    const [found] = good(await it.read(run.handle)).rows;
    expect(found).toEqual({
      who: 'noreply@shop.example',
      n: expect.stringMatching(/^\[staff:[0-9a-z]{12}\]$/),
      ip: expect.stringMatching(/^192\.0\.2\.10 \[ip:[0-9a-z]{12}\]$/),
    });
    expect(JSON.stringify(it.world.events)).toContain('noreply@shop.example');
  });

  it('does not send a number of the installation’s own kind to CloudWatch', async () => {
    const it = await granted((config) => {
      const staff = { id: 'staff', title: 'Staff number', pattern: 'EMP-\\d{6}', examples: ['EMP-123456'] };
      Object.assign(config.scopes['checkout-prod'] ?? {}, { customDetectors: [staff] });
    });
    good(await it.start({ ...input, query: 'filter @message like "EMP-1234" | stats count(*) as n' }));
    good(
      await it.start({ ...input, query: 'filter @message like "EMP-123456 [staff:" | stats count(*) as n' }),
    );
    for (const { query } of it.world.startedQueries) expect(query).not.toMatch(/EMP-123456|\[staff/);
    expect(JSON.stringify(it.world.events)).not.toContain('EMP-123456');
  });

  it('says what to do when lists make more rows than can be held', async () => {
    const it = await granted();
    const list = `{"a":[${Array.from({ length: 1_000 }, (_, index) => index).join()}]}`;
    it.world.raw = {
      status: 'complete',
      rows: Array.from({ length: 12 }, () => row({ '@message': list })),
      matchedRecords: 12,
      scannedBytes: 1,
    };
    const ask = async (query: string) => it.read(good(await it.start({ ...input, query })).handle);
    expect(good(await ask('unnest a into b | stats count(*) by b')).rows).toHaveLength(1_000);
    const thrice = 'unnest m.a into x | unnest m.a into y | unnest m.a into z';
    expect(await ask(`fields jsonParse(@message) as m | ${thrice} | filldown x`)).toMatchObject({
      refusal: { code: 'query-failed', detail: expect.stringMatching(/1,000,000: filter more/) },
    });
  });

  it('hides an encoded copy, what a function puts together, and a field that its message hides', async () => {
    const it = await granted();
    const message = {
      blob: Buffer.from('jane@example.com').toString('base64'),
      first: 'joan@exa',
      second: 'mple.com',
      headers: [{ name: 'X-Api-Key', value: 'Xk9pqz7LmQ2r' }],
    };
    it.world.raw = {
      status: 'complete',
      rows: [
        row({
          '@message': JSON.stringify(message),
          blob: message.blob,
          first: message.first,
          second: message.second,
          'headers.0.value': 'Xk9pqz7LmQ2r',
        }),
      ],
      matchedRecords: 1,
      scannedBytes: 1,
    };
    const run = good(
      await it.start({ ...input, query: 'fields blob, concat(first, second) as x, headers.0.value as y' }),
    );
    expect(it.world.startedQueries[0]?.query).toContain('@message');
    expect(good(await it.read(run.handle)).rows).toEqual([
      {
        blob: expect.stringMatching(/^\[email:[0-9a-z]{12}\]$/),
        x: '[email:…]',
        y: expect.stringMatching(/^\[api-key:[0-9a-z]{12}\]$/),
      },
    ]);
  });

  it('gives no row while the query runs', async () => {
    const it = await granted();
    const run = good(await it.start());
    it.world.raw = {
      status: 'running',
      rows: [row({ '@message': 'ERROR early' })],
      matchedRecords: 1,
      scannedBytes: 1,
    };
    expect(good(await it.read(run.handle))).toMatchObject({ state: 'running', rows: [] });
  });

  it('gives no row when the evidence cannot be written', async () => {
    const it = await granted();
    const run = good(await it.start());
    it.world.fail.add('evidence');
    await expect(it.read(run.handle)).rejects.toThrow('evidence refuses');
  });

  it('gives no row when access ends between redaction and answer', async () => {
    const it = await granted();
    const run = good(await it.start());
    it.world.during.set('read-results', () => it.advance(600_000));
    expect(codeOf(await it.read(run.handle))).toBe('grant-not-open');
  });

  it('hands out nothing when a row comes from outside the grant', async () => {
    const it = await granted();
    const run = good(await it.start());
    it.world.raw = {
      status: 'complete',
      rows: [row({ '@message': 'ERROR x', '@log': '1:/ledger/worker' })],
      matchedRecords: 1,
      scannedBytes: 1,
    };
    expect(codeOf(await it.read(run.handle))).toBe('query-failed');
    expect(it.world.events.at(-1)).toMatchObject({ type: 'query.failed', code: 'row-outside-grant' });
  });

  it('pages with tokens of its own, and refuses made-up ones', async () => {
    const it = await granted();
    const run = good(await it.start({ ...input, query: 'fields @message | limit 100' }));
    const message = 'x'.repeat(1_000_000);
    it.world.raw = {
      status: 'complete',
      rows: Array.from({ length: 6 }, () => row({ '@message': message })),
      matchedRecords: 6,
      scannedBytes: 1,
    };
    const first = good(await it.read(run.handle));
    expect(first.rows).toHaveLength(3);
    const second = good(await it.read(run.handle, first.nextPageToken));
    expect(second.rows).toHaveLength(3);
    expect(second.nextPageToken).toBeUndefined();
    for (const token of ['3', '3.00', `4${first.nextPageToken?.slice(1)}`, '-1.x', '']) {
      expect(codeOf(await it.read(run.handle, token))).toBe('invalid-page-token');
    }
    const other = good(await it.start({ ...input, query: 'fields @message | limit 100' }));
    expect(codeOf(await it.read(other.handle, first.nextPageToken))).toBe('invalid-page-token');
  });

  it('forgets a handle after the configured hours, although the grant is still open', async () => {
    const it = await granted((config) => Object.assign(config, { retention: { resultHours: 1 } }));
    const { handle } = good(await it.start());
    const request = it.stored.get(it.request.id);
    if (request?.state !== 'active') throw new Error('The grant is not open.');
    it.stored.set(request.id, { ...request, expiresAt: request.expiresAt + 86_400_000 });
    it.advance(3_600_000);
    good(await it.read(handle));
    it.advance(1);
    expect(codeOf(await it.read(handle))).toBe('not-found');
  });

  it('knows no handle that was not given', async () => {
    const it = await granted();
    expect(codeOf(await it.read('q-unknown'))).toBe('not-found');
  });
});

describe('stopping a query', () => {
  it('stops one’s own, once', async () => {
    const it = await granted();
    const run = good(await it.start());
    const stop = (who: string) => stopQuery(it.base, it.person(who), causeOf(who), it.request.id, run.handle);
    expect(codeOf(await stop('bob'))).toBe('not-allowed');
    expect(good(await stop('alice')).state).toBe('stopped');
    good(await stop('alice'));
    expect(it.world.stoppedQueries).toEqual(['cwl-1']);
    expect(good(await it.read(run.handle))).toMatchObject({ state: 'stopped', rows: [] });
  });
});
