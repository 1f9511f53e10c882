import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectors } from '../../../core/redact/detectors/index.ts';
import { redactor, redactorWith } from './support.ts';

const strict = redactorWith({ level: 'strict' });

const pieces = detectors.flatMap(({ examples, counterExamples }) => [...examples.flat(), ...counterExamples]);

/** Characters and words on which reading hinges. */
const joints = [
  '"',
  "'",
  '\\',
  '\\"',
  '\\\\"',
  '[',
  ']',
  '{',
  '}',
  ':',
  '=',
  ',',
  ';',
  '&',
  '?',
  '@',
  '%40',
  '.',
  '-',
  ' ',
  '\n',
  '\\n',
  '\\u0022',
  'password',
  'token=',
  '"password":',
  'Authorization: ',
  'Bearer ',
  'cookie: ',
  '://',
  'AKIA',
  'eyJ',
  '4',
  '<',
  '>',
  '</',
  '[email:',
  '[email:7k2f9qx3m1bw]',
  ':…]',
  '\ud800',
  '\udc00',
  '😀',
  'é',
  '\0',
  '--password ',
  '["',
  '":"',
  '%',
  '%5B',
  'null',
  '12345',
];

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(...joints),
      fc.constantFrom(...pieces),
      fc.string({ unit: 'binary', maxLength: 8 }),
    ),
    {
      maxLength: 14,
    },
  )
  .map((parts) => parts.join(''));

const anyText = fc.oneof(hostile, fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }));

const names = fc.constantFrom(
  'a',
  'message',
  'password',
  'token',
  'Authorization',
  'cookie',
  'user',
  'body',
  'bob@example.com',
);
const leaf = fc.oneof(
  anyText,
  fc.constantFrom(...pieces),
  fc.constantFrom(4111111111111111, 12345, -4111111111111111, 0, 1.5e300, 4.111111111111111e15, null, true),
);
const { document } = fc.letrec<{ document: unknown; value: unknown }>((tie) => ({
  document: fc.oneof(
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(names, anyText), tie('value'), { maxKeys: 4 }),
  ),
  value: fc.oneof(
    { depthSize: 'small' },
    leaf,
    tie('document'),
    tie('document').map((value) => JSON.stringify(value)),
  ),
}));

const json = fc
  .tuple(document, fc.constantFrom(0, 2))
  .map(([value, indent]) => JSON.stringify(value, null, indent));

const runs = { numRuns: 400 };

describe('redaction of any text', () => {
  it('changes nothing when it is done again', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, json), fc.constantFrom(redactor, strict), (text, { redact }) => {
        const once = redact(text).text;
        expect(redact(once)).toEqual({ text: once, findings: [] });
      }),
      runs,
    );
  });

  it('leaves JSON what it is', () => {
    fc.assert(
      fc.property(json, fc.constantFrom(redactor, strict), (text, { redact }) => {
        const value: unknown = JSON.parse(redact(text).text);
        expect(kindOf(value)).toBe(kindOf(JSON.parse(text)));
      }),
      runs,
    );
  });

  it('leaves the quotes of a text in a JSON in a JSON their backslashes', () => {
    const inner = JSON.stringify({ a: '<coordinates="48.8584,2.2945"' });
    const text = JSON.stringify([
      `user bob on #${'9f86d081884c7d65'.repeat(4)} +@all`,
      JSON.stringify({ a: inner }),
    ]);
    const [rules, nested] = JSON.parse(redactor.redact(text).text);
    expect(rules).toMatch(/^user bob on #\[password:\w+\] \+@all$/);
    expect(Object.keys(JSON.parse(JSON.parse(nested).a))).toEqual(['a']);
  });

  it('reports findings in order, without overlap, that account for every change', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, json), (text) => {
        const { text: redacted, findings } = redactor.redact(text);
        let from = 0;
        let pattern = '^';
        for (const { start, end } of findings) {
          expect(start).toBeGreaterThanOrEqual(from);
          expect(end).toBeGreaterThan(start);
          pattern += literally(text.slice(from, start)) + maskWithQuotes;
          from = end;
        }
        expect(redacted).toMatch(new RegExp(`${pattern}${literally(text.slice(from))}$`));
      }),
      runs,
    );
  });

  it('leaves nothing unscanned', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, json), (text) => {
        fc.pre(!text.includes('unscanned'));
        expect(redactor.redact(text).text).not.toContain('[unscanned:');
      }),
      runs,
    );
  });
});

