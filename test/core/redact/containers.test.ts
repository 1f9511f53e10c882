import { expect, it } from 'vitest';
import type { Detector } from '../../../core/redact/detector.ts';
import { detectors } from '../../../core/redact/detectors/index.ts';
import { aMask, redactor, redactorWith } from './support.ts';

const strict = redactorWith({ level: 'strict' });
const redactorOf = ({ onlyAt }: Detector) => (onlyAt === 'strict' ? strict : redactor);

/** A text that holds a secret, put into something else. */
type Container = (text: string) => string;

const deep = (text: string, depth: number): string =>
  JSON.stringify(depth === 0 ? { note: text } : { body: deep(text, depth - 1), n: depth });

/** All that is in a text stays beside the secret here, so that no context is lost. */
const whole: Record<string, Container> = {
  JSON: (text) => JSON.stringify({ id: 1, note: text, list: ['x'] }),
  'pretty JSON': (text) => JSON.stringify({ a: { note: text } }, null, 2),
  'JSON in JSON, once': (text) => deep(text, 1),
  'JSON in JSON, twice': (text) => deep(text, 2),
  'JSON in JSON, three times': (text) => deep(text, 3),
  'JSON in JSON, four times': (text) => deep(text, 4),
  'a block of YAML': (text) => `a: 1\nnote: |\n  ${text.replaceAll('\n', '\n  ')}\nb: 2`,
  'a stack trace': (text) =>
    `Error: ${text}\n    at handler (/var/task/index.js:12:7)\n    at main (/a.js:1:1)`,
  'a log line': (text) => `2026-11-21T05:00:00.123Z INFO req-1 ${text}`,
  'a tag of XML': (text) => `<event><note>${text}</note></event>`,
  'CDATA of XML': (text) => `<note><![CDATA[${text}]]></note>`,
  'a query string': (text) => `GET /x?a=1&note=${encodeURIComponent(text)}&b=2 HTTP/1.1`,
};

const encoded: Record<string, Container> = {
  'base 64': (text) => `data=${Buffer.from(text).toString('base64')} x`,
  'base 64 for URLs': (text) => `/v1/${Buffer.from(text).toString('base64url')}`,
  'base 64 in JSON': (text) => JSON.stringify({ data: Buffer.from(text).toString('base64') }),
  'base 64 twice': (text) => Buffer.from(Buffer.from(text).toString('base64')).toString('base64'),
  hexadecimal: (text) => `0x ${Buffer.from(text).toString('hex')}.`,
};

const examples = detectors.flatMap((detector) =>
  detector.examples.map(([text, hidden]) => ({ detector, text, hidden })),
);

/** A run of base 64 that is shorter is a word, and a guess is too little to hide all of a text that was encoded. */
const certain = examples.filter(({ detector, text }) => detector.evidence !== 'hint' && text.length >= 12);

/** A manifest is a document of its own, not a piece of another; what is said in words needs its blanks and its line. */
const lost: Record<string, readonly string[]> = {
  'a block of YAML': ['spoken-code'],
  'a stack trace': ['kubernetes-secret'],
  'a log line': ['kubernetes-secret', 'spoken-code'],
  'a tag of XML': ['kubernetes-secret'],
  'CDATA of XML': ['kubernetes-secret'],
  'a query string': ['kubernetes-secret', 'spoken-secret'],
};

function leaksIn(container: Container, of: typeof examples): string[] {
  const empty = container('');
  const times = (text: string, part: string) => text.split(part).length;
  return of
    .filter(({ detector, text, hidden }) => {
      const redacted = redactorOf(detector).redact(container(text)).text;
      return redacted === container(text) || times(redacted, hidden) > times(empty, hidden);
    })
    .map(({ detector, text }) => `${detector.id}: ${text}`);
}

it.each(Object.entries(whole))('no example of a detector survives in %s', (name, container) => {
  const kept = examples.filter(({ detector }) => !lost[name]?.includes(detector.id));
  expect(leaksIn(container, kept)).toEqual([]);
});

it.each([
  [
    ['+49 151 12345678', '0049 151 12345678', '+4915112345678', '+49-151-12345678'].map(
      (phone) => `tel ${phone}`,
    ),
  ],
  [['Bob@Example.com', 'bob@example.com', 'bob%40example.com', '"bob@example.com"']],
  [['4111 1111 1111 1111', '4111-1111-1111-1111', '4111111111111111', '["4111","1111","1111","1111"]']],
  [['DE89 3704 0044 0532 0130 00', 'de89370400440532013000']],
  [['mac 00:1B:44:11:3A:B7', 'mac 00-1b-44-11-3a-b7']],
  [
    [
      'password=hunter2',
      '{"password":"hunter2"}',
      '{"m":"{\\"password\\":\\"hunter2\\"}"}',
      '--password hunter2',
    ],
  ],
])('%j share one pseudonym, in every container that keeps their places', (texts) => {
  const masks = texts.flatMap((text) =>
    [...Object.values(whole), (plain: string) => plain].flatMap((container) => {
      return redactor.redact(container(text)).text.match(aMask)?.[0] ?? 'none';
    }),
  );
  expect(new Set(masks).size).toBe(1);
});

it.each(Object.entries(encoded))('no example that a detector is sure of survives in %s', (_, container) => {
  expect(leaksIn(container, certain)).toEqual([]);
});
