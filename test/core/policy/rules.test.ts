import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../core/policy/config.ts';
import { rulesKey, rulesOf } from '../../../core/policy/rules.ts';
import { sampleConfig } from '../../support/sample-config.ts';

const config = parseConfig(sampleConfig());
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('the rules in force', () => {
  it('are a text that has all of the configuration, named by its digest', () => {
    const { version, text } = rulesOf(config, sha256);
    expect(JSON.parse(text)).toEqual(config);
    expect(rulesKey(version)).toBe(`rules/${sha256(text)}.json`);
  });

  it('have another name as soon as anything in them is another', () => {
    const retention = { ...config.retention, requestDays: config.retention.requestDays + 1 };
    const versions = [config, { ...config, retention }].map((each) => rulesOf(each, sha256).version);
    expect(new Set(versions).size).toBe(2);
  });
});
