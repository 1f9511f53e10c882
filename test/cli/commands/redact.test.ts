import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sampleConfig } from '../../support/sample-config.ts';
import { machine } from '../run.ts';

const staff = { id: 'staff', title: 'Staff number', pattern: 'EMP-\\d{6}', examples: ['EMP-123456'] };

function configFile(change: object): string {
  const file = join(mkdtempSync(join(tmpdir(), 'vitrine-config-')), 'vitrine.config.mjs');
  writeFileSync(file, `export default ${JSON.stringify({ ...sampleConfig(), ...change })};`);
  return file;
}

function redact(input: string, ...args: string[]) {
  const on = machine();
  on.input = input;
  return on.run('redact', ...args);
}

const shape = (text: string) => text.replace(/:[0-9a-z]{12}\]/g, ']');

describe('vitrine redact', () => {
  it('hides what is sensitive, and says how much if asked to', async () => {
    const { status, stdout, stderr } = await redact('mail bob@example.com\nok\n', '--stats');
    expect(shape(stdout)).toBe('mail [email]\nok\n');
    expect(stderr).toContain('2 records, 0 of them bad');
    expect(stderr).toMatch(/ 1 {2}email/);
    expect(status).toBe(0);
  });

  it('names bad lines, goes on, and ends with status 1', async () => {
    const { status, stdout, stderr } = await redact('{"text":"a"}\n{}\n{"text":"b"}\n', '--input', 'jsonl');
    expect([status, stdout]).toEqual([1, 'a\nb\n']);
    expect(stderr).toContain('line 2 is not an object of JSON with a string named text');
  });

  it('keeps what a configuration allows, and hides what its detectors find', async () => {
    const config = configFile({ redaction: { allow: ['bob@example.com'], custom: [staff] } });
    const { stdout } = await redact('bob@example.com eve@example.com EMP-123456\n', '--config', config);
    expect(shape(stdout)).toBe('bob@example.com [email] [staff]\n');
  });

  it('adds what one scope allows', async () => {
    const given = sampleConfig();
    Object.assign(given.scopes['ledger-prod'] ?? {}, { allowValues: ['bob@example.com'] });
    const config = configFile(given);
    const line = 'bob@example.com\n';
    expect((await redact(line, '--config', config, '--scope', 'ledger-prod')).stdout).toBe(line);
    expect((await redact(line, '--config', config)).stdout).not.toBe(line);
  });

  it.each([
    [['--config', '/nowhere/vitrine.config.ts'], /could not be read/],
    [
      ['--config', configFile({ redaction: { custom: [{ ...staff, pattern: '.*' }] } })],
      /redaction\.custom\.0/,
    ],
    [['--config', configFile({}), '--scope', 'nothing'], /has no scope nothing; it has checkout-prod/],
    [['--scope', 'nothing'], /--scope needs --config/],
  ])('says what is wrong with %j', async (args, reason) => {
    const { status, stdout, stderr } = await redact('x\n', ...args);
    expect(status).not.toBe(0);
    expect(stdout).toBe('');
    expect(stderr).toMatch(reason);
  });
});

it('vitrine try runs under the same configuration', async () => {
  const on = machine();
  on.input = `${JSON.stringify({ timestamp: 1_795_000_000_000, message: 'bob@example.com EMP-123456' })}\n`;
  const config = configFile({ redaction: { allow: ['bob@example.com'], custom: [staff] } });
  const query = 'filter @message like "bob@example.com" | display @message';
  const { stdout } = await on.run('try', '--events', '-', '--config', config, query);
  expect(shape(stdout)).toContain('"bob@example.com [staff]"');
});
