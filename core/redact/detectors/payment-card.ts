import {
  groupSeparatorAt,
  isAlphanumeric,
  isDigit,
  skipWhile,
  testAt,
  withoutGroupSeparators,
} from '../characters.ts';
import { passesLuhn } from '../checksums.ts';
import type { Detector, Hit, Match } from '../detector.ts';
import { nothing } from '../detector.ts';

/** Printed groups are of four digits, or of four, six and four or five. */
const printed = ['', ' ', '-', '+', '%99'].flatMap((separator) =>
  separator === ''
    ? ['9{12}']
    : [`9999${separator}9999${separator}9999`, `9999${separator}9{6}${separator}9999`],
);

export const paymentCard: Detector = {
  id: 'payment-card',
  type: 'card',
  title: 'Payment card number',
  category: 'payment',
  evidence: 'shape',
  openings: printed,
  verify,
  verifyAlone,
  examples: [
    ['paid with 4111111111111111 ok', '4111111111111111'],
    ['4012-8888-8888-1881', '4012-8888-8888-1881'],
    ['card 5555 5555 5555 4444, 37', '5555 5555 5555 4444'],
    ['3782 822463 10005', '3782 822463 10005'],
    ['{"pan":4111111111111111}', '4111111111111111'],
    ['30569309025904', '30569309025904'],
    ['6759649826438453', '6759649826438453'],
    ['card 6304000000000000000', '6304000000000000000'],
  ],
  counterExamples: [
    '4111111111111112',
    '1748503543012',
    'trace 4111111111111111111',
    '0.4111111111111111',
    'id-a4111111111111111',
    '4012-8888-8888-1882',
    '41111111-1111-4111-8111-111111111111',
    '36168002586008',
  ],
  source: 'ISO/IEC 7812-1; the card networks’ published number ranges',
};

/** The first four digits of a network's numbers, from and to, and how many digits a number has. */
const networks: readonly (readonly [from: number, to: number, shortest: number, longest: number])[] = [
  [1000, 1999, 15, 15], // UATP
  [2200, 2204, 16, 19], // Mir
  [2221, 2720, 16, 16], // Mastercard
  [3000, 3059, 14, 14], // Diners Club
  [3095, 3095, 14, 14],
  [3400, 3499, 15, 15], // American Express
  [3528, 3589, 16, 19], // JCB
  [3600, 3699, 14, 14], // Diners Club
  [3700, 3799, 15, 15], // American Express
  [3800, 3999, 14, 14], // Diners Club
  [4000, 4999, 13, 19], // Visa
  [5000, 5099, 12, 19], // Maestro
  [5100, 5599, 16, 16], // Mastercard
  [5600, 5899, 12, 19], // Maestro
  [6000, 6999, 12, 19], // Discover, UnionPay, RuPay, Maestro, InterPayment
  [8100, 8299, 16, 16], // RuPay
];

/** How the networks print numbers in groups; the last group of a long number is open. */
const groupings: readonly RegExp[] = [/^4444[123]?$/, /^465$/, /^464$/];

const minDigits = 12;
const maxDigits = 19;

function verify(hit: Hit): readonly Match[] {
  const { text, start } = hit;
  const digits = skipWhile(text, start, start + maxDigits + 1, isDigit) - start;
  // Printed groups begin with four digits.
  if (digits < minDigits && digits !== 4) return nothing;
  if (digits === 4 && groupSeparatorAt(text, start + 4) === undefined) return nothing;
  if (!startsNumber(text, start)) return nothing;
  const end = digits === 4 ? groupedEnd(text, start) : plainEnd(start, digits);
  if (end === undefined || !endsNumber(text, end)) return nothing;
  const canonical = withoutGroupSeparators(text.slice(start, end));
  if (!isOfNetwork(canonical) || !passesLuhn(canonical)) return nothing;
  if (isUnusual(canonical) && end - start === canonical.length && !isCalledCard(hit)) return nothing;
  return [{ start, end, canonical }];
}

/** A number of the airlines' network that is the whole text. */
function verifyAlone(text: string): Match | undefined {
  return /^1\d{14}$/.test(text) && passesLuhn(text) ? { start: 0, end: 15, canonical: text } : undefined;
}

function startsNumber(text: string, start: number): boolean {
  const before = text[start - 1];
  if (before === '_' || before === '.' || before === '-')
    return (
      before === '_' ||
      !testAt(text, start - 2, isAlphanumeric) ||
      (before === '-' && !testAt(text, start - 2, isDigit))
    );
  return true;
}

function endsNumber(text: string, end: number): boolean {
  if (testAt(text, end, isAlphanumeric)) return false;
  const after = text[end];
  return !((after === '-' || after === '.') && testAt(text, end + 1, isDigit));
}

function plainEnd(start: number, digits: number): number | undefined {
  return digits <= maxDigits ? start + digits : undefined;
}

/** The end of the longest printed grouping, with one kind of separator. */
function groupedEnd(text: string, start: number): number | undefined {
  const groups: { length: number; end: number }[] = [];
  let at = start;
  let separator: string | undefined;
  while (groups.length < 5) {
    let end = at;
    while (end - at <= 6 && testAt(text, end, isDigit)) end += 1;
    if (end === at) break;
    groups.push({ length: end - at, end });
    separator ??= groupSeparatorAt(text, end);
    if (separator === undefined || !text.startsWith(separator, end)) break;
    at = end + separator.length;
  }
  for (let count = groups.length; count >= 3; count -= 1) {
    const lengths = groups
      .slice(0, count)
      .map(({ length }) => length)
      .join('');
    if (groupings.some((grouping) => grouping.test(lengths))) return groups[count - 1]?.end;
  }
  return undefined;
}

function isOfNetwork(digits: string): boolean {
  const first = Number(digits.slice(0, 4));
  return networks.some(
    ([from, to, shortest, longest]) =>
      first >= from && first <= to && digits.length >= shortest && digits.length <= longest,
  );
}

/**
 * Lengths that few cards and many other numbers have: of 12 digits are AWS accounts, of 17 to 19 the identifiers of traces and
 * posts, and one in ten of any passes the check. They need a word before them.
 */
function isUnusual(digits: string): boolean {
  return digits.length < 14 || digits.length > 16 || digits.startsWith('1');
}

function isCalledCard({ text, start, level }: Hit): boolean {
  const before = text.slice(Math.max(0, start - 40), start);
  return level === 'strict' || /card|\bpan\b|credit|debit|visa|maestro|unionpay/i.test(before);
}
