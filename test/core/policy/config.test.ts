import { describe, expect, it } from 'vitest';
import { ConfigError, parseConfig, scopeNamed } from '../../../core/policy/config.ts';
import { redactionSettings } from '../../../core/policy/redaction.ts';
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
    [
      'an expiry before the lock ends',
      'retention.evidenceExpireDays',
      (c) => ({ ...c, retention: { evidenceDays: 400, evidenceExpireDays: 399 } }),
    ],
    [
      'a pattern of tickets that does not take linear time',
      'assessment.ticketPattern',
      (c) => ({ ...c, assessment: { ticketPattern: '([A-Z])\\1+-[0-9]+' } }),
    ],
    [
      'a mirror’s bucket',
      'audit.mirror.bucket',
      (c) => ({ ...c, audit: { ...c.audit, mirror: { bucket: 's3://heads' } } }),
    ],
    [
      'a mirror’s topic',
      'audit.mirror.topic',
      (c) => ({
        ...c,
        audit: { ...c.audit, mirror: { topic: 'arn:aws:sns:eu-west-1:999988887777:heads.fifo' } },
      }),
    ],
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

  const staff = { id: 'staff', title: 'Staff number', pattern: 'EMP-\\d{6}', examples: ['EMP-123456'] };
  const problemsOfStaff = (change: object) =>
    problemsOf((config) => ({ ...config, redaction: { custom: [{ ...staff, ...change }] } })).join('\n');

  it('takes allowed values and detectors, for all scopes and for one', () => {
    const config = parseConfig({
      ...sampleConfig(),
      redaction: {
        allow: ['noreply@shop.example', { detector: 'staff', pattern: 'EMP-0+' }],
        custom: [staff],
      },
    });
    expect(config.redaction.custom[0]).toMatchObject({ type: 'staff', counterExamples: [] });
    const one = redactionSettings(config, { scope: 'ledger-prod', redaction: 'strict' });
    expect(one).toMatchObject({
      level: 'strict',
      allow: [{ value: 'noreply@shop.example' }, { detector: 'staff' }],
    });
    expect(redactionSettings(config, { scope: 'ledger-prod', redaction: 'strict' })).toBe(one);
    expect(redactionSettings(config, { scope: 'ledger-prod', redaction: 'standard' })).not.toBe(one);
  });

  it('adds to a scope what is its own alone', () => {
    const given = sampleConfig();
    Object.assign(given.scopes['ledger-prod'] ?? {}, { customDetectors: [staff], allowValues: ['10.0.0.1'] });
    const config = parseConfig(given);
    const customOf = (scope?: string) =>
      redactionSettings(config, { redaction: 'strict', ...(scope && { scope }) }).custom?.length;
    expect([customOf('ledger-prod'), customOf('checkout-prod'), customOf()]).toEqual([1, 0, 0]);
  });

  it.each([
    ['cannot be read', { pattern: 'EMP-(' }, /is not valid/],
    ['looks behind, which RE2 does not', { pattern: '(?<=EMP-)\\d+' }, /is not valid/],
    ['refers back', { pattern: 'EMP-(a)\\1' }, /is not valid/],
    ['is too large', { pattern: 'EMP-(?:[a-z]{900}){900}' }, /not valid|too large/],
    ['matches nothing', { pattern: '(?:EMP-)?\\d*' }, /matches the empty text/],
    ['could begin anywhere', { pattern: '\\d+', examples: ['1'] }, /could begin anywhere/],
    ['has several groups', { pattern: 'EMP-(\\d)(\\d)' }, /several groups/],
    ['does not find its example', { examples: ['EMP-123456', 'EMP-x'] }, /does not find its example "EMP-x"/],
    [
      'finds its counter-example',
      { counterExamples: ['EMP-1234567'] },
      /finds its counter-example "EMP-1234567"/,
    ],
  ])('refuses a pattern that %s', (_, change, reason) => {
    const problems = problemsOfStaff(change);
    expect(problems).toMatch(reason);
    expect(problems).toContain('redaction.custom.0');
  });

  it('refuses detectors of one id, and values allowed to one that is not there', () => {
    expect(problemsOfStaff({ id: 'email' })).toContain(
      'redaction.custom.0.id: there is a detector of this id',
    );
    const ofNone = problemsOf((config) => ({
      ...config,
      redaction: { allow: [{ value: 'x', detector: 'staff' }] },
    }));
    expect(ofNone.join()).toContain('redaction.allow.0.detector: there is no detector');
    const everything = problemsOf((config) => ({ ...config, redaction: { allow: [{ pattern: '.*' }] } }));
    expect(everything.join()).toContain('redaction.allow.0:');
  });

  it('has no scope by the name of an inherited property', () => {
    const config = parseConfig(sampleConfig());
    for (const name of ['constructor', '__proto__', 'toString', ''])
      expect(scopeNamed(config, name)).toBeUndefined();
  });
});
