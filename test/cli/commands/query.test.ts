import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeSite, Refusal } from '../fake-site.ts';
import { type Machine, signedInAt } from '../run.ts';
import { handle, otherId, requestId, sampleGrant, sampleResults, startedQuery } from '../samples.ts';

let site: FakeSite;
let on: Machine;
beforeEach(async () => {
  site = await FakeSite.start();
  on = await signedInAt(site);
  site.on('listRequests', { requests: [sampleGrant()] }).on('startQuery', startedQuery);
});
afterEach(() => site.stop());

const text = 'fields @message';

describe('vitrine query', () => {
  it('waits, reads every page and prints an object a row; the rest goes to standard error', async () => {
    const page = { columns: ['@timestamp', '@message'], redactions: { email: 1 } };
    site.on(
      'getResults',
      sampleResults({ state: 'running' }),
      sampleResults({
        ...page,
        rows: [{ '@timestamp': '1', '@message': 'a\x1b[2J\x9b' }],
        nextPageToken: 't1',
      }),
      sampleResults({
        ...page,
        rows: [{ '@timestamp': '2', '@message': 'b' }],
        notice: 'Computed on 10,000 events.',
        unread: { from: '2026-11-21T04:00:00.000Z', to: '2026-11-21T04:30:00.000Z' },
        hints: ['None of the events has a field `levl`.'],
      }),
    );
    const { status, stdout, stderr } = await on.run('query', text, '--output', 'json');
    expect(status).toBe(0);
    expect(stdout).toBe(
      '{"@timestamp":"1","@message":"a\\u001b[2J\\u009b"}\n{"@timestamp":"2","@message":"b"}\n',
    );
    expect(stderr).toBe(
      '2 rows from 2026-11-21T04:00:00.000Z to 2026-11-21T05:00:00.000Z; redacted: email 2\nComputed on 10,000 events.\n' +
        'To go on: --from 2026-11-21T04:00:00.000Z --to 2026-11-21T04:30:00.000Z\n' +
        'None of the events has a field `levl`.\n',
    );
    expect(site.callsTo('getResults').map(({ query }) => query)).toEqual([{}, {}, { pageToken: 't1' }]);
    const [started] = site.callsTo('startQuery');
    const body = started?.body as { from: string; to: string };
    expect(started?.params).toEqual({ id: requestId });
    expect(Date.parse(body.to) - Date.parse(body.from)).toBe(3_600_000);
  });

  it('neutralises escape sequences of log lines in text output', async () => {
    site.on(
      'getResults',
      sampleResults({ columns: ['@message'], rows: [{ '@message': '\x1b]0;owned\x07 ok\r\nnext' }] }),
    );
    const { stdout } = await on.run('query', text);
    expect(stdout).toBe('@message\n\\x1b]0;owned\\x07 ok\\r\\nnext\n');
  });

  it('fits rows to the terminal without losing a letter, in bold only where there are colours', async () => {
    const row = { level: 'ERROR', '@message': 'x'.repeat(40) };
    site.on('getResults', sampleResults({ columns: ['level', '@message'], rows: [row] }));
    on.host.stdout = { write: (out) => on.stdout.push(out), isTTY: true, columns: 27 };
    expect((await on.run('query', text)).stdout).toBe(
      `\x1b[1mlevel  @message\x1b[22m\nERROR  ${'x'.repeat(20)}\n       ${'x'.repeat(20)}\n`,
    );
    on.host.env = { ...on.host.env, NO_COLOR: '1' };
    expect((await on.run('query', text)).stdout).toMatch(/^level {2}@message\n/);
  });

  it('sends the grant, the times and the log groups that were given', async () => {
    site.on('getResults', sampleResults());
    const range = ['--from', '2026-11-21T05:00:00+01:00', '--to', '2026-11-21T05:00:00Z'];
    await on.run('query', text, ...range, '--grant', otherId, '--log-group', '/a', '/b', '--log-group', '/c');
    expect(site.callsTo('startQuery')[0]).toMatchObject({
      params: { id: otherId },
      body: {
        query: text,
        from: '2026-11-21T04:00:00.000Z',
        to: '2026-11-21T05:00:00.000Z',
        logGroups: ['/a', '/b', '/c'],
      },
    });
    expect(site.callsTo('listRequests')).toEqual([]);
  });

  it('marks the place of what is refused in the query', async () => {
    const errors = [{ field: 'query', message: 'SOURCE is not allowed', line: 1, column: 1, length: 6 }];
    site.on('startQuery', new Refusal('query-refused', { detail: 'The query is not allowed.', errors }));
    const { status, stderr } = await on.run('query', 'SOURCE "x"');
    expect([status, stderr]).toEqual([
      1,
      'vitrine: The query is not allowed.\n  query: SOURCE is not allowed\n    SOURCE "x"\n    ^^^^^^\n',
    ]);
  });

  it('stops the query on the server when interrupted', async () => {
    site.on('getResults', sampleResults({ state: 'running' }));
    site.on('stopQuery', { id: handle, state: 'stopped' });
    on.whileAsleep = () => {
      if (site.callsTo('getResults').length === 3) on.interrupt();
    };
    const { status, stdout, stderr } = await on.run('query', text);
    expect([status, stdout, stderr]).toEqual([130, '', 'The query is stopped.\n']);
    expect(site.callsTo('stopQuery')[0]?.params).toEqual({ id: requestId, handle });
  });

  it('stops the query on the server when it never ends', async () => {
    site.on('getResults', sampleResults({ state: 'running' }));
    site.on('stopQuery', { id: handle, state: 'stopped' });
    const { status, stderr } = await on.run('query', text);
    expect([status, stderr]).toEqual([1, 'vitrine: the query took too long; it is stopped now\n']);
  });

  it.each(['stopped', 'failed'])('ends with status 1 when the query is %s', async (state) => {
    site.on('getResults', sampleResults({ state }));
    const { status, stderr } = await on.run('query', text);
    expect([status, stderr]).toEqual([1, `vitrine: the query is ${state}\n`]);
  });

  it.each([
    [['--last', '1h', '--from', '2026-11-21T05:00:00Z'], /use either --last or --from and --to/],
    [['--to', '2026-11-21T05:00:00Z'], /--to needs --from/],
    [['--from', '2026-11-21', '--to', '2026-11-20'], /--from must be before --to/],
    [['--from', 'yesterday'], /A time looks like/],
    [['--last', '2 hours'], /A duration looks like/],
    [['--grant', 'x'], /A request id looks like/],
  ])('refuses %j', async (args, message) => {
    const { status, stderr } = await on.run('query', text, ...args);
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
    expect(site.calls).toEqual([]);
  });
});
