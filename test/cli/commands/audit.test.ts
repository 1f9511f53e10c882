import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { questions } from '../../../core/audit/questions/index.ts';
import { FakeSite, Refusal } from '../fake-site.ts';
import { type Machine, signedInAt } from '../run.ts';
import { requestId } from '../samples.ts';

let site: FakeSite;
let on: Machine;
beforeEach(async () => {
  site = await FakeSite.start();
  on = await signedInAt(site);
});
afterEach(() => site.stop());

const event = (changes: object = {}) => ({
  id: '01K0000000000000000000000A',
  time: '2026-11-21T05:12:00.123Z',
  type: 'query.started',
  outcome: 'success',
  actor: 'alice',
  request_id: requestId,
  query: 'fields @message',
  ...changes,
});

describe('vitrine audit list and show', () => {
  it('lists a day to its last page', async () => {
    site.on(
      'auditEvents',
      { events: [event()], nextPageToken: 't' },
      { events: [event({ type: 'grant.revoked', query: undefined, note: '\x1b[2J' })] },
    );
    const { status, stdout } = await on.run('audit', 'list', '--day', '2026-11-21');
    expect(status).toBe(0);
    expect(site.callsTo('auditEvents').map(({ query }) => query)).toEqual([
      { day: '2026-11-21' },
      { day: '2026-11-21', pageToken: 't' },
    ]);
    expect(stdout.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
      ['TIME (UTC)', 'EVENT', 'OUTCOME', 'ACTOR', 'REQUEST', 'DETAIL'],
      ['2026-11-21 05:12:00', 'query.started', 'success', 'alice', requestId, 'fields @message'],
      ['2026-11-21 05:12:00', 'grant.revoked', 'success', 'alice', requestId, '\\x1b[2J'],
      [''],
    ]);
  });

  it('prints events of a request exactly as the API gives them', async () => {
    site.on('auditRequest', { events: [event()] });
    const { stdout } = await on.run('audit', 'show', requestId, '--output', 'json');
    expect(JSON.parse(stdout)).toEqual(event());
  });

  it.each(['21.11.2026', '2026-02-30', '2026-13-01'])('refuses the day %s', async (day) => {
    const { status, stderr } = await on.run('audit', 'list', '--day', day);
    expect(status).toBe(2);
    expect(stderr).toContain('A day looks like 2026-11-21 (UTC).');
  });
});

