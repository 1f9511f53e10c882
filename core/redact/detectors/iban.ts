import { groupSeparatorAt, isAlphanumeric, testAt, withoutGroupSeparators } from '../characters.ts';
import { ibanRemainder } from '../checksums.ts';
import type { Detector, Hit, Match } from '../detector.ts';
import { nothing } from '../detector.ts';

/** The first eleven characters of the shortest, which has fifteen, without separators and in groups. */
const shortest = [
  'AA99X{11}',
  ...[' ', '-', '+', '%99'].map((separator) => `AA99${separator}XXXX${separator}XXX`),
];

export const iban: Detector = {
  id: 'iban',
  type: 'iban',
  title: 'International bank account number',
  category: 'payment',
  evidence: 'shape',
  openings: shortest,
  verify,
  examples: [
    ['to DE89370400440532013000 now', 'DE89370400440532013000'],
    ['GB82 WEST 1234 5698 7654 32', 'GB82 WEST 1234 5698 7654 32'],
    ['GB82-WEST-1234-5698-7654-32', 'GB82-WEST-1234-5698-7654-32'],
    ['iban=fr1420041010050500013m02606', 'fr1420041010050500013m02606'],
  ],
  counterExamples: [
    'DE89370400440532013001',
    'DE8937040044053201300',
    'be68-539007547034',
    'ab12cd34',
    'GB82 WEST',
  ],
  source: 'ISO 13616-1; SWIFT IBAN Registry',
};

/** Lengths by country, from the registry. */
const lengths: ReadonlyMap<string, number> = new Map(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 ' +
    'FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 ' +
    'LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 ' +
    'SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

function verify({ text, start }: Hit): readonly Match[] {
  const length = lengths.get(text.slice(start, start + 2).toUpperCase());
  if (length === undefined || text[start - 1] === '_') return nothing;
  const separator = groupSeparatorAt(text, start + 4);
  const end = separator === undefined ? start + length : groupedEnd(text, start, length, separator);
  if (end === undefined || end > text.length || testAt(text, end, isAlphanumeric)) return nothing;
  const canonical = withoutGroupSeparators(text.slice(start, end)).toUpperCase();
  if (canonical.length !== length || !/^[0-9A-Z]+$/.test(canonical)) return nothing;
  return ibanRemainder(canonical) === 1 ? [{ start, end, canonical }] : nothing;
}

/** As printed: groups of four, the last one shorter. */
function groupedEnd(text: string, start: number, length: number, separator: string): number | undefined {
  const groups = Math.ceil(length / 4);
  const step = 4 + separator.length;
  for (let group = 1; group < groups; group += 1) {
    if (!text.startsWith(separator, start + group * step - separator.length)) return undefined;
  }
  return start + length + (groups - 1) * separator.length;
}
