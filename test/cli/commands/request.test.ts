import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeSite, Refusal } from '../fake-site.ts';
import { type Machine, signedInAt } from '../run.ts';
import { otherId, requestId, sampleGrant, sampleRequest } from '../samples.ts';

let site: FakeSite;
let on: Machine;
beforeEach(async () => {
  site = await FakeSite.start();
  on = await signedInAt(site);
});
afterEach(() => site.stop());

const ask = ['request', 'checkout-prod', '--for', '30m', '--reason', 'Payments fail since 05:10'];
const localClock = (iso: string) =>
  new Date(iso).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });

describe('vitrine request', () => {
  it('sends what was asked and prints the request', async () => {
    site.on('submitRequest', sampleRequest({ ticket: 'INC-1' }));
    const { status, stdout } = await on.run(...ask, '--ticket', 'INC-1', '--idempotency-key', 'k1');
    expect(status).toBe(0);
    const [call] = site.callsTo('submitRequest');
    expect(call?.body).toEqual({
      scope: 'checkout-prod',
      reason: 'Payments fail since 05:10',
      ticket: 'INC-1',
      durationSeconds: 1800,
    });
    expect(call?.headers['idempotency-key']).toBe('k1');
    expect(stdout).toMatch(
      /^Request {4}req-01k0{22}a\nState {6}pending until .*\nScope {6}checkout-prod \(high\)/,
    );
    expect(stdout).toContain('Ticket     INC-1\n');
  });

  it('prints exactly the object of the API with --output json', async () => {
    site.on('submitRequest', sampleRequest());
    const { stdout } = await on.run(...ask, '--output', 'json');
    expect(JSON.parse(stdout)).toEqual(sampleRequest());
  });

  it('repeats a request whose answer was lost under the same key', async () => {
    const keys: unknown[] = [];
    site.on('submitRequest', (call: { headers: Record<string, unknown> }) => {
      keys.push(call.headers['idempotency-key']);
      return keys.length < 3 ? new Refusal('unavailable') : sampleRequest();
    });
    expect((await on.run(...ask)).status).toBe(0);
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
  });

  it('waits for the decision and says until when access is open', async () => {
    site.on('submitRequest', sampleRequest());
    const expiresAt = new Date(on.host.now() + 60_000).toISOString();
    site.on('getRequest', sampleRequest(), sampleRequest({ state: 'approved' }), sampleGrant({ expiresAt }));
    const slept: number[] = [];
    on.whileAsleep = (ms) => slept.push(ms);
    const { status, stdout, stderr } = await on.run(...ask, '--wait');
    expect(status).toBe(0);
    expect(stdout).toMatch(
      new RegExp(
        `^Request +${requestId}\n[\\s\\S]*\nopen until (\\S+ )?${localClock(expiresAt)} \\(local time\\)\n$`,
      ),
    );
    expect(stderr).toMatch(new RegExp(`^${requestId}  pending until .*\n${requestId}  approved\n$`));
    expect(slept).toEqual([1_000, 1_000]);
  });

  it('does not give up waiting because of hiccups of the network', async () => {
    site.on('submitRequest', sampleRequest());
    site.on('getRequest', sampleRequest(), sampleGrant());
    on.whileAsleep = () => {
      if (site.callsTo('getRequest').length === 1) site.hiccups = 3;
      on.whileAsleep = () => undefined;
    };
    expect((await on.run(...ask, '--wait')).status).toBe(0);
  });

  it.each([
    [
      sampleRequest({
        state: 'denied',
        decision: { approved: false, by: 'bob', at: '2026-11-21T05:13:00.000Z', note: 'Use\x1b[2J staging' },
      }),
      'denied by bob: Use\\x1b[2J staging\n',
    ],
    [sampleRequest({ state: 'lapsed' }), 'lapsed: nobody decided in time. Ask again, or ask an approver.\n'],
    [sampleRequest({ state: 'cancelled' }), 'cancelled\n'],
  ])('ends with status 1 when it is not opened', async (end, sentence) => {
    site.on('submitRequest', sampleRequest()).on('getRequest', end);
    const { status, stdout } = await on.run(...ask, '--wait');
    expect(status).toBe(1);
    expect(stdout.endsWith(`\n${sentence}`)).toBe(true);
  });

  it('gives up waiting a little after the approval window', async () => {
    site.on('submitRequest', sampleRequest()).on('getRequest', sampleRequest());
    const startedAt = on.host.now();
    const { status, stdout } = await on.run(...ask, '--wait');
    expect(status).toBe(1);
    expect(stdout).toContain(`still pending; waited long enough. See: vitrine show ${requestId}\n`);
    expect(on.host.now() - startedAt).toBe(32 * 60_000);
  });

  it('prints one object, the last one, with --wait and --output json', async () => {
    site.on('submitRequest', sampleRequest()).on('getRequest', sampleGrant());
    const { stdout } = await on.run(...ask, '--wait', '--output', 'json');
    expect(JSON.parse(stdout)).toEqual(sampleGrant());
  });

  it('breaks the glass at once', async () => {
    const broken = sampleGrant({ kind: 'break-glass', emergencyCategory: 'outage' });
    site.on('submitRequest', broken);
    const { status, stdout } = await on.run(...ask, '--break-glass', '--category', 'outage', '--wait');
    expect([status, site.callsTo('getRequest').length]).toEqual([0, 0]);
    expect(site.callsTo('submitRequest')[0]?.body).toMatchObject({ breakGlass: { category: 'outage' } });
    expect(stdout).toMatch(/State {6}break-glass, open until /);
  });

  it.each([[['--break-glass']], [['--category', 'outage']]])(
    'refuses %j without its other half',
    async (args) => {
      const { status, stderr } = await on.run(...ask, ...args);
      expect([status, stderr]).toEqual([
        2,
        'vitrine: --break-glass and --category belong together: name the kind of emergency\n',
      ]);
    },
  );
});

