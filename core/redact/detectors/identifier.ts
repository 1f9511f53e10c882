import { isAlphanumeric, isLetter, isLower, isUpper, testAt } from '../characters.ts';
import { alphanumeric, anything, classesOf } from '../classes.ts';
import type { Detector, Hit, Match } from '../detector.ts';
import { nothing } from '../detector.ts';
import { gate } from '../gate.ts';
import type { Check } from './identifiers/checks.ts';

/** An identifier that a state or an office gives to a person, a company or a thing. */
export interface IdentifierDeclaration {
  readonly id: string;
  readonly title: string;
  /** Lower-case words that announce one; it is looked for in the text behind them. */
  readonly words: readonly string[];
  /** A regular expression's source, without flags; separators may be in it. */
  readonly shape: string;
  readonly check?: Check | undefined;
  /** Openings at which the shape says enough without a word before it. */
  readonly openings?: readonly string[] | undefined;
  /** The part of the shape that says so, if not all of it. */
  readonly telling?: string | undefined;
  /** Such values are found also where they are a whole text, by default. */
  readonly alone?: boolean | undefined;
  readonly example: string;
  readonly wrong?: string | undefined;
  readonly source: string;
}

/** How far behind the word the identifier stands. */
const reach = 56;

export function identifier(declaration: IdentifierDeclaration): Detector {
  const {
    id,
    title,
    words,
    shape,
    check,
    openings,
    telling = shape,
    alone = true,
    example,
    wrong,
    source,
  } = declaration;
  const inText = new RegExp(`(?<![A-Za-z0-9])(?:${shape})(?![A-Za-z0-9])`, 'gi');
  const here = new RegExp(`(?:${telling})(?![A-Za-z0-9]|[-.]\\d)`, 'iy');
  const whole = new RegExp(`^(?:${shape})$`, 'i');
  const holds = (value: string) => check?.(plain(value)) ?? true;
  const matchOf = (start: number, value: string): Match => ({
    start,
    end: start + value.length,
    canonical: plain(value),
  });

  const verifyHere = ({ text, start }: Hit) => {
    if (testAt(text, start - 1, isAlphanumeric) || /[-._/]/.test(text.charAt(start - 1))) return nothing;
    here.lastIndex = start;
    const found = here.exec(text)?.[0];
    return found !== undefined && holds(found) ? [matchOf(start, found)] : nothing;
  };
  const verifyBehindWord = ({ text, start, end, limit, spend }: Hit) => {
    if (!isWholeWord(text, start, end)) return nothing;
    spend(reach);
    const isKey = /^["']/.test(text.charAt(end));
    const window = text.slice(end, isKey ? end + reach : Math.min(limit, end + reach));
    for (const found of window.matchAll(inText)) {
      const gap = window.slice(0, found.index);
      if (isKey && !/^["']\s{0,4}[:=]\s{0,4}["']?$/.test(gap)) break;
      const isNear = isStrong || /^[^0-9\n]{0,24}$/.test(gap);
      if (isNear && /\d/.test(found[0]) && holds(found[0])) return [matchOf(end + found.index, found[0])];
    }
    return nothing;
  };
  const isWord = new Set(words);
  const isStrong = check !== undefined || openings !== undefined;
  return {
    id,
    type: id,
    title,
    category: 'personal',
    evidence: 'named',
    anchors: words,
    openings,
    gateOf: (at) => (isWord.has(at) ? aroundWord : aroundNumber),
    verify: (hit) =>
      isWord.has(hit.text.slice(hit.start, hit.end).toLowerCase()) ? verifyBehindWord(hit) : verifyHere(hit),
    verifyAlone: alone
      ? (text) => (whole.test(text) && holds(text) ? matchOf(0, text) : undefined)
      : undefined,
    verifyField: (name, value) => {
      const key = name.toLowerCase().replace(/[_-]/g, ' ');
      const isNamed = words.some((word) => key === word || key.endsWith(` ${word}`));
      return isNamed && whole.test(value) && holds(value) ? matchOf(0, value) : undefined;
    },
    examples: [
      [`${words[0]}: ${example}`, example],
      ...(openings ? [[`seen ${example} today`, example] as const] : []),
    ],
    counterExamples: [`the ${words[0]} is missing`, ...(wrong ? [`${words[0]}: ${wrong}`] : [])],
    source,
  };
}

const aroundWord = gate({ startsWord: true, ahead: 'digit', reach });
const aroundNumber = gate({ before: anything & ~alphanumeric & ~classesOf('-._') });

/** `ssn` in `user_ssn`, `userSsn` and `SSNs`, not in `lesson`. */
function isWholeWord(text: string, start: number, end: number): boolean {
  const isCamel = testAt(text, start, isUpper) && testAt(text, start - 1, isLower);
  if (testAt(text, start - 1, isLetter) && !isCamel) return false;
  const goesOn =
    testAt(text, end, isLetter) && !(testAt(text, end, isUpper) && testAt(text, end - 1, isLower));
  return !goesOn || (/s/i.test(text.charAt(end)) && !testAt(text, end + 1, isLetter));
}

const plain = (value: string): string => value.replace(/[^A-Za-z0-9]/g, '').toUpperCase();
