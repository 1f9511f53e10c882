import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommandLine } from '../support/command-line.ts';
import { linkIn, PlainBrowser } from '../support/http-session.ts';
import { eventually, type Site, startSite } from '../support/running-stack.ts';

let site: Site;
let vitrine: CommandLine;
beforeAll(async () => {
  site = await startSite();
  vitrine = new CommandLine(site.url);
});
afterAll(async () => {
  vitrine?.close();
  await site?.close();
});

const query = 'fields @timestamp, @message | filter @message like /ERROR/ | sort @timestamp desc | limit 20';

describe('the tour of the README, on the command line', () => {
  it('goes from the sign-in to the audit', async () => {
    await vitrine.ok('login', '--as', 'alice');
    await vitrine.ok('login', '--as', 'carol', '--profile', 'carol');
    expect(await vitrine.ok('scopes')).toContain('checkout-prod');

    const asked = vitrine.run(
      ...['request', 'checkout-prod', '--for', '30m', '--reason', '5xx spike after deploy 812'],
      ...['--ticket', 'INC-4711', '--wait'],
    );
    const mails = await eventually(
      () => site.mails('bob@shop.example'),
      (found) => found.length > 0,
    );
    const bob = new PlainBrowser();
    const page = await bob.get(linkIn(mails[0]));
    expect(page.html).toContain('INC-4711');
    await bob.press(page, 'approve');
    const { status, stdout, stderr } = await asked;
    expect(status).toBe(0);
    expect(stdout + stderr).toMatch(/open until \d\d:\d\d/);

    const rows = await vitrine.jsonLines('query', query, '--last', '2h');
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.length).toBeLessThanOrEqual(20);
    for (const row of rows) expect(row['@message']).toContain('ERROR');
    expect(await vitrine.ok('query', query, '--last', '2h')).toContain('ERROR');

    const released = await vitrine.json<{ id: string; state: string }>('release');
    expect(released.state).toBe('closed');

    const story = await vitrine.ok('audit', 'show', released.id, '--profile', 'carol');
    for (const part of ['alice', 'bob', 'INC-4711', '127.0.0.1', 'query.returned', 'grant.released']) {
      expect(story).toContain(part);
    }
    const events = await vitrine.jsonLines<Record<string, unknown>>(
      'audit',
      'show',
      released.id,
      '--profile',
      'carol',
    );
    expect(events.map(({ type }) => type)).toEqual(
      expect.arrayContaining([
        'request.submitted',
        'request.approved',
        'grant.activated',
        'query.returned',
        'grant.released',
      ]),
    );
    const returned = events.find(({ type }) => type === 'query.returned');
    expect(returned).toMatchObject({
      rows_returned: rows.length,
      result_sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });

    const counted = await vitrine.jsonLines(
      'audit',
      'sql',
      'select actor, count(*) from events group by 1',
      '--profile',
      'carol',
    );
    expect(counted.map(({ actor }) => actor)).toEqual(expect.arrayContaining(['alice', 'bob', 'vitrine']));
  });

  it('tells an engineer what to do instead of the audit', async () => {
    const { status, stderr } = await vitrine.run('audit', 'list');
    expect(status).toBe(1);
    expect(stderr).toContain('auditors');
  });

  it('denies from the command line', async () => {
    await vitrine.ok('login', '--as', 'bob', '--profile', 'bob');
    const request = await vitrine.json<{ id: string }>(
      ...['request', 'checkout-prod', '--for', '10m', '--reason', 'one more look at it'],
    );
    const denied = await vitrine.json('deny', request.id, '--note', 'enough', '--profile', 'bob');
    expect(denied).toMatchObject({ state: 'denied' });
    expect(await vitrine.json('show', request.id)).toMatchObject({ state: 'denied' });
  });
});
