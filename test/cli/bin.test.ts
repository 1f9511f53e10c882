import { type ChildProcess, spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeProfile } from '../../cli/profile/store.ts';
import { FakeSite } from './fake-site.ts';
import { machine, profileOf } from './run.ts';
import { alice, handle, sampleGrant, sampleResults, startedQuery } from './samples.ts';

const bin = fileURLToPath(new URL('../../bin/vitrine.ts', import.meta.url));
let site: FakeSite;
let home: string;
beforeEach(async () => {
  site = (await FakeSite.start()).on('whoAmI', alice);
  const on = machine();
  home = on.host.env['VITRINE_HOME'] ?? '';
});
afterEach(() => site.stop());

function start(...args: string[]): ChildProcess {
  return spawn(process.execPath, [bin, ...args], { env: { PATH: process.env['PATH'], VITRINE_HOME: home } });
}

async function end(child: ChildProcess): Promise<{ status: number | null; stdout: string; stderr: string }> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { status, stdout, stderr };
}

describe('bin/vitrine.ts', { timeout: 30_000 }, () => {
  it('can be executed', () => {
    expect(statSync(bin).mode & 0o111).toBe(0o111);
  });

  it('signs in, keeps the sign-in to its owner, and ends by itself', async () => {
    site.provider.person = 'alice';
    const { status, stdout, stderr } = await end(start('login', '--as', 'alice', '--url', site.url));
    expect([status, stdout, stderr]).toEqual([0, `Signed in at ${site.url} as Alice Moreau (alice).\n`, '']);
    expect(statSync(`${home}/profiles/default.json`).mode & 0o777).toBe(0o600);
    expect(statSync(`${home}/profiles`).mode & 0o777).toBe(0o700);
  });

  it('ends with status 2 for wrong usage', async () => {
    const { status, stderr } = await end(start('query'));
    expect(status).toBe(2);
    expect(stderr).toContain("missing required argument 'query'");
  });

  it('stops the query on the server at Ctrl-C, even if npx passes the same one on again', async () => {
    await writeProfile(`${home}/profiles/default.json`, profileOf(site));
    site.on('listRequests', { requests: [sampleGrant()] }).on('startQuery', startedQuery);
    const child = start('query', 'fields @message');
    site.on('stopQuery', () => {
      child.kill('SIGINT');
      return { id: handle, state: 'stopped' };
    });
    site.on('getResults', () => {
      child.kill('SIGINT');
      return sampleResults({ state: 'running' });
    });
    expect(await end(child)).toEqual({ status: 130, stdout: '', stderr: 'The query is stopped.\n' });
    expect(site.callsTo('stopQuery')).toHaveLength(1);
  });

  it('takes no offence when its reader goes away', async () => {
    await writeProfile(`${home}/profiles/default.json`, profileOf(site));
    site.on('listRequests', { requests: [sampleGrant()] }).on('startQuery', startedQuery);
    const rows = Array.from({ length: 20_000 }, () => ({ '@message': 'x'.repeat(100) }));
    site.on('getResults', sampleResults({ columns: ['@message'], rows }));
    const child = start('query', 'fields @message', '--output', 'json');
    child.stdout?.once('data', () => child.stdout?.destroy());
    let stderr = '';
    child.stderr?.on('data', (text) => {
      stderr += text;
    });
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(0);
    expect(stderr).not.toContain('EPIPE');
  });
});