describe('vitrine audit sql', () => {
  const columns = ['actor', 'n', 'n'].map((name) => ({ name, type: 'varchar' }));

  it('waits, reads every page and gives each row as an object by column', async () => {
    site.on('startSql', { id: 'sql-1', state: 'running' });
    site.on(
      'getSqlResults',
      { id: 'sql-1', state: 'running', columns: [], rows: [] },
      {
        id: 'sql-1',
        state: 'complete',
        columns,
        rows: [['alice', '1', null]],
        scannedBytes: 99,
        nextPageToken: 't',
      },
      { id: 'sql-1', state: 'complete', columns, rows: [['bob', '2', '3']] },
    );
    const { status, stdout, stderr } = await on.run('audit', 'sql', 'SELECT 1', '--output', 'json');
    expect([status, stderr]).toEqual([0, '2 rows, 99 bytes scanned\n']);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { actor: 'alice', n: '1', n_2: null },
      { actor: 'bob', n: '2', n_2: '3' },
    ]);
  });

  it('says why a statement failed or is refused', async () => {
    site.on('startSql', { id: 'sql-1', state: 'running' });
    site.on('getSqlResults', { id: 'sql-1', state: 'failed', columns: [], rows: [], error: 'no table x' });
    const failed = await on.run('audit', 'sql', 'SELECT * FROM x');
    expect([failed.status, failed.stderr]).toEqual([1, 'vitrine: the statement is failed: no table x\n']);
    site.on('startSql', new Refusal('sql-refused', { detail: 'Only SELECT.' }));
    expect((await on.run('audit', 'sql', 'DROP TABLE x')).stderr).toBe('vitrine: Only SELECT.\n');
  });

  it('asks a question by its name and with its parameters', async () => {
    site.on('askQuestion', { id: 'sql-1', state: 'running' });
    site.on('getSqlResults', { id: 'sql-1', state: 'complete', columns, rows: [], scannedBytes: 7 });
    const given = ['--named', 'by-person', '--param', 'person=alice', '--param', 'from=2026-11-01'];
    const { status, stderr } = await on.run('audit', 'sql', ...given);
    expect([status, stderr]).toEqual([0, '0 rows, 7 bytes scanned\n']);
    expect(site.callsTo('askQuestion').map(({ params, body }) => [params, body])).toEqual([
      [{ name: 'by-person' }, { parameters: { person: 'alice', from: '2026-11-01' } }],
    ]);
  });

  it('names the parameter that is wrong', async () => {
    site.on(
      'askQuestion',
      new Refusal('sql-refused', {
        detail: 'person is missing: key of the person in the configuration, such as alice.',
      }),
    );
    const { status, stderr } = await on.run('audit', 'sql', '--named', 'by-person');
    expect([status, stderr]).toEqual([
      1,
      'vitrine: person is missing: key of the person in the configuration, such as alice.\n',
    ]);
  });

  it('lists the questions with what they ask for', async () => {
    const { status, stdout } = await on.run('audit', 'sql', '--list');
    expect(status).toBe(0);
    const lines = stdout.trim().split('\n');
    expect(lines).toHaveLength(questions.length + 1);
    expect(lines.map((line) => line.split(/ {2,}/))).toContainEqual([
      'by-person',
      'Everything about a person',
      'person (must be given), from (29 days ago), to (today)',
    ]);
    const json = (await on.run('audit', 'sql', '--list', '--output', 'json')).stdout.trim().split('\n');
    expect(json.map((line) => JSON.parse(line).name)).toEqual(questions.map(({ name }) => name));
  });

  it.each([
    [[], 'give either one SELECT or --named'],
    [['SELECT 1', '--named', 'decisions'], 'give either one SELECT or --named'],
    [['SELECT 1', '--param', 'a=b'], '--param goes with --named'],
    [['--named', 'decisions', '--param', 'from'], 'A parameter looks like person=alice.'],
  ])('refuses %j', async (given, message) => {
    const { status, stderr } = await on.run('audit', 'sql', ...given);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe('vitrine audit hold', () => {
  it('holds and lifts with a reason, and says when more is to come', async () => {
    site.on('holdRequest', { id: requestId, held: true, events: 7, isOpen: true });
    const held = await on.run('audit', 'hold', requestId, '--reason', 'Case 17 of November');
    expect([held.status, held.stdout]).toEqual([0, '7 events are under legal hold.\n']);
    expect(held.stderr).toContain('hold it again then');
    await on.run('audit', 'hold', requestId, '--off', '--reason', 'Case 17 is over');
    expect(site.callsTo('holdRequest').map(({ body }) => body)).toEqual([
      { hold: true, reason: 'Case 17 of November' },
      { hold: false, reason: 'Case 17 is over' },
    ]);
    expect((await on.run('audit', 'hold', requestId)).status).toBe(2);
  });
});

describe('vitrine audit debug', () => {
  it('prints events and lines in order, without what a terminal would obey', async () => {
    const { time } = event();
    const moments = [
      { time, from: 'requests', line: '{"message":"\x1b[2J"}' },
      { time, event: event() },
    ];
    site.on('debugRequest', { moments, notices: ['Debug lines are kept for 7 days.'] });
    const { stdout, stderr } = await on.run('audit', 'debug', requestId);
    expect(stdout.split('\n')).toEqual([
      `${time}  requests  {"message":"\\x1b[2J"}`,
      `${time}  query.started  success  by alice`,
      '',
    ]);
    expect(stderr).toBe('Debug lines are kept for 7 days.\n');
  });
});
