import { detectors } from '../core/redact/detectors/index.ts';
import { seeded } from './log-lines.ts';

const length = 65_536;
const filled = (piece: string): string => piece.repeat(Math.ceil(length / piece.length)).slice(0, length);

/** Lines of 64 KiB that are made to cost as much as possible, each for a way of reading. */
export const hostileLines: readonly (readonly [name: string, text: string])[] = [
  ['pairs in pairs', filled('password=')],
  ['open quotes', filled('password="')],
  ['single quotes', filled("password='")],
  ['escaped quotes', filled('{\\"password\\":')],
  ['lists in lists', filled('"token":[')],
  ['signs of mail', filled('a@')],
  ['heads of tokens', filled('eyJhbGciOiJub25lIn0.')],
  ['prefixes', filled('sk-ghp_xoxb-AKIA')],
  ['names of vendors', filled('twilio sumo ibm lob ')],
  ['addresses', filled('1:2:3:4:')],
  ['short addresses', filled('a::')],
  ['numbers', filled('4111 1111-')],
  ['long numbers', filled('4111-1111-1111-1112 ')],
  ['telephones', filled('+4930 ')],
  ['keys', filled('-----BEGIN PRIVATE KEY-----')],
  ['commands', filled('curl -u a -u ')],
  ['cookies', filled('cookie: a=b; ')],
  ['schemes', filled('x://a:b')],
  ['open brackets', filled('[')],
];

/** Lines of pieces on which detectors start, repeated at random; the same for the same seed. */
export function* randomHostileLines(count: number, seed: number): Generator<string> {
  const random = seeded(seed);
  const pieces = [
    ...new Set([
      ...detectors.flatMap(({ anchors = [], openings = [] }) => [...anchors, ...openings]),
      ...detectors.flatMap(({ examples }) => examples.map(([text]) => text)),
      ...[
        '"',
        "'",
        '\\"',
        '\\\\"',
        '=',
        ': ',
        '":"',
        '":["',
        ',',
        ' ',
        '\n',
        '{',
        '[',
        '@',
        '%40',
        '://',
        '/',
      ],
    ]),
  ];
  const pick = () => pieces[Math.floor(random() * pieces.length)] ?? '';
  for (let made = 0; made < count; made += 1)
    yield filled(Array.from({ length: 1 + Math.floor(random() * 4) }, pick).join(''));
}
