import { describe, expect, it } from 'vitest';
import { startOf } from '../../../core/redact/custom-start.ts';
import { sensitivity } from '../../../core/redact/sensitivity.ts';
import type { CustomDetector } from '../../../core/redact/settings.ts';
import { redactorWith, shape } from './support.ts';

const custom = (pattern: string, more: Partial<CustomDetector> = {}): CustomDetector => ({
  id: 'staff',
  type: 'staff',
  title: 'Number of an employee',
  pattern,
  examples: [],
  counterExamples: [],
  ...more,
});

describe('an allowed value', () => {
  const allowing = redactorWith({
    allow: [{ value: 'noreply@example.com' }, { value: '10.1.2.3', detector: 'email' }],
  });
  const shapeOf = (text: string) => shape(allowing.redact(text).text);

  it.each([
    'from noreply@example.com',
    'from NoReply@Example.com',
    'noreply@example.com',
    '{"mail":"noreply@example.com"}',
    '{"m":"{\\"mail\\":\\"noreply@example.com\\"}"}',
    Buffer.from('noreply@example.com').toString('base64'),
    'to=noreply%40example.com&n=1',
  ])('is never hidden: %j', (text) => {
    expect(allowing.redact(text).text).toBe(text);
  });

  it.each([
    ['from xnoreply@example.com and noreply@example.community', 'from [email] and [email]'],
    ['password=noreply@example.com.x', 'password=[password]'],
    ['bob@example.com', '[email]'],
  ])('does not keep a value that contains it: %j', (text, expected) => {
    expect(shapeOf(text)).toBe(expected);
  });

  it('is one of its detector only, if it names one', () => {
    expect(shapeOf('client_ip=10.1.2.3 password=10.1.2.3')).not.toContain('10.1.2.3');
  });

  it('may be a pattern that all of the value matches', () => {
    const { redact } = redactorWith({ allow: [{ detector: 'email', pattern: '[a-z]+@example\\.com' }] });
    expect(shape(redact('bob@example.com eve@example.community bob@example.org').text)).toBe(
      'bob@example.com [email] [email]',
    );
    expect(shape(redact('password=bob@example.com.').text)).not.toContain('bob@');
  });

  it('is not sensitive in a query', () => {
    const { isSensitive } = sensitivity(allowing);
    expect([isSensitive('noreply@example.com'), isSensitive('bob@example.com')]).toEqual([false, true]);
  });
});

describe('a detector of the installation', () => {
  it.each([
    ['EMP-\\d{6}', 'seen emp EMP-123456, EMP-1', 'seen emp [staff], EMP-1'],
    ['(?i)emp-\\d{6}', 'Emp-123456', '[staff]'],
    ['employee[ =](\\w+)', 'employee=bob9 left', 'employee=[staff] left'],
    ['\\bK\\d{8}\\b', 'K12345678, xK12345678a, K1234', '[staff], xK12345678a, K1234'],
    ['(?:no|nr)\\. STAFF/(\\d+)', '{"m":"nr. STAFF/77"}', '{"m":"nr. STAFF/[staff]"}'],
    [
      'EMP-\\d{6}',
      JSON.stringify({ a: JSON.stringify({ b: 'EMP-123456' }) }),
      '{"a":"{\\"b\\":\\"[staff]\\"}"}',
    ],
    ['EMP-\\S+', `EMP-${'bob@example.com'}`, '[email]'],
  ])('hides what %s finds', (pattern, text, expected) => {
    const { redact } = redactorWith({ custom: [custom(pattern)] });
    const once = redact(text).text;
    expect(shape(once)).toBe(expected);
    expect(redact(once)).toEqual({ text: once, findings: [] });
  });

  it('finds its values in encoded copies', () => {
    const { redact } = redactorWith({ custom: [custom('EMP-\\d{6}')] });
    expect(shape(redact(Buffer.from('number EMP-123456').toString('base64')).text)).toBe('[staff]');
  });

  it('adds its type to those that masks name', () => {
    expect(redactorWith({ custom: [custom('EMP-\\d+', { type: 'employee' })] }).types).toContain('employee');
  });

  it('keeps to its budget in a hostile text', () => {
    const { redact } = redactorWith({ custom: [custom('EMP-(?:a|aa|aaa)+b')] });
    const started = process.threadCpuUsage();
    redact('EMP-aaaaaaaaaaaaaaaaaaaa'.repeat(20_000));
    expect(process.threadCpuUsage(started).user).toBeLessThan(4_000_000);
  });
});

describe('where a pattern is looked for', () => {
  it.each([
    ['EMP-\\d{6}', { anchor: 'emp-' }],
    ['x?EMPL\\.(\\d+)', { anchor: 'empl.' }],
    ['(?:EMP|STF)-\\d+-staff', { anchor: '-staff' }],
    ['(?P<n>EMPLOYEE)+x', undefined],
    ['((?:abc)def)', { anchor: 'abcdef' }],
    ['ab+cd', undefined],
    ['abx{0,2}cd', undefined],
    ['\\bK\\d{8}\\b', { opening: 'A9999999' }],
    ['\\b[A-Z]{2}[0-9]{2}-?x', { opening: 'AA99' }],
    ['\\b\\d{3}', undefined],
    ['\\d{8}', undefined],
    ['abcd|e', undefined],
    ['[abcd]+', undefined],
    ['\\w+', undefined],
  ])('is known for %s', (pattern, expected) => {
    expect(startOf(pattern)).toEqual(expected);
  });
});