describe('commands without an id', () => {
  const older = sampleGrant({ id: otherId, grantedAt: '2026-11-21T04:00:00.000Z', scope: 'ledger-prod' });
  const waiting = sampleRequest({ submittedAt: '2026-11-21T06:00:00.000Z' });

  it('release takes the newest open access and says so when there are several', async () => {
    site.on('listRequests', { requests: [older, waiting, sampleGrant()] });
    site.on('releaseGrant', sampleGrant({ state: 'closed', closedReason: 'released' }));
    const { status, stdout, stderr } = await on.run('release', '--note', 'done');
    expect(status).toBe(0);
    expect(site.callsTo('releaseGrant')[0]).toMatchObject({
      params: { id: requestId },
      body: { note: 'done' },
    });
    expect(stdout).toContain('closed: released');
    expect(stderr).toBe(
      `2 of your requests would do; this is about the newest, ${requestId} (checkout-prod).\n`,
    );
  });

  it('cancel takes one that waits, show any, wait one that waits or is open', async () => {
    site.on('listRequests', { requests: [older, { ...waiting, id: requestId }] });
    site.on('cancelRequest', sampleRequest({ state: 'cancelled' }));
    site.on('getRequest', ({ params }: { params: Record<string, string> }) =>
      sampleGrant({ id: params['id'] ?? '' }),
    );
    await on.run('cancel');
    await on.run('show');
    await on.run('wait');
    expect(
      site.calls.filter(({ route }) => route !== 'listRequests').map(({ params }) => params['id']),
    ).toEqual([requestId, requestId, requestId]);
  });

  it.each([
    ['release', /^vitrine: you have no open access\. Ask for access: vitrine request SCOPE/],
    ['cancel', /^vitrine: none of your requests is pending or approved\. Ask for access:/],
    ['show', /^vitrine: you have no requests\. Ask for access:/],
  ])('%s says how to get access when there is none', async (command, message) => {
    site.on('listRequests', { requests: [] });
    const { status, stderr } = await on.run(command);
    expect(status).toBe(1);
    expect(stderr).toMatch(message);
  });
});

