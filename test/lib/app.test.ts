import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sampleConfig } from '../support/sample-config.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'vitrine-app-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** Synthesizes with this text as the configuration file. */
function synthesizedWith(text: string) {
  const config = path.join(directory, 'tried.config.mjs');
  writeFileSync(config, text);
  return spawnSync(process.execPath, [path.resolve(import.meta.dirname, '../../bin/app.ts')], {
    env: {
      PATH: process.env['PATH'],
      CDK_OUTDIR: path.join(directory, 'out'),
      CDK_CONTEXT_JSON: JSON.stringify({ config }),
    },
    encoding: 'utf8',
    timeout: 30_000,
  });
}

describe('synthesizing with a configuration that is wrong', () => {
  it('names every field, what it got and what is expected, without a stack trace', () => {
    const sample = sampleConfig();
    const [scope] = Object.values(sample.scopes);
    const wrong = {
      ...sample,
      scopes: { 'checkout-prod': { ...scope, maxDuration: 'long', approvers: ['nobody'] } },
    };
    const { status, stderr } = synthesizedWith(`export default ${JSON.stringify(wrong)};\n`);
    expect(status).toBe(1);
    expect(stderr).toContain(
      'scopes.checkout-prod.maxDuration: write a duration such as 90s, 30m, 4h or 7d (got "long")',
    );
    expect(stderr).not.toMatch(/^\s+at /m);
  }, 30_000);

  it('says that a file cannot be read, and why', () => {
    const { status, stderr } = synthesizedWith('export default {;\n');
    expect(status).toBe(1);
    expect(stderr).toMatch(/tried\.config\.mjs could not be read: /);
    expect(stderr).not.toMatch(/^\s+at /m);
  }, 30_000);
});
