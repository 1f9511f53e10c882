import { describe, expect, it } from 'vitest';
import type { Detector } from '../../../core/redact/detector.ts';
import { redactor, redactorWith, shape } from './support.ts';

const redact = (text: string) => redactor.redact(text).text;

describe('the redactor', () => {
  it('names the type and a pseudonym in the place of a value', () => {
    expect(redact('mail to bob@example.com')).toMatch(/^mail to \[email:[0-9a-hjkmnp-tv-z]{12}\]$/);
  });

  it('reports where in the input each value was, and who found it', () => {
    const text = 'a bob@example.com b password=hunter2';
    const { findings } = redactor.redact(text);
    expect(findings.map((finding) => ({ ...finding, text: text.slice(finding.start, finding.end) }))).toEqual(
      [
        { start: 2, end: 17, type: 'email', detector: 'email', text: 'bob@example.com' },
        { start: 29, end: 36, type: 'password', detector: 'password', text: 'hunter2' },
      ],
    );
  });

  it.each([
    ['Bob@Example.com', 'bob@example.com'],
    ['?to=bob%40example.com', 'bob@example.com'],
    ['{"to":"bob\\u0040example.com"}', 'bob@example.com'],
    ['4111-1111-1111-1111', '4111111111111111'],
    ['{"pan":4111111111111111}', '4111 1111 1111 1111'],
    ['DE89 3704 0044 0532 0130 00', 'de89370400440532013000'],
    ['password="a\\"b"', "password='a\"b'"],
    ['?password=a%26b&x=1', 'password=a&b'],
    ['Authorization: Bearer abc123def456', 'access_token=abc123def456'],
    ['{"secret_access_key":"a\\/b"}', 'secret_access_key=a/b'],
    [
      '-----BEGIN PRIVATE KEY-----\nAAEC\nAwQF\n-----END PRIVATE KEY-----',
      '-----BEGIN PRIVATE KEY-----\\nAAECAwQF\\n-----END PRIVATE KEY-----',
    ],
  ])('gives %j and %j one pseudonym', (a, b) => {
    const masks = [a, b].map((text) => redact(text).match(/\[[a-z0-9-]+:[0-9a-z]{12}\]/g));
    expect(masks[0]).toHaveLength(1);
    expect(masks[0]).toEqual(masks[1]);
  });

  it.each([
    ['a value in a value once, as the longer one', 'Cookie: mail=bob@example.com; a=b', 'Cookie: [cookie]'],
    ['a value of two kinds as what it is', 'password=bob@example.com', 'password=[email]'],
    ['a token in a header as what it is', 'token=eyJhbGciOiJub25lIn0.eyJzdWIiOiJib2IifQ.abc', 'token=[jwt]'],
    [
      'JSON in JSON in JSON',
      JSON.stringify({ a: JSON.stringify({ b: JSON.stringify({ password: 'x"y\\z' }) }) }),
      '{"a":"{\\"b\\":\\"{\\\\\\"password\\\\\\":\\\\\\"[password]\\\\\\"}\\"}"}',
    ],
    ['JSON that was cut', '{"user":"u1","password":"hunt', '{"user":"u1","password":"[password]'],
    [
      'escaped JSON that has lost its quotes',
      'body={\\"password\\":\\"hunter2\\",\\"n\\":1}',
      'body={\\"password\\":\\"[password]\\",\\"n\\":1}',
    ],
    ['a line break of JSON before a value', '{"m":"to\\nbob@example.com"}', '{"m":"to\\n[email]"}'],
    [
      'words in a message of JSON',
      '{"m":"password=abc\\nuser=bob"}',
      '{"m":"password=[password]\\nuser=bob"}',
    ],
    [
      'what Go escapes in a URL',
      '{"u":"/x?token=abc123\\u0026user=bob"}',
      '{"u":"/x?token=[token]\\u0026user=bob"}',
    ],
    [
      'a number in JSON as a string',
      '{"card":4111111111111111,"n":[4111111111111111,1]}',
      '{"card":"[card]","n":["[card]",1]}',
    ],
    [
      'a number in escaped JSON as a string',
      'x {"m":"{\\"password\\":12345}"}',
      'x {"m":"{\\"password\\":\\"[password]\\"}"}',
    ],
    ['a number in prose without quotes', 'cards: 1, 4111111111111111, 2', 'cards: 1, [card], 2'],
    [
      'each of a list',
      '{"set-cookie":["a=b1; Path=/","c=d2"],"x":1}',
      '{"set-cookie":["[cookie]","[cookie]"],"x":1}',
    ],
    ['names of members', '{"bob@example.com":{"n":1}}', '{"[email]":{"n":1}}'],
    ['a password that has commas', 'password=a,b;c user=bob', 'password=[password] user=bob'],
    ['up to the next pair', 'password=abc,user=bob;x', 'password=[password],user=bob;x'],
    ['a value in brackets', '(password=abc)', '(password=[password])'],
    ['a value at the end of a sentence', 'used password=abc.', 'used password=[password].'],
    [
      'the password in a URL only',
      'postgres://app:s3cr3t@db.example.com/x',
      'postgres://app:[password]@db.example.com/x',
    ],
    [
      'what Python prints',
      "{'password': b'abc', 'user': 'bob'}",
      "{'password': b'[password]', 'user': 'bob'}",
    ],
  ])('hides %s', (_, text, expected) => {
    expect(shape(redact(text))).toBe(expected);
  });

  it.each([
    '2026-11-21T07:38:00.123Z INFO [main] c.e.shop.TokenService - checkout 200 OK in 12.5ms',
    'START RequestId: 8f5e9c1e-7a7b-4c3d-9e1f-2a3b4c5d6e7f Version: $LATEST',
    'REPORT RequestId: 8f5e9c1e-7a7b-4c3d-9e1f-2a3b4c5d6e7f Duration: 3.14 ms Billed Duration: 4 ms Memory Size: 128 MB',
    'Root=1-67891233-abcdef012345678912345678;Parent=53995c3f42cd8ad8;Sampled=1',
    'arn:aws:iam::123456789012:role/checkout-prod',
    'commit 9fceb02d0ae598e95dc970b74767f19372d61af8',
    'at com.example.auth.PasswordEncoder.encode(PasswordEncoder.java:42)',
    '/var/log/app/access.log 2024/01/01/[$LATEST]1c2d3e4f5a6b7c8d9e0f1a2b3c4d5e6f',
    'token_count=5 prompt_tokens: 812 max_tokens=4096',
    '{"level":"info","status":200,"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","durationMs":12}',
    'version 1.2.3-beta+exp.sha.5114f85 epoch 1748503543012',
    'password: null, password: true, password: "", "password":null',
    'GET /v1/orders/1234?page=2&limit=50 HTTP/1.1',
    'secret arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf not found',
    'ip-10-0-1-12.eu-west-1.compute.internal:8080',
  ])('leaves %j', (text) => {
    expect(redact(text)).toBe(text);
  });

  it('leaves masks that it has written, and the names in them', () => {
    const text = 'a [email:7k2f9qx3m1bw] password=[password:7k2f9qx3m1bw] [token:7k2f9qx3m1bw] [unscanned:…]';
    expect(redactor.redact(text)).toEqual({ text, findings: [] });
  });

  it('makes other pseudonyms of the same value under another key', () => {
    const other = redactorWith({ pseudonymize: () => '000000000000' });
    expect(other.redact('bob@example.com').text).toBe('[email:000000000000]');
    expect(redact('bob@example.com')).not.toBe('[email:000000000000]');
  });

  it('takes words of doubt as secrets at level strict', () => {
    const strict = redactorWith({ level: 'strict' });
    expect(shape(strict.redact('password: required nextToken=abcdef 4111111111111111110').text)).toBe(
      'password: [password] nextToken=[token] [card]',
    );
  });

  it('knows the types of all its masks', () => {
    expect(redactor.types).toContain('email');
    expect(redactor.types).toContain('unscanned');
  });
});

