import {
  isAlphanumeric,
  isLineEnd,
  isSpace,
  oneOf,
  skipBackWhile,
  skipWhile,
  testAt,
} from '../characters.ts';

/** Between a key and its value. */
export interface Separator {
  /** The sign, or what stands for it: an end of tag, a blank after a command line's flag, the `value` member of a pair. */
  readonly kind: '=' | ':' | '>' | ' ' | ',';
  /** Where the value begins. */
  readonly end: number;
  /** The key ends with a double quote, as in JSON. */
  readonly afterQuote: boolean;
}

const maxBlanks = 64;

/** Reads what follows a key; undefined if it is not followed by a value. */
export function readSeparator(text: string, keyStart: number, keyEnd: number): Separator | undefined {
  const closing = closers.exec(text.slice(keyEnd, keyEnd + 8))?.[0] ?? '';
  const afterQuote = closing.includes('"');
  const at = keyEnd + closing.length;
  const isBlank = afterQuote ? isSpace : isBlankInLine;
  const start = skipWhile(text, at, at + maxBlanks, isBlank);

  const declared =
    start > at && !afterQuote ? typeWord.exec(text.slice(start, start + maxTypeLength))?.[0] : undefined;
  if (declared !== undefined) return { kind: '=', end: start + declared.length, afterQuote };
  const sign = signs.exec(text.slice(start, start + 4))?.[0];
  if (sign !== undefined) {
    const end = skipLength(text, skipWhile(text, start + sign.length, start + maxBlanks, isBlank));
    return {
      kind: sign.startsWith(':') && sign !== ':=' && !/^:\s?=/.test(sign) ? ':' : '=',
      end,
      afterQuote,
    };
  }
  if (closing === '' && text[at] === '>' && isInTag(text, keyStart)) {
    return { kind: '>', end: skipWhile(text, at + 1, at + maxBlanks, isSpace), afterQuote };
  }
  if (closing === '' && start > at && isFlag(text, keyStart) && text[start] !== '-') {
    return { kind: ' ', end: start, afterQuote };
  }
  const member = afterQuote ? valueMember.exec(text.slice(at, at + maxBlanks))?.[0] : undefined;
  return member === undefined ? undefined : { kind: ',', end: at + member.length, afterQuote };
}

/** `"key"`, `'key'`, `[key]`, `['key']` and the percent-encoded bracket of forms. */
const closers = /^["'`]?(?:\]|%5[dD])?/;
const signs = /^(?:=>|[!=]={1,2}|=|:=|:\s?=|:(?!:)|%3[dD]|%3[aA])/;

/** `{"name":"password","value":"…"}` as in lists of headers; `key="password" value="…"` as in XML. */
const valueMember = /^(?:\s{0,16},\s{0,16}"[vV]alue"\s{0,4}:\s{0,4}|\s{1,16}value\s?=\s?)/;

/** `token string = …`, as Go declares it; also `password: String = …`. */
const typeWord = /^(?:\[\]byte|\*?[sS]tring|str|char\s?\*?)\s{0,4}=(?!=)\s{0,4}/;
const maxTypeLength = 32;

/** `string(7) "…"`, as PHP dumps a text. */
function skipLength(text: string, at: number): number {
  return at + (lengthOfText.exec(text.slice(at, at + maxTypeLength))?.[0].length ?? 0);
}

const lengthOfText = /^string\(\d{1,9}\) (?=")/;

const isBlankInLine = oneOf(' \t');

function isInTag(text: string, keyStart: number): boolean {
  const start = skipBackWhile(
    text,
    keyStart,
    keyStart - maxBlanks,
    (code) => code !== 0x3c && !isLineEnd(code),
  );
  return text[start - 1] === '<' && text[start] !== '/';
}

/** A long flag of a command line, such as `--password`. */
function isFlag(text: string, keyStart: number): boolean {
  return text.startsWith('--', keyStart) && !testAt(text, keyStart - 1, isAlphanumeric);
}
