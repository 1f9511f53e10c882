import { describe, expect, it } from 'vitest';
import { ConfigError, parseConfig, scopeNamed } from '../../../core/policy/config.ts';
import shipped from '../../../vitrine.config.ts';
import { sampleConfig } from '../../support/sample-config.ts';

type Sample = ReturnType<typeof sampleConfig>;

function problemsOf(change: (config: Sample) => unknown): readonly string[] {
  const config = sampleConfig();
  const given = change(config) ?? config;
  try {
    parseConfig(given);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('the configuration', () => {
  it('as shipped is valid', () => {
    expect(() => parseConfig(shipped)).not.toThrow();
  });

  it('holds durations in seconds and fills the defaults', () => {
    const config = parseConfig(sampleConfig());
    expect(scopeNamed(config, 'checkout-prod')).toMatchObject({
      name: 'checkout-prod',
      maxDurationSeconds: 14_400,
      approvalWindowSeconds: 3600,
      redaction: 'standard',
      breakGlass: { maxDurationSeconds: 3600 },
    });
    expect(config).toMatchObject({ installation: 'production', retention: { evidenceDays: 365 } });
  });

  it.each<[string, string, (config: Sample) => unknown]>([
    [
      'a duration',
      'scopes.checkout-prod.maxDuration',
      (c) => Object.assign(c.scopes['checkout-prod'] ?? {}, { maxDuration: '4 hours' }),
    ],
    [
      'an unknown field',
      'scopes.checkout-prod',
      (c) => void Object.assign(c.scopes['checkout-prod'] ?? {}, { maxLength: 1 }),
    ],
    [
      'a log group',
      'scopes.checkout-prod.logGroups.0',
      (c) => void Object.assign(c.scopes['checkout-prod'] ?? {}, { logGroups: ['*'] }),
    ],
    [
      'a group nobody is in',
      'scopes.checkout-prod.approvers.0',
      (c) => void Object.assign(c.scopes['checkout-prod'] ?? {}, { approvers: ['nobody'] }),
    ],
    [
      'an address',
      'people.alice.email',
      (c) => void Object.assign(c.people['alice'] ?? {}, { email: 'alice' }),
    ],
    ['a missing section', 'roles', (c) => ({ ...c, roles: undefined })],
    ['a date', 'audit.installedOn', (c) => ({ ...c, audit: { installedOn: 'yesterday' } })],
    ['the whole', '(whole file)', () => 'nothing'],
  ])('names the field when %s is wrong', (_, field, change) => {
    const problems = problemsOf((config) => {
      const changed = change(config);
      return typeof changed === 'object' && changed !== null && 'scopes' in changed
        ? changed
        : typeof changed === 'string'
          ? changed
          : config;
    });
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.join('\n')).toContain(`${field}:`);
  });

  it('refuses two people under one subject or address, in whatever case', () => {
    const sameSubject = problemsOf(
      (config) => void Object.assign(config.people['sam'] ?? {}, { subjects: ['bob'] }),
    );
    expect(sameSubject.join()).toContain('people.sam: subject bob already belongs to bob');
    const sameAddress = problemsOf(
      (config) => void Object.assign(config.people['sam'] ?? {}, { otherEmails: ['ROBERT@shop.example'] }),
    );
    expect(sameAddress.join()).toContain('people.sam: address robert@shop.example already belongs to bob');
  });

  it('has no scope by the name of an inherited property', () => {
    const config = parseConfig(sampleConfig());
    for (const name of ['constructor', '__proto__', 'toString', ''])
      expect(scopeNamed(config, name)).toBeUndefined();
  });
});
