import { classesOf } from '../classes.ts';
import type { Detector, Hit, Match } from '../detector.ts';
import { nothing } from '../detector.ts';
import { gate } from '../gate.ts';
import { isMasked } from '../masks.ts';
import { isPlaceholder } from '../pairs/placeholder.ts';

const endsKey = gate({ behind: classesOf('"') });

export const cookieObject: Detector = {
  id: 'cookie-object',
  type: 'cookie',
  title: 'Cookies that have been parsed into an object',
  category: 'credential',
  evidence: 'named',
  anchors: ['cookie', 'cookies'],
  gateOf: () => endsKey,
  verify,
  examples: [
    ['{"cookies":{"theme":"dark","sid":"31d4d96e"}}', '31d4d96e'],
    ['{"cookie": {"n": 3, "sid": "s:Kq8.2fZ"}}', 's:Kq8.2fZ'],
  ],
  counterExamples: [
    '{"cookie":{"originalMaxAge":86400000,"expires":"2026-11-28T10:00:00Z","httpOnly":true,"path":"/"}}',
    '{"cookies":{"theme":"dark"}}',
    '{"cookies":{}}',
  ],
  source: 'RFC 6265, section 4.2; documentation of Express, cookie-parser',
};

const reach = 4_096;
const opens = /^"\s{0,8}:\s{0,8}\{/;
const member =
  /\s{0,64}"([^"\\]{1,128})"\s{0,8}:\s{0,8}(?:"((?:[^"\\]|\\.){0,1024})"|[\d.eE+-]{1,32}|true|false|null)\s{0,64}(,?)/y;
/** Attributes of a cookie, and preferences that are a word. */
const isAttribute = /^(?:path|domain|expires|max-?age|originalmaxage|samesite|priority|name|version)$/i;
const isWord = /^[A-Za-z]{0,12}$|^[a-z]{2}[-_][A-Z]{2}$/;

function verify({ text, end, level, maskEndAt, spend }: Hit): readonly Match[] {
  const open = opens.exec(text.slice(end, end + 32))?.[0];
  if (open === undefined) return nothing;
  spend(open.length);
  const members = text.slice(end + open.length, end + reach);
  const matches: Match[] = [];
  member.lastIndex = 0;
  for (let found = member.exec(members); found !== null; found = member.exec(members)) {
    const [whole, name = '', value = '', comma] = found;
    spend(whole.length);
    const at = end + open.length + found.index + whole.lastIndexOf(`"${value}"`) + 1;
    const isLeft = isAttribute.test(name) || isWord.test(value) || isMasked(value, maskEndAt);
    if (!isLeft && !isPlaceholder(value, 'quoted', level))
      matches.push({ start: at, end: at + value.length, canonical: value });
    if (!comma) break;
  }
  return matches;
}