const maskWithQuotes = String.raw`(?:\\*")?\[[a-z0-9_.-]+:[^\]]+\](?:\\*")?`;

const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

const kindOf = (value: unknown): string => (Array.isArray(value) ? 'list' : typeof value);

const secretText = fc
  .tuple(
    fc.string({
      unit: fc.constantFrom(...'abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ'),
      minLength: 4,
      maxLength: 12,
    }),
    fc.nat(999_999),
  )
  .map(([letters, number]) => `Zq${letters}${number}k`);

const planted = fc.oneof(
  secretText.map((secret) => ({ secret, key: 'password', value: secret })),
  secretText.map((secret) => ({
    secret: `${secret.toLowerCase()}@example.com`,
    key: 'note',
    value: `${secret.toLowerCase()}@example.com`,
  })),
  secretText.map((secret) => ({ secret, key: 'api_key', value: secret })),
  secretText.map((secret) => ({
    secret,
    key: 'dsn',
    value: `postgres://app:${secret}@db.internal:5432/shop`,
  })),
  secretText.map((secret) => ({ secret, key: 'Authorization', value: `Bearer ${secret}` })),
  fc
    .constantFrom('4111111111111111', '5555 5555 5555 4444', 'DE89370400440532013000', 'AKIAIOSFODNN7EXAMPLE')
    .map((secret) => ({
      secret,
      key: 'note',
      value: secret,
    })),
);

const around = fc.constantFrom(
  '',
  'note ',
  'line one\nline two ',
  'größe 5" x ',
  '[info] ',
  'a,b ',
  'C:\\temp\\new ',
);

type Carrier = (key: string, value: string) => string;
const carriers: Record<string, Carrier> = {
  'k=v': (key, value) => `${key}="${value}" status=200`,
  'k: v': (key, value) => `${key}: ${value}\nstatus: 200`,
  header: (key, value) => `Host: x\r\n${key}: ${value}\r\nAccept: */*`,
  JSON: (key, value) => JSON.stringify({ id: 1, [key]: value, list: ['x', value].slice(0, 1) }),
  'pretty JSON': (key, value) => JSON.stringify({ a: { [key]: value } }, null, 2),
  'JSON in a string of JSON': (key, value) => JSON.stringify({ m: JSON.stringify({ [key]: value }) }),
  'JSON in JSON in JSON': (key, value) => nested({ [key]: value }, 2),
  'JSON in JSON in JSON in JSON': (key, value) => nested({ [key]: value, say: 'a "word"\n' }, 3),
  'query string': (key, value) => `GET /x?a=1&${key}=${encodeURIComponent(value)}&b=2 HTTP/1.1`,
  YAML: (key, value) => `service:\n  ${key}: '${value}'\n  port: 80\n`,
  'a form': (key, value) => `a=1&${new URLSearchParams({ [key]: value })}&b=2`,
  'a query string in a query string': (key, value) =>
    `/x?next=${encodeURIComponent(`https://a.example/?${key}=${encodeURIComponent(value)}`)}&b=2`,
  'a dump of the environment': (key, value) => `PATH=/bin\nAPP_${key.toUpperCase()}=${value}\nHOME=/root`,
  'flags of a command': (key, value) => `$ run --verbose --${key} "${value}" --port 80`,
  'flags with a sign': (key, value) => `$ run --${key}='${value}' --port 80`,
  'an attribute of XML': (key, value) => `<x id="1" ${key}="${value}" n="2"/>`,
  'a pair of XML': (key, value) => `<add key="${key}" value="${value}"/>`,
  'a connection string': (key, value) => `Server=db;Database=shop;${key}=${value};Timeout=30`,
  'what util.inspect prints': (key, value) => inspect({ id: 1, nested: { [key]: value }, list: [1] }),
  'what PHP prints': (key, value) => `Array\n(\n    [id] => 1\n    [${key}] => ${value}\n)\n`,
  'what PHP dumps': (key, value) => `array(1) {\n  ["${key}"]=>\n  string(${value.length}) "${value}"\n}`,
  'what Java prints': (key, value) => `User{id=1, ${key}='${value}', active=true}`,
  'a record of Java': (key, value) => `User[id=1, ${key}=${value}, active=true]`,
  'what Go prints': (key, value) => `{ID:1 ${key}:${value} Active:true}`,
  'what Ruby prints': (key, value) => `{:id=>1, :${key}=>"${value}", "n"=>2}`,
  'a literal of SQL': (key, value) => `UPDATE users SET ${key} = '${value}', n = 2 WHERE id = 1`,
  'base 64 of JSON': (key, value) => btoa(JSON.stringify({ id: 1, [key]: value })),
  'base 64 of base 64 of JSON': (key, value) => btoa(btoa(JSON.stringify({ id: 1, [key]: value }))),
  'percent-encoded JSON': (key, value) => `p=${encodeURIComponent(JSON.stringify({ id: 1, [key]: value }))}`,
  'a stack trace': (key, value) => `Error: bad ${key}: ${value}\n    at handler (/var/task/index.js:12:7)`,
  'python dict': (key, value) => `{'${key}': '${value}', 'n': 1}`,
  tag: (key, value) => `<x><${key}>${value}</${key}></x>`,
};