describe('vitrine approve and deny', () => {
  it('shows the terms and decides on exactly those', async () => {
    site.on('getRequest', sampleRequest({ reason: 'see \x1b[8mhidden' }));
    site.on('decideRequest', sampleRequest({ state: 'approved' }));
    const { status, stdout, stderr } = await on.run('approve', requestId, '--note', 'go');
    expect([status, stdout]).toEqual([0, `${requestId}  approved\n`]);
    expect(stderr).toContain('Reason     see \\x1b[8mhidden\n');
    expect(site.callsTo('decideRequest')[0]?.body).toEqual({
      decision: 'approve',
      termsDigest: 'ab'.repeat(32),
      note: 'go',
    });
  });

  it('gives the problem document when it is refused', async () => {
    site.on('getRequest', sampleRequest());
    site.on('decideRequest', new Refusal('own-request', { detail: 'You asked for this yourself.' }));
    const { status, stdout, stderr } = await on.run('deny', requestId, '--output', 'json');
    expect([status, stdout]).toEqual([1, '']);
    expect(JSON.parse(stderr)).toMatchObject({ code: 'own-request', status: 403 });
    const text = await on.run('deny', requestId);
    expect(text.stderr.endsWith('\nvitrine: You asked for this yourself.\n')).toBe(true);
  });
});

describe('vitrine requests', () => {
  it('lists the chosen view as a table or as an object a line', async () => {
    site.on('listRequests', { requests: [sampleRequest(), sampleGrant({ id: otherId })] });
    const { stdout } = await on.run('requests', '--view', 'to-decide');
    expect(site.callsTo('listRequests')[0]?.query).toEqual({ view: 'to-decide' });
    const [header, first] = stdout.split('\n');
    expect(header).toMatch(/^ID +STATE +SCOPE +WHO +FOR {2}REASON$/);
    expect(first).toMatch(
      /^req-01k0{22}a {2}pending until .* checkout-prod {2}Alice Moreau {2}30m {2}Payments fail/,
    );
    const lines = (await on.run('requests', '--output', 'json')).stdout.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([sampleRequest(), sampleGrant({ id: otherId })]);
  });
});

describe('vitrine revoke and review', () => {
  it('sends the note and the outcome', async () => {
    const review = {
      state: 'done',
      dueAt: '2026-11-22T05:00:00.000Z',
      outcome: 'justified',
      by: 'sam',
    } as const;
    site.on('revokeGrant', sampleGrant({ state: 'closed', closedReason: 'revoked' }));
    site.on('reviewBreakGlass', sampleGrant({ state: 'closed', review }));
    expect((await on.run('revoke', requestId)).stdout).toContain('closed: revoked');
    const args = ['--outcome', 'justified', '--note', 'Looked at the outage'];
    expect((await on.run('review', requestId, ...args)).stdout).toContain('Review     justified by sam\n');
    expect(site.callsTo('revokeGrant')[0]?.body).toEqual({});
    expect(site.callsTo('reviewBreakGlass')[0]?.body).toEqual({
      outcome: 'justified',
      note: 'Looked at the outage',
    });
  });
});

describe('vitrine scopes', () => {
  it('says what one may do where', async () => {
    const scope = {
      name: 'checkout-prod',
      title: 'Checkout, production',
      owner: 'Payments team',
      sensitivity: 'high',
      redaction: 'standard',
      logGroups: ['/checkout/api'],
      maxDurationSeconds: 14_400,
      maxLookbackSeconds: 86_400,
      breakGlass: true,
      canRequest: true,
    };
    site.on('listScopes', {
      scopes: [scope, { ...scope, name: 'ledger-prod', breakGlass: false, canRequest: false }],
    });
    const { stdout } = await on.run('scopes');
    expect(stdout).toMatch(/\ncheckout-prod .* 4h +1d +ask, break the glass +\/checkout\/api\n/);
    expect(stdout).toMatch(/\nledger-prod .* decide /);
    expect(JSON.parse((await on.run('scopes', '--output', 'json')).stdout.split('\n')[0] ?? '')).toEqual(
      scope,
    );
  });
});
