import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { functionEnvironment } from '../../contract/environment.ts';
import { type Bundles, bundleFunctions, functionNames } from '../../lib/bundle.ts';
import { sampleConfig } from '../support/sample-config.ts';

/** Cold starts read every byte of a bundle. Of the largest, detectors and query engine are a quarter. */
const maxBytes = 1_250_000;
const directory = mkdtempSync(path.join(tmpdir(), 'vitrine-bundle-'));
let bundles: Bundles;

beforeAll(async () => {
  const configFile = path.join(directory, 'other.config.mjs');
  const sample = { ...sampleConfig(), identity: { groupsClaim: 'a-claim-of-this-test' } };
  writeFileSync(configFile, `export default ${JSON.stringify(sample)};\n`);
  bundles = await bundleFunctions({ configFile, directory: path.join(directory, 'functions') });
}, 60_000);
afterAll(() => rmSync(directory, { recursive: true }));

const codeOf = (name: keyof Bundles) => path.join(bundles[name], 'index.mjs');

describe('the bundles', () => {
  it.each(functionNames)('%s is small enough, and has its source map beside it', (name) => {
    expect(statSync(codeOf(name)).size).toBeLessThan(maxBytes);
    expect(statSync(`${codeOf(name)}.map`).size).toBeGreaterThan(0);
  });

  it('hold the configuration they were made with', () => {
    expect(readFileSync(codeOf('requests'), 'utf8')).toContain('a-claim-of-this-test');
  });

  it.each(functionNames)('%s has the policies beside it exactly if it decides', (name) => {
    const files = readdirSync(bundles[name]);
    const decides = ['requests', 'approvals', 'queries', 'results', 'audit', 'keeper'].includes(name);
    expect(files.includes('policies')).toBe(decides);
    if (decides) {
      expect(readdirSync(path.join(bundles[name], 'policies'))).toEqual(
        expect.arrayContaining([
          'cedar_wasm_bg.wasm',
          'vitrine.cedarschema',
          'forbid-deciding-own-request.cedar',
        ]),
      );
    }
  });

  it('start, each with the variables of its list', () => {
    const variables = [...new Set(Object.values(functionEnvironment).flat())];
    const urls = functionNames.map((name) => pathToFileURL(codeOf(name)).href);
    const script = `for (const url of ${JSON.stringify(urls)}) console.log(typeof (await import(url)).handler)`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
      env: {
        AWS_REGION: 'eu-west-1',
        ...Object.fromEntries(variables.map((each) => [each, 'https://value.example'])),
      },
      encoding: 'utf8',
      timeout: 30_000,
    });
    expect(stderr).toBe('');
    expect(stdout.trim().split('\n')).toEqual(functionNames.map(() => 'function'));
  });
});
