import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutPercents } from '../../../core/redact/percent.ts';
import { redactor, shape } from './support.ts';

const encode = (text: string, encoding: BufferEncoding = 'base64') => Buffer.from(text).toString(encoding);
const wrapped = (text: string, end: string) => text.replace(/.{76}/g, `$&${end}`);
const shapeOf = (text: string) => shape(redactor.redact(text).text);
const json = JSON.stringify({ user: 'bob', body: JSON.stringify({ password: 'hunter2"x' }) });
const long = `${'x '.repeat(90)}password=hunter2 ${'y '.repeat(60)}`;

describe('a secret that is encoded', () => {
  it.each([
    ['base 64', `data: ${encode('password=hunter2')} end`, 'data: [password] end'],
    [
      'base 64 without padding',
      `data: ${encode('password=hunter2').replace(/=+$/, '')}, x`,
      'data: [password], x',
    ],
    ['the alphabet of URLs', `/v1/${encode(json, 'base64url')}/a`, '/v1/[password]'],
    [
      'a path before it',
      `https://x.example/some-path/${encode(json)}`,
      'https://x.example/some-path/[password]',
    ],
    ['base 64 in base 64', encode(encode(json)), '[password]'],
    ['lines', wrapped(encode(long), '\n'), '[password]'],
    ['lines of Windows', wrapped(encode(long), '\r\n'), '[password]'],
    [
      'lines of YAML',
      `data: |\n  ${wrapped(encode(long), '\n  ')}\nnext: 1`,
      'data: |\n  [password]\nnext: 1',
    ],
    ['lines in JSON', JSON.stringify({ a: wrapped(encode(long), '\n') }), '{"a":"[password]"}'],
    ['a string of JSON', JSON.stringify({ a: encode(json), n: 1 }), '{"a":"[password]","n":1}'],
    [
      'slashes with escapes',
      `{"a":"${encode(`password=???${json}`).replaceAll('/', '\\/')}"}`,
      '{"a":"[password]"}',
    ],
    ['hexadecimal', `0x ${encode(json, 'hex')}.`, '0x [password].'],
    [
      'UTF-16',
      `powershell -enc ${Buffer.from('echo password=hunter2', 'utf16le').toString('base64')}`,
      'powershell -enc [password]',
    ],
    [
      'a key in PEM',
      encode('-----BEGIN PRIVATE KEY-----\nMC4CAQAw\n-----END PRIVATE KEY-----\n'),
      '[private-key]',
    ],
    [
      'percent-encoding',
      `a?b=${encodeURIComponent('{"password":"hunter2"}')}&c=1`,
      'a?b=%7B%22password%22%3A%22[password]%22%7D&c=1',
    ],
    [
      'percent-encoding twice',
      encodeURIComponent(encodeURIComponent('"api_key":"Zq7xkW9r"')),
      '%2522api_key%2522%253A%2522[api-key]%2522',
    ],
    ['base 64 that is percent-encoded', `a=${encodeURIComponent(encode(json))}`, 'a=[password]'],
  ])('is found in %s', (_, text, expected) => {
    expect(shapeOf(text)).toBe(expected);
  });

  it.each(['bob@example.com', '4111 1111 1111 1111', 'DE89370400440532013000'])(
    'has the pseudonym of %s itself, if it is that alone',
    (value) => {
      const plain = redactor.redact(value).text;
      expect(redactor.redact(encode(value)).text).toBe(plain);
      expect(redactor.redact(encode(`${value}\n`)).text).toBe(plain);
      expect(redactor.redact(encode(value, 'hex')).text).toBe(plain);
      expect(redactor.redact(encodeURIComponent(value)).text).toBe(plain);
    },
  );

  it.each([
    encode('just a plain text that says nothing'),
    encode('my_password_secure = "kq83hZ0pLm21"'),
    '/usr/local/lib/node_modules/hello/world',
    'd41d8cd98f00b204e9800998ecf8427e 8e03978e-40d5-43e8-bc93-6894a57f9324',
    'handlerConfigurationProviderFactoryBean',
    '100%25 of caf%C3%A9 %ff%fe',
  ])('is not seen in %j', (text) => {
    expect(redactor.redact(text).text).toBe(text);
  });

  it('is hidden in as little of a long text as its run', () => {
    const many = Array.from({ length: 3_000 }, (_, at) => encode(`ordinary text number ${at}`)).join(' ');
    expect(shapeOf(`${many} ${encode('password=hunter2')}`)).toBe(`${many} [password]`);
  });
});

describe('taking percent-encoding away', () => {
  it('gives back what was encoded, and where each character stood', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const written = encodeURIComponent(text);
        const { text: decoded, origins } = withoutPercents(written);
        expect(decoded).toBe(text);
        expect(origins).toHaveLength(text.length + 1);
        expect(origins.at(-1)).toBe(written.length);
        let at = 0;
        for (const character of text) {
          const next = at + character.length;
          expect(decodeURIComponent(written.slice(origins[at], origins[next]))).toBe(character);
          at = next;
        }
      }),
    );
  });

  it('leaves what is no UTF-8', () => {
    expect(withoutPercents('%ff%4 %zz%41').text).toBe('%ff%4 %zzA');
  });
});
