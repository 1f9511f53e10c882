import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { machine } from '../run.ts';

const events = [
  { timestamp: 1_795_000_000_000, message: 'login of bob@example.com failed' },
  { timestamp: 1_795_000_060_000, message: '{"level":"ERROR","user":"eve@example.com"}', logStream: 's2' },
];

function tryOn(on: ReturnType<typeof machine>, ...args: string[]) {
  on.input = events.map((event) => `${JSON.stringify(event)}\n`).join('');
  return on.run('try', '--events', '-', ...args);
}

const rowsOf = (stdout: string) =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

describe('vitrine try', () => {
  it('shows redacted rows, an object a line', async () => {
    const { status, stdout } = await tryOn(
      machine(),
      'parse @message "login of * failed" as who | display who',
    );
    expect(status).toBe(0);
    expect(rowsOf(stdout)).toEqual([{}, { who: expect.stringMatching(/^\[email:[0-9a-z]{12}\]$/) }]);
  });

  it('finds a whole known value, and no piece of one', async () => {
    const found = await tryOn(machine(), 'filter @message like "bob@example.com" | stats count(*) as n');
    expect(rowsOf(found.stdout)).toEqual([{ n: '1' }]);
    const piece = await tryOn(machine(), 'filter @message like "bob@" | stats count(*) as n');
    expect(rowsOf(piece.stdout)).toEqual([]);
  });

  it('hides what a function puts together', async () => {
    const { stdout } = await tryOn(machine(), 'fields concat("ann@exa", "mple.com") as x | limit 1');
    expect(rowsOf(stdout)).toEqual([{ x: '[email:…]' }]);
  });

  it('shows rows as they are if told so, within the time range', async () => {
    const { stdout } = await tryOn(
      machine(),
      '--no-redact',
      '--from',
      '2026-11-18T11:07:00Z',
      'display user',
    );
    expect(rowsOf(stdout)).toEqual([{ user: 'eve@example.com' }]);
  });

  it('reads log files as they are', async () => {
    const file = join(tmpdir(), `vitrine-try-${process.pid}.log`);
    writeFileSync(file, 'a ERROR\r\nb ok\n');
    const { stdout } = await machine().run(
      'try',
      '--events',
      file,
      '--text',
      'filter @message like /ERROR/ | display @message',
    );
    expect(rowsOf(stdout)).toEqual([{ '@message': 'a ERROR' }]);
  });

  it.each([
    ['not json', 'line 1 of - is not JSON'],
    ['{"message":"a"}', 'line 1 of - has no timestamp'],
    ['{"timestamp":1}', 'line 1 of - has no message'],
  ])('says what is wrong with %s', async (input, message) => {
    const on = machine();
    on.input = input;
    const { status, stderr } = await on.run('try', '--events', '-', 'limit 1');
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });

  it('refuses what the proxy refuses', async () => {
    const { status, stderr } = await tryOn(machine(), 'fields a | unmask');
    expect(status).toBe(1);
    expect(stderr).toContain('`unmask` is not allowed here');
  });
});
