import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../core/policy/config.ts';
import { identify, membersOf } from '../../../core/policy/directory.ts';
import { sampleConfig } from '../../support/sample-config.ts';

const config = parseConfig(sampleConfig());
const all = ['engineers', 'payments-leads', 'finance', 'supervisors'];

describe('the directory', () => {
  it('finds one person under any of their subjects and addresses', () => {
    for (const claims of [
      { subject: 'bob', email: 'bob@shop.example' },
      { subject: 'bob-at-the-other-issuer', email: 'Robert@Shop.example' },
      { subject: 'bob' },
    ]) {
      expect(identify(config, { ...claims, groups: all })?.key).toBe('bob');
    }
  });

  it('knows nobody by a mail address alone, nor by somebody else’s', () => {
    expect(identify(config, { subject: 'mallory', email: 'bob@shop.example', groups: all })).toBeUndefined();
    expect(identify(config, { subject: 'bob', email: 'alice@shop.example', groups: all })).toBeUndefined();
    expect(identify(config, { subject: 'BOB', groups: all })).toBeUndefined();
    expect(identify(config, { subject: '', groups: all })).toBeUndefined();
  });

  it('counts groups only when configuration and token both name them', () => {
    expect(identify(config, { subject: 'bob', groups: ['payments-leads', 'supervisors'] })?.groups).toEqual([
      'payments-leads',
    ]);
    expect(identify(config, { subject: 'bob' })?.groups).toEqual([]);
  });

  it('lists the members of groups', () => {
    expect(membersOf(config, ['payments-leads']).map(({ key }) => key)).toEqual(['bob', 'beth']);
  });
});
