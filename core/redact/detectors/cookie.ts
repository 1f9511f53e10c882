import { isLineEnd, isSpace, skipWhile } from '../characters.ts';
import { endOfBareValue } from '../pairs/bare-value.ts';
import type { ReadBare } from '../pairs/value.ts';
import { keyed } from './keyed.ts';

export const cookie = keyed({
  id: 'cookie',
  type: 'cookie',
  title: 'Cookies of a request or an answer',
  category: 'credential',
  evidence: 'named',
  names: ['cookie', 'cookies'],
  exceptValue: ({ decoded }) => !/[=%]|\w{16}/.test(decoded),
  readBare: readCookies,
  examples: [
    ['Cookie: sid=31d4d96e407aad42; theme=dark', 'sid=31d4d96e407aad42; theme=dark'],
    [
      'Set-Cookie: id=a3fWa; Expires=Wed, 21 Oct 2026 07:28:00 GMT; HttpOnly',
      'id=a3fWa; Expires=Wed, 21 Oct 2026 07:28:00 GMT; HttpOnly',
    ],
    ['{"cookie":"sid=31d4d96e407aad42"}', 'sid=31d4d96e407aad42'],
    ['{"set-cookie":["a=b1; Path=/"]}', 'a=b1; Path=/'],
    ['cookie=sid=31d4d96e; lang=en status=200', 'sid=31d4d96e; lang=en'],
  ],
  counterExamples: ['cookie: none', 'accept the cookie: yes', 'cookie_count=3', 'cookie: expired'],
  source: 'RFC 6265, sections 4.1 and 4.2',
});

const dateEnd = 'GMT';
const maxDateLength = 40;

/** Pairs go on behind a semicolon; the date of an expiry has blanks in it. */
function readCookies(...[hit, start, limit, surroundings]: Parameters<ReadBare>): number {
  if (surroundings === 'json' || surroundings === 'url')
    return endOfBareValue(hit, start, limit, surroundings);
  const { text } = hit;
  let at = start;
  while (at < limit) {
    const end = skipWhile(text, at, limit, (code) => code !== 0x3b && code !== 0x22 && !isSpace(code));
    hit.spend(end - at + 1);
    at = /^expires=/i.test(text.slice(at, at + 8)) ? endOfDate(text, end, limit) : end;
    if (text[at] !== ';') break;
    const next = skipWhile(text, at + 1, limit, (code) => isSpace(code) && !isLineEnd(code));
    if (next >= limit || isLineEnd(text.charCodeAt(next))) break;
    at = next;
  }
  return at;
}

function endOfDate(text: string, from: number, limit: number): number {
  const date = text.slice(from, Math.min(limit, from + maxDateLength));
  const end = date.indexOf(dateEnd);
  return end < 0 || /["\n;]/.test(date.slice(0, end)) ? from : from + end + dateEnd.length;
}
