import { describe, expect, it } from 'vitest';
import { redactRow } from '../../../core/redact/row.ts';
import { redactor, shape } from './support.ts';

function redactedRow(row: Record<string, string>) {
  const { row: redacted, counts } = redactRow(redactor, new Map(Object.entries(row)));
  return {
    row: Object.fromEntries([...redacted].map(([name, value]) => [shape(name), shape(value)])),
    counts,
  };
}

describe('redaction of a row', () => {
  it('hides what is sensitive in its values and counts it by type', () => {
    expect(
      redactedRow({ '@message': 'bob@example.com and eve@example.com paid', n: '4111111111111111' }),
    ).toEqual({
      row: { '@message': '[email] and [email] paid', n: '[card]' },
      counts: { email: 2, card: 1 },
    });
  });

  it.each([
    ['password', 'correct horse battery', '[password]'],
    ['user.password', 'p', '[password]'],
    ['user.password', 'a b "c"', '[password]'],
    ['headers.authorization', 'Bearer abc', 'Bearer [token]'],
    ['headers.set-cookie.0', 'sid=abc; Path=/', '[cookie]'],
    ['request.headers.x-api-key', '0123', '[api-key]'],
    ['credentials.accessToken', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJib2IifQ.abc', '[jwt]'],
    ['contact.password', 'bob@example.com', '[email]'],
    ['privateKey', '-----BEGIN PRIVATE KEY-----\nAAEC\n-----END PRIVATE KEY-----', '[private-key]'],
    ['token', '{"a":"b c"}', '[token]'],
  ])('hides the value of %s, %j, whole', (name, value, expected) => {
    expect(redactedRow({ [name]: value }).row).toEqual({ [name]: expected });
  });

  it.each([
    ['password', ''],
    ['password', 'null'],
    ['token_count', '5'],
    ['password', '[password:7k2f9qx3m1bw]'],
    ['authorization', 'Bearer [token:7k2f9qx3m1bw]'],
    ['@timestamp', '2026-11-21 07:38:00.123'],
    ['@log', '123456789012:/aws/lambda/checkout-prod'],
  ])('leaves %s with %j', (name, value) => {
    expect(redactedRow({ [name]: value })).toEqual({ row: { [name]: shape(value) }, counts: {} });
  });

  it('gives a secret the same pseudonym in a column and in a text', () => {
    const { row } = redactRow(
      redactor,
      new Map([
        ['password', 'hunter2'],
        ['m', 'password=hunter2'],
      ]),
    );
    expect(row.get('m')).toBe(`password=${row.get('password')}`);
  });

  it('hides what is sensitive in the names of fields, and loses none of their values', () => {
    const { row, counts } = redactRow(
      redactor,
      new Map([
        ['by.bob@example.com', '1'],
        ['by.Bob@example.com', '2'],
      ]),
    );
    expect([...row.keys()].map(shape)).toEqual(['[email]', '[email] (2)']);
    expect([...row.values()]).toEqual(['1', '2']);
    expect(counts).toEqual({ email: 2 });
  });

  it('changes nothing when it is done again', () => {
    const row = new Map([
      ['password', 'hunter2'],
      ['authorization', 'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=='],
      ['bob@example.com', 'x'],
      ['m', '{"token":"abc123","n":4111111111111111}'],
    ]);
    const once = redactRow(redactor, row).row;
    expect(redactRow(redactor, once)).toEqual({ row: once, counts: {} });
  });
});

describe('fields that are one value together', () => {
  const key = ['-----BEGIN PRIVATE KEY-----', 'MC4CAQAwBQYDK2Vw', 'BCIEIAAB', '-----END PRIVATE KEY-----'];
  const numbered = (name: string, values: readonly string[]) =>
    Object.fromEntries(values.map((value, index) => [`${name}${index}`, value]));
  const all = (name: string, values: readonly string[], mask: string) =>
    numbered(
      name,
      values.map(() => mask),
    );

  it.each([
    ['card.', ['4111', '1111', '1111', '1111'], '[card]'],
    ['part', ['bob@exa', 'mple.com'], '[email]'],
    ['p_', ['DE8937040', '0440532013000'], '[iban]'],
    ['lines.', key, '[private-key]'],
  ])('are hidden under %s with a number', (name, values, mask) => {
    expect(redactedRow({ other: 'x', ...numbered(name, values) })).toEqual({
      row: { other: 'x', ...all(name, values, mask) },
      counts: { [mask.slice(1, -1)]: values.length },
    });
  });

  it('are joined in the order of their numbers, and share the pseudonym of the whole', () => {
    const { row } = redactRow(
      redactor,
      new Map([
        ['n.10', 'mple.com'],
        ['n.9', 'bob@exa'],
        ['mail', 'bob@example.com'],
      ]),
    );
    expect(new Set(row.values()).size).toBe(1);
  });

  it('are the halves of an address', () => {
    const row = { 'to.user': 'bob', 'to.domain': 'example.com' };
    expect(redactedRow(row).row).toEqual({ 'to.user': '[email]', 'to.domain': 'example.com' });
    expect(redactedRow({ user: 'bob', domain: 'CORP' }).row).toEqual({ user: 'bob', domain: 'CORP' });
  });

  it.each<Record<string, string>>([
    { 'n.0': '41', 'n.1': '11', 'n.2': '1111', 'n.3': '11111111' },
    { 'v.0': 'one', 'v.1': 'two' },
    { http1: 'on', http2: 'off' },
    { ms50: '4', ms95: '111', ms99: '1111' },
  ])('are not made of %j', (row) => {
    expect(redactedRow(row)).toEqual({ row, counts: {} });
  });

  it('are left when they have been hidden', () => {
    const once = redactRow(
      redactor,
      new Map(Object.entries(numbered('card.', ['4111', '1111', '1111', '1111']))),
    ).row;
    expect(redactRow(redactor, once)).toEqual({ row: once, counts: {} });
  });
});

describe('a field of a message', () => {
  const rowOf = (message: object, field: string, value: string) =>
    redactedRow({ '@message': JSON.stringify(message), [field]: value }).row[field];

  it.each([
    [
      { headers: [{ name: 'X-Api-Key', value: 'Xk9pqz7LmQ2r' }] },
      'headers.0.value',
      'Xk9pqz7LmQ2r',
      '[api-key]',
    ],
    [{ args: ['--token', 'Xk9pqz7LmQ2r'] }, 'args.1', 'Xk9pqz7LmQ2r', '[secret]'],
    [{ phone: 4915112345678 }, 'phone', '4915112345678', '[phone]'],
    [{ address: { street: '12 Elm Street' } }, 'address.street', '12 Elm Street', '[address]'],
  ])('is hidden as in its message: %j', (message, field, value, expected) => {
    expect(rowOf(message, field, value)).toBe(expected);
  });

  it('is hidden by its own name, too', () => {
    expect(
      rowOf({ mail: 'bob@example.com', password: { value: 'Xk9pqz' } }, 'password.value', 'Xk9pqz'),
    ).toBe('[password]');
  });

  it('is found again under a name that was redacted', () => {
    const message = { 'bob@example.com': [{ name: 'password', value: 'hunter2' }] };
    const { row } = redactedRow({
      '@message': JSON.stringify(message),
      'bob@example.com.0.value': 'hunter2',
    });
    expect(Object.values(row)).not.toContain('hunter2');
  });

  it('keeps the value that the service gave, if nothing in it is hidden', () => {
    expect(rowOf({ mail: 'bob@example.com', n: 1 }, 'n', '1.0')).toBe('1.0');
  });
});
