import { isAlphanumeric, isLetter, isLower, isUpper, testAt } from '../characters.ts';
import { alphanumeric, anything, classesOf } from '../classes.ts';
import type { Detector, Hit, Match } from '../detector.ts';
import { nothing } from '../detector.ts';
import { gate } from '../gate.ts';
import { spellings } from '../pairs/key-name.ts';
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
  /** Its letters are capitals, so that words of a sentence are none of it. */
  readonly capitals?: boolean | undefined;
  readonly example: string;
  readonly wrong?: string | undefined;
  readonly source: string;
}

/** Between several of a kind. */
const listed = /^\s?(?:[,;&/+]|and|or|und|oder|et|y|e|og|och|ve)?\s{1,2}$/;

/** What leads from an identifier to its name, in some languages. */
const linked = /\s(?:is|was|es|ist|est|är|er|tillhör|belongs to)\s[^\d\n]{0,32}$/;

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
    capitals = false,
    example,
    wrong,
    source,
  } = declaration;
  const inText = new RegExp(`(?<![A-Za-z0-9])(?:${shape})(?![A-Za-z0-9])`, capitals ? 'g' : 'gi');
  const here = new RegExp(`(?:${telling})(?![A-Za-z0-9]|[-.]\\d)`, capitals ? 'y' : 'iy');
  const whole = new RegExp(`^(?:${shape})$`, capitals ? '' : 'i');
  const list = new RegExp(`^(?:${shape})(?:[ ,;]{1,3}(?:${shape}))+$`, capitals ? '' : 'i');
  const holds = (value: string) => check?.(plain(value)) ?? true;
  /** Several that are the whole text; numbers alone could be anything. */
  const isList = (text: string) => !check && /[A-Za-z]/.test(text) && list.test(text);
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
  const verifyBehindWord = ({ text, start, end, limit, spend, maskEndAt }: Hit) => {
    if (!isWholeWord(text, start, end)) return nothing;
    spend(reach);
    const before = verifyBeforeWord(text, start);
    if (before) return [before];
    const isKey = /^["']/.test(text.charAt(end));
    const to = isKey ? end + reach : Math.min(limit, end + reach);
    const window = beforeMask(text.slice(end, to), maskEndAt);
    const matches: Match[] = [];
    for (const found of window.matchAll(inText)) {
      const last = matches.at(-1);
      const gap = window.slice(last ? last.end - end : 0, found.index);
      if (last && !listed.test(gap)) break;
      if (!last && isKey && !/^["']\s{0,4}[:=]\s{0,4}["']?$/.test(gap)) break;
      const isNear = last !== undefined || isStrong || /^[^0-9\n]{0,24}$/.test(gap);
      if (isNear && /\d/.test(found[0]) && holds(found[0]))
        matches.push(matchOf(end + found.index, found[0]));
    }
    return matches;
  };
  /** `X is my passport number`. */
  const verifyBeforeWord = (text: string, start: number): Match | undefined => {
    const window = text.slice(Math.max(0, start - reach), start);
    const link = linked.exec(window);
    if (!link) return undefined;
    const from = start - window.length;
    for (const found of window.slice(0, link.index).matchAll(inText)) {
      const isBeside = found.index + found[0].length === link.index;
      if (isBeside && /\d/.test(found[0]) && holds(found[0])) return matchOf(from + found.index, found[0]);
    }
    return undefined;
  };
  const spelled = [...new Set(words.flatMap(spellings))];
  const isWord = new Set(spelled);
  const isStrong = check !== undefined || openings !== undefined;
  return {
    id,
    type: id,
    title,
    category: 'personal',
    evidence: 'named',
    anchors: spelled,
    openings,
    gateOf: (at) => (isWord.has(at) ? aroundWord : aroundNumber),
    verify: (hit) =>
      isWord.has(hit.text.slice(hit.start, hit.end).toLowerCase()) ? verifyBehindWord(hit) : verifyHere(hit),
    verifyAlone: alone
      ? (text) => ((whole.test(text) && holds(text)) || isList(text) ? matchOf(0, text) : undefined)
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

const aroundWord = gate({ startsWord: true });
const aroundNumber = gate({ before: anything & ~alphanumeric & ~classesOf('-._') });

/** A pseudonym may have the shape of what it stands for. */
function beforeMask(window: string, maskEndAt: Hit['maskEndAt']): string {
  let at = window.indexOf('[');
  while (at >= 0 && maskEndAt(window, at) === undefined) at = window.indexOf('[', at + 1);
  return at < 0 ? window : window.slice(0, at);
}

/** `ssn` in `user_ssn`, `userSsn` and `SSNs`, not in `lesson`. */
function isWholeWord(text: string, start: number, end: number): boolean {
  const isCamel = testAt(text, start, isUpper) && testAt(text, start - 1, isLower);
  if (testAt(text, start - 1, isLetter) && !isCamel) return false;
  const goesOn =
    testAt(text, end, isLetter) && !(testAt(text, end, isUpper) && testAt(text, end - 1, isLower));
  return !goesOn || (/s/i.test(text.charAt(end)) && !testAt(text, end + 1, isLetter));
}

const plain = (value: string): string => value.replace(/[^A-Za-z0-9]/g, '').toUpperCase();
