import { isAlphanumeric, isDigit, isLetter, oneOf, testAt } from '../characters.ts';
import { alphanumeric, anything, classesOf, digit } from '../classes.ts';
import type { Detector, Hit, Match } from '../detector.ts';
import { nothing } from '../detector.ts';
import { gate } from '../gate.ts';

const words = [
  'phone',
  'mobile',
  'msisdn',
  'telephone',
  'telefon',
  'mobil',
  'handy',
  'cell',
  'whatsapp',
  'fax',
  'tel',
  'sms',
  'call',
  'caller',
  'dial',
  'contact',
  'celular',
  'gsm',
  'rufnummer',
  'cep no',
  'number is',
];

/** Numbers in the groups of France, Israel, Japan, China, the United Kingdom, Turkey and India’s prefix; also mobile ones without any. */
const nationalOpenings = [
  '99 99 99 99 99',
  '99.99.99.99.99',
  '99-9999999',
  '999-9999-9999',
  '99-9999-9999',
  '999 9999 9999',
  '999 999 99 99',
  '999-999-99-99',
  '999.999.99.99',
  '99-999-999-9999',
  '99999999999',
];

/** How far behind a word a number may begin, with a plus and a bracket before its first digit. */
const reach = 27;
const behindWordGate = gate({ startsWord: true, ahead: 'digit', reach });
const numberGate = gate({ before: anything & ~alphanumeric & ~classesOf('_.+-') });
/** A blank is missing between a word and an American number. */
const gluedOpening = 'A{2,6}999-999-9999';
const gluedWord = /^(?:is|at|on|to|or|me|no|us|call|cell|dial|fax|tel|text|phone|mobile|number)(?=\d)/i;
const gluedGate = gate({ before: anything & ~alphanumeric });
const signGate = gate({ ...numberGate, behind: digit });

export const phone: Detector = {
  id: 'phone',
  type: 'phone',
  title: 'Telephone number',
  category: 'personal',
  evidence: 'shape',
  anchors: ['+', '%2b', '(', ...words],
  openings: [
    '999-999-9999',
    '999.999.9999',
    '999 999 9999',
    '99999 999999',
    '9999 999 99 99',
    '9999 99 99',
    gluedOpening,
    ...nationalOpenings,
  ],
  gateOf: (at) =>
    at === gluedOpening
      ? gluedGate
      : /^[a-z]/.test(at)
        ? behindWordGate
        : /^9/.test(at)
          ? numberGate
          : signGate,
  verify,
  verifyAlone,
  examples: [
    ['call +49 30 901820 now', '+49 30 901820'],
    ['dial 0049 30 901820', '0049 30 901820'],
    ['at (415) 555-0132, or', '(415) 555-0132'],
    ['from 415-555-0132 in', '415-555-0132'],
    ['it is415-555-0132 now', '415-555-0132'],
    ['{"phone":"4155550132"}', '4155550132'],
    ['mobile=07911123456 ok', '07911123456'],
    ['?to=%2B4930901820&x=1', '%2B4930901820'],
    ['+63 (917) 123 4567', '+63 (917) 123 4567'],
  ],
  counterExamples: [
    'a+1234567',
    'took +120 ms',
    '2026-11-21 05:42',
    'phone: none',
    'call 1234 failed',
    'part SKU415-555-0132',
    '1 + 12345678 x',
    'UTC+01:00',
    '+1234.5678',
  ],
  source: 'ITU-T E.164 and E.123; North American Numbering Plan',
};

const minDigits = 7;
const maxDigits = 15;
const international = /(?:\+|%2[bB]|00)[1-9](?:[ ./()-]{0,3}\d){6,14}/y;
const american = /(?:\(\d{3}\)[ -]?|\d{3}[-. ])\d{3}[-. ]\d{4}(?! \d)/y;
const grouped =
  /(?:0[1-9](?:[ .]\d\d){4}|0[2-9]-\d{7}|0\d{1,2}-\d{4}-\d{4}|0\d{2} \d{4} \d{4}|1[3-9]\d-\d{4}-\d{4}|5[0345]\d([ .-])\d{3}\1\d{2}\1\d{2}|[1-9]\d-[2-9]\d{2}-\d{3}-\d{4}|0[5-9]\d{9})(?![ .-]\d)/y;