describe('a verifier that fails', () => {
  const failing: Detector = {
    id: 'failing',
    type: 'failing',
    title: 'Fails',
    category: 'credential',
    evidence: 'shape',
    anchors: ['boom'],
    verify: () => {
      throw new Error('a mistake');
    },
    examples: [],
    counterExamples: [],
    source: 'none',
  };
  const redactorThatFails = redactorWith({ detectors: [failing] });

  it('hides the rest of the text and is counted', () => {
    const { text, findings } = redactorThatFails.redact('before boom secret');
    expect(text).toBe('before [unscanned:…]');
    expect(findings).toEqual([{ start: 7, end: 18, type: 'unscanned', detector: 'unscanned' }]);
  });

  it('leaves JSON what it is', () => {
    const text = JSON.stringify({ a: 'x', b: 'a boom b', c: [1, 'two', null, { d: 'x\n"y"' }] });
    const redacted = redactorThatFails.redact(text).text;
    expect(JSON.parse(redacted)).toBe('[unscanned:…]');
    expect(redactorThatFails.redact(redacted).text).toBe(redacted);
  });
});

describe('a verifier that reads too much', () => {
  it('stops at the budget, and the rest is hidden', () => {
    const greedy: Detector = {
      id: 'greedy',
      type: 'greedy',
      title: 'Reads all there is, each time',
      category: 'credential',
      evidence: 'shape',
      anchors: ['x'],
      verify: ({ text, spend }) => {
        spend(text.length);
        return [];
      },
      examples: [],
      counterExamples: [],
      source: 'none',
    };
    const { text } = redactorWith({ detectors: [greedy] }).redact('x'.repeat(20_000));
    expect(text).toMatch(/^x+\[unscanned:…\]$/);
    expect(text.length).toBeLessThan(200);
  });
});
