import { describe, expect, it } from 'vitest';
import { redactor, shape } from './support.ts';

const line = 'MIIEowIBAAKCAQEA'.repeat(4);
const lines = ['-----BEGIN RSA PRIVATE KEY-----', line, line, 'MIIEow==', '-----END RSA PRIVATE KEY-----'];
const pem = lines.join('\n');
const shapeOf = (text: string) => shape(redactor.redact(text).text);
const nested = (depth: number): string =>
  JSON.stringify(depth === 0 ? { key: pem } : { body: nested(depth - 1), n: depth });

describe('a private key in PEM', () => {
  it.each([
    ['its lines', `a\n${pem}\nb`, 'a\n[private-key]\nb'],
    ['lines of Windows', `a\r\n${lines.join('\r\n')}\r\nb`, 'a\r\n[private-key]\r\nb'],
    ['escaped line ends', `KEY="${lines.join('\\n')}" x`, 'KEY="[private-key]" x'],
    ['line ends escaped twice', `KEY=${lines.join('\\\\n')} x`, 'KEY=[private-key] x'],
    ['JSON', JSON.stringify({ key: pem, n: 1 }), '{"key":"[private-key]","n":1}'],
    ['YAML', `key: |\n    ${lines.join('\n    ')}\nnext: 1`, 'key: |\n    [private-key]\nnext: 1'],
    [
      'a list of lines',
      JSON.stringify({ key: lines, n: ['x'] }),
      `{"key":[${lines.map(() => '"[private-key]"')}],"n":["x"]}`,
    ],
    [
      'code',
      lines.map((one) => `"${one}\\n"`).join(' +\n  '),
      lines.map(() => '"[private-key]"').join(' +\n  '),
    ],
    ['a text without its end', `cut: ${lines.slice(0, 3).join('\n')}`, 'cut: [private-key]'],
    ['JSON without its end', JSON.stringify({ key: pem }).slice(0, 120), '{"key":"[private-key]'],
    ['a text without its beginning', `x ${lines.slice(2).join('\n')} y`, 'x [private-key] y'],
    ['JSON without its beginning', JSON.stringify({ m: lines.slice(1).join('\n') }), '{"m":"[private-key]"}'],
    ['percent-encoding', `key=${encodeURIComponent(pem)}&n=1`, 'key=[private-key]&n=1'],
  ])('is hidden whole in %s', (_, text, expected) => {
    expect(shapeOf(text)).toBe(expected);
  });

  it.each([0, 1, 2, 3, 4])('is hidden in JSON escaped %i times', (depth) => {
    const { text } = redactor.redact(nested(depth));
    expect(text).not.toContain(line);
    expect(() => JSON.parse(text)).not.toThrow();
  });

  it('has one pseudonym however it is written', () => {
    const masks = [pem, JSON.stringify(lines), lines.join('\\n'), btoa(pem), encodeURIComponent(pem)].map(
      (text) => /\[private-key:\w+\]/.exec(redactor.redact(text).text)?.[0],
    );
    expect(new Set(masks).size).toBe(1);
  });
});

describe('a value in pieces', () => {
  it.each([
    [
      '{"card":["4111","1111","1111","1111"],"n":["a","b"]}',
      '{"card":["[card]","[card]","[card]","[card]"],"n":["a","b"]}',
    ],
    ['["bob@exa", "mple.com"]', '["[email]", "[email]"]'],
    ['{"m":"[\\"bob@exa\\",\\"mple.com\\"]"}', '{"m":"[\\"[email]\\",\\"[email]\\"]"}'],
  ])('is hidden in each piece of %j', (text, expected) => {
    expect(shapeOf(text)).toBe(expected);
  });

  it.each([
    '{"a":"4111","b":"1111","c":"1111","d":"1111"}',
    '["v1.2","3.4","192.0","x"]',
    '["4111","1111","1111"]',
    '["bob", "@", "an example"]',
    '{"END":"-----END CERTIFICATE-----"}',
  ])('is not made of %j', (text) => {
    expect(redactor.redact(text).text).toBe(text);
  });
});
