import { isAlphanumeric, isDigit, oneOf, testAt } from '../characters.ts';
import { alphanumeric, anything, classesOf, digit } from '../classes.ts';
import type { Detector, Hit, Match } from '../detector.ts';
import { nothing } from '../detector.ts';
import { gate, openGate } from '../gate.ts';

/** The least that each version has; of version 6 only what leaves out no group, as `::` is an anchor. */
const version4Opening = '9{1,3}.9{1,3}.9{1,3}.';
const version6Opening = 'H{1,4}:'.repeat(6);

const version4Gate = gate({ before: anything & ~alphanumeric & ~classesOf('_.'), behind: digit });

export const ipAddress: Detector = {
  id: 'ip-address',
  type: 'ip',
  title: 'IP address, version 4 or 6',
  category: 'personal',
  evidence: 'shape',
  anchors: ['::'],
  openings: [version4Opening, version6Opening],
  gateOf: (at) => (at === version4Opening ? version4Gate : openGate),
  verify,
  verifyAlone: (text) => (text === '::' ? { start: 0, end: 2, canonical: text } : undefined),
  examples: [
    ['from 203.0.113.9 to', '203.0.113.9'],
    ['peer 10.0.0.1:8080 left', '10.0.0.1'],
    ['[2001:db8::8a2e:370:7334]:443', '2001:db8::8a2e:370:7334'],
    ['client ::1 said', '::1'],
    ['Route is 10.0.0.0/8.', '10.0.0.0/8'],
    ['684D:1111:222:3333:4444:5555:6:77', '684D:1111:222:3333:4444:5555:6:77'],
    ['via ::ffff:192.0.2.1 now', '::ffff:192.0.2.1'],
  ],
  counterExamples: [
    'version 1.2.3.4',
    'Chrome/120.0.6099.109',
    'v10.2.0.1',
    'at 12:34:56',
    'std::vector::at',
    '256.1.1.1',
    '1.2.3.4.5',
    'Foo::Bar',
    'abc::def',
  ],
  source: 'RFC 791; RFC 4291, section 2.2; RFC 5952',
};

const isHexadecimalOrColon = oneOf('abcdefABCDEF:', isDigit);

/** Of eight groups of four digits with their colons. */
const maxLength = 39;

const byte = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const version4 = new RegExp(`${byte}(?:\\.${byte}){3}(?![\\w]|\\.\\d)`, 'y');
const version6Characters = /[0-9a-fA-F:]{2,39}(?:(?:\.\d{1,3}){3})?(?:%[a-z0-9]{1,12})?/y;

function verify({ text, start, end, limit }: Hit): readonly Match[] {
  if (text.charCodeAt(end - 1) === 0x2e) return verify4(text, start, limit);
  return verify6(text, start);
}

function verify4(text: string, start: number, limit: number): readonly Match[] {
  const before = text.charAt(start - 1);
  if (before !== '' && /[\w.]/.test(before)) return nothing;
  if (
    before === '/' &&
    testAt(text, start - 2, isAlphanumeric) &&
    !/\/\d{1,3}$|[0-9]\/$/.test(text.slice(0, start))
  ) {
    // `Chrome/120.0.6099.109` is a version; `/10.0.0.1` of Java is an address.
    if (/[A-Za-z]\/$/.test(text.slice(Math.max(0, start - 2), start))) return nothing;
  }
  if (
    /(?:\bv|ver|version|release|build|jdk|java|chrome|edg)[ :=/"]{0,3}$/i.test(
      text.slice(Math.max(0, start - 16), start),
    )
  )
    return nothing;
  version4.lastIndex = start;
  if (!version4.test(text) || version4.lastIndex > limit) return nothing;
  const end = withMask(text, version4.lastIndex);
  return [{ start, end, canonical: text.slice(start, end) }];
}

function verify6(text: string, hit: number): readonly Match[] {
  let start = hit;
  while (hit - start < 40 && testAt(text, start - 1, isHexadecimalOrColon)) start -= 1;
  if (testAt(text, start - 1, isAlphanumeric) || /[_.$]/.test(text.charAt(start - 1))) return nothing;
  if (!hasEnoughGroups(text, start)) return nothing;
  // A full address has seven colons, a short one two in a row; times have neither.
  version6Characters.lastIndex = start;
  if (!version6Characters.test(text)) return nothing;
  const end = version6Characters.lastIndex;
  if (testAt(text, end, isAlphanumeric) || text[end] === '_') return nothing;
  const value = text.slice(start, end).replace(/(?<=[0-9a-fA-F]):$/, '');
  if (!isVersion6(value)) return nothing;
  const valueEnd = withMask(text, start + value.length);
  return [{ start, end: valueEnd, canonical: text.slice(start, valueEnd).toLowerCase() }];
}

/** A look at the colons, as long runs of groups are met that are no address: two in a row, or six at least and seven at most. */
function hasEnoughGroups(text: string, start: number): boolean {
  let colons = 0;
  for (let at = start; at < start + maxLength && testAt(text, at, isHexadecimalOrColon); at += 1) {
    if (text.charCodeAt(at) !== 0x3a) continue;
    if (text.charCodeAt(at + 1) === 0x3a) return true;
    colons += 1;
  }
  return colons >= 6 && colons <= 8;
}

/** The end behind the length of a network's prefix, such as `/24`. */
function withMask(text: string, end: number): number {
  const mask = /^\/\d{1,3}(?!\w|\.\d)/.exec(text.slice(end, end + 5))?.[0] ?? '';
  return end + mask.length;
}

function isVersion6(value: string): boolean {
  const [address = ''] = value.split('%');
  const sides = address.split('::');
  if (sides.length > 2 || /:::|^:[^:]|[^:]:$/.test(address)) return false;
  const parts = sides.flatMap((side) => (side === '' ? [] : side.split(':')));
  const last = parts.at(-1) ?? '';
  const count = parts.length + (last.includes('.') ? 1 : 0);
  if (
    parts.some(
      (part, index) => !/^[0-9a-f]{1,4}$/i.test(part) && !(index === parts.length - 1 && part.includes('.')),
    )
  )
    return false;
  if (sides.length === 1) return count === 8;
  // `dead::beef` is a namespace as well; an address has digits.
  return count <= 7 && (parts.length === 0 || /\d/.test(address));
}
