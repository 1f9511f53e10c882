import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { writeProfile } from '../../cli/profile/store.ts';
import { machine, profileOf } from './run.ts';

describe('vitrine', () => {
  it.each([
    [['frobnicate'], /unknown command 'frobnicate'/],
    [['query'], /missing required argument 'query'/],
    [['whoami', 'extra'], /too many arguments/],
    [['whoami', '--nonsense'], /unknown option '--nonsense'/],
    [['whoami', '--output', 'xml'], /Allowed choices are text, json/],
    [['request', 'x', '--reason', 'y'], /required option '--for <duration>' not specified/],
    [['review', 'req-01k0000000000000000000000a', '--note', 'x'], /required option '--outcome <outcome>'/],
    [['show', 'REQ-1'], /A request id looks like req-01k… \(see: vitrine requests\)/],
    [['whoami', '--profile', '../x'], /"..\/x" is no name for a profile/],
    [['whoami', '--url', 'http://vitrine.example.com'], /is not encrypted; use https/],
    [['audit'], /Usage: vitrine audit/],
    [[], /Usage: vitrine/],
  ])('ends with status 2 for %j', async (args, message) => {
    const { status, stdout, stderr } = await machine().run(...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });

  it('shows help and version with status 0', async () => {
    const { run } = machine();
    expect(await run('--version')).toMatchObject({ status: 0, stdout: '0.1.0\n' });
    expect((await run('query', '--help')).stdout).toMatch(
      /--last <duration>[\s\S]*Global Options:[\s\S]*--profile/,
    );
  });

  it('says which site cannot be reached, as text or as a document', async () => {
    const { run, file } = machine();
    await writeProfile(file(), profileOf({ url: 'http://127.0.0.1:1' }));
    // Port 1 is on the list of ports that fetch never asks.
    await writeProfile(file('closed'), profileOf({ url: await closedPort() }));
    const { status, stderr } = await run('whoami', '--profile', 'closed', '--output', 'json');
    expect(status).toBe(1);
    expect(JSON.parse(stderr)).toMatchObject({
      code: 'unreachable',
      title: expect.stringContaining('npm start'),
    });
    expect((await run('whoami')).stderr).toMatch(/^vitrine: cannot reach http:\/\/127\.0\.0\.1:1; /);
  });

  it('says so when the site does not speak JSON', async () => {
    const server = createServer((_, response) => response.end('<!doctype html>'));
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const address = server.address();
    const url = `http://127.0.0.1:${address && typeof address === 'object' ? address.port : ''}`;
    try {
      const { run, file } = machine();
      await writeProfile(file(), profileOf({ url }));
      expect((await run('whoami')).stderr).toBe(
        `vitrine: ${url} does not answer like a Vitrine site; check --url\n`,
      );
      expect((await run('login', '--profile', 'b', '--url', url)).stderr).toBe(
        `vitrine: ${url}/config.json is not that of a Vitrine site; check --url\n`,
      );
    } finally {
      server.close();
    }
  });

  it('shows a stack only when asked to', async () => {
    expect((await machine().run('whoami')).stderr).not.toContain('    at ');
    expect((await machine({ VITRINE_DEBUG: '1' }).run('whoami')).stderr).toContain('    at ');
  });
});

async function closedPort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  server.close();
  return `http://127.0.0.1:${address && typeof address === 'object' ? address.port : ''}`;
}