const national = /0\d{2,4}[ /-]\d{3}(?:[ -]?\d{2,4}){1,3}/y;
const behindWord = /^[^0-9+(\n]{0,24}?(\+?\(?\d(?:[ ./()-]{0,2}\d){6,14})/;

/** Behind such a character, a number is a part of another thing. */
const isPartOfMore = oneOf('_.+/#-', isAlphanumeric);

function verify(hit: Hit): readonly Match[] {
  const { text, start, end } = hit;
  if (testAt(text, start, isLetter)) return verifyGlued(hit) ?? verifyBehindWord(hit);
  if (testAt(text, start - 1, isPartOfMore)) return nothing;
  const before = text.charAt(start - 1);
  if (before === ':' && !testAt(text, start - 2, isLetter)) return nothing;
  const first = text.charAt(start);
  // Columns of numbers are no groups of one.
  if (before === ' ' && testAt(text, start - 2, isDigit) && first !== '+') return nothing;
  const isInternational = first === '+' || first === '%' || text.startsWith('00', start);
  const kinds = isInternational ? [international] : first === '0' ? [grouped, national] : [grouped, american];
  for (const kind of kinds) {
    kind.lastIndex = start;
    if (!kind.test(text)) continue;
    return accept(
      text,
      start,
      kind.lastIndex,
      isInternational && first !== '+' && first !== '%'
        ? /phone|tel|mobile|call|dial|fax|sms|number/i
        : undefined,
      end,
    );
  }
  return nothing;
}

function accept(
  text: string,
  start: number,
  end: number,
  needs: RegExp | undefined,
  hitEnd: number,
): readonly Match[] {
  if (end <= hitEnd - 1 || testAt(text, end, isAlphanumeric)) return nothing;
  if (/[.:/-]/.test(text.charAt(end)) && testAt(text, end + 1, isDigit)) return nothing;
  const raw = text.slice(start, end);
  if (needs && !/[ ./()-]/.test(raw) && !needs.test(text.slice(Math.max(0, start - 24), start)))
    return nothing;
  if (/^\+\d+\.\d+$/.test(raw)) return nothing;
  return matchOf(start, raw);
}

function matchOf(start: number, raw: string): readonly Match[] {
  const canonical = canonicalOf(raw);
  const digits = canonical.replace(/\D/g, '').length;
  return digits >= minDigits && digits <= maxDigits
    ? [{ start, end: start + raw.length, canonical }]
    : nothing;
}

function canonicalOf(raw: string): string {
  const digits = raw
    .replace(/%2[bB]/, '+')
    .replace(/\(0\)/, '')
    .replace(/[^\d+]/g, '');
  return digits.replace(/^00(?=[1-9])/, '+');
}

function verifyGlued({ text, start, end }: Hit): readonly Match[] | undefined {
  const word = gluedWord.exec(text.slice(start, end))?.[0];
  if (word === undefined) return undefined;
  const from = start + word.length;
  american.lastIndex = from;
  return american.test(text) ? accept(text, from, american.lastIndex, undefined, end) : undefined;
}

function verifyBehindWord({ text, start, end, limit, spend }: Hit): readonly Match[] {
  if (testAt(text, start - 1, (code) => code >= 97 && code <= 122) && /[a-z]/.test(text.charAt(start)))
    return nothing;
  spend(48);
  const isKey = /^[A-Za-z_]{0,12}"/.test(text.slice(end, end + 13));
  const found = behindWord.exec(text.slice(end, isKey ? end + 48 : Math.min(limit, end + 48)));
  const raw = found?.[1];
  if (!found || raw === undefined) return nothing;
  const gap = found[0].slice(0, -raw.length);
  if (!/^(?:[A-Za-z_]{0,12}["'\]]?\s{0,3}(?:[:=]|is|at|to|no\.?|number:?)?\s{0,3}["'(]?)$/.test(gap))
    return nothing;
  const at = end + gap.length;
  if (/^[.:]?[A-Za-z0-9]/.test(text.slice(at + raw.length, at + raw.length + 2))) return nothing;
  // Identifiers of calls and contacts have no zero or plus before them, and times have more than their digits.
  const isLoose = /^(?:call|caller|dial|contact|cell|sms|number is)$/i.test(text.slice(start, end));
  if (isLoose && !/^[+0(]|[ -]|^1[3-9]\d{9}$/.test(raw)) return nothing;
  if (/^\d{4}-\d{2}-\d{2}/.test(raw)) return nothing;
  return matchOf(at, raw);
}

/** A text that is nothing else, written with the separators or the prefix of a telephone number. */
function verifyAlone(text: string): Match | undefined {
  if (!/^(?:\+|\(|0)[\d ()./-]{6,20}$/.test(text) && !/^\d{3}[-. ]\d{3}[-. ]\d{4}$/.test(text))
    return undefined;
  if (/^\+\d+\.\d+$/.test(text)) return undefined;
  if (/^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}$|^0\d{3}-\d{2}-\d{2}/.test(text)) return undefined;
  return matchOf(0, text)[0];
}