function nested(value: unknown, depth: number): string {
  return depth === 0 ? JSON.stringify(value) : JSON.stringify({ body: nested(value, depth - 1), n: depth });
}

describe.each(Object.entries(carriers))('a secret in %s', (_, carry) => {
  it('is hidden, whatever stands around it', () => {
    fc.assert(
      fc.property(planted, around, around, ({ secret, key, value }, before, after) => {
        const { text } = redactor.redact(`${before}${carry(key, value)} ${after}`);
        expect(text).not.toContain(secret);
        expect(text).not.toContain(encodeURIComponent(secret));
        expect(text.startsWith(before)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the work for a hostile text', () => {
  it.each([
    ['anchors without end', 'token:'.repeat(20_000)],
    ['pairs in pairs', 'password='.repeat(20_000)],
    ['quotes that stay open', `password='`.repeat(20_000)],
    ['double quotes', `password="`.repeat(20_000)],
    ['lists in lists', '"token":['.repeat(20_000)],
    ['signs of mail', 'a@'.repeat(60_000)],
    ['schemes', 'x://a:b'.repeat(20_000)],
    ['backslashes', '\\'.repeat(120_000)],
    ['escaped quotes', '{\\"password\\":'.repeat(10_000)],
    ['digits', '4111 '.repeat(30_000)],
    ['a list of secrets', JSON.stringify({ token: Array.from({ length: 150_000 }, () => 'a1b2c3') })],
    ['more than the budget allows', `[${'"token":["'.repeat(3_000)}${'1'.repeat(50_000)}x`],
    ['heads of keys', '-----BEGIN PRIVATE KEY-----'.repeat(5_000)],
    ['heads of tokens', 'eyJhbGciOiJub25lIn0.'.repeat(8_000)],
    ['cookies', 'cookie: a=b; '.repeat(10_000)],
    ['key ids', 'AKIAIOSFODNN7EXAMPLE '.repeat(6_000)],
    ['deep quotes', Array.from({ length: 14 }).reduce<string>((text) => JSON.stringify(text), 'x')],
  ])('grows no faster than the text: %s', (_, text) => {
    const started = process.threadCpuUsage();
    redactor.redact(text);
    // A quadratic reading of these takes minutes; the limit is far from both.
    expect(process.threadCpuUsage(started).user).toBeLessThan(4_000_000);
  });
});
