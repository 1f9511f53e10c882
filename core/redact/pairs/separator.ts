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

  const declared = afterQuote ? undefined : typeWord.exec(text.slice(at, at + maxTypeLength))?.[0];
  if (declared !== undefined) return { kind: '=', end: at + declared.length, afterQuote };
  const sign = signs.exec(text.slice(start, start + 4))?.[0];
  if (sign !== undefined) {
    const signEnd = skipWhile(text, start + sign.length, start + maxBlanks, isBlank);
    const end =
      signEnd + (afterQuote ? (innerValue.exec(text.slice(signEnd, signEnd + 48))?.[0].length ?? 0) : 0);
    return {
      kind: sign.startsWith(':') && sign !== ':=' && !/^:\s?=/.test(sign) ? ':' : '=',
      end,
      afterQuote,
    };
  }
  if (closing === '' && start > at && isFlag(text, keyStart) && text[start] !== '-') {
    return { kind: ' ', end: start, afterQuote };
  }
  const member = memberAfter(text, at, closing);
  if (member !== undefined) return { kind: ',', end: at + member, afterQuote };
  const tag = isInTag(text, keyStart) ? restOfTag.exec(text.slice(at, at + maxTagLength))?.[0] : undefined;
  return tag === undefined ? undefined : { kind: '>', end: at + tag.length, afterQuote: false };
}

/** The length of what leads to the value, where key and value are two members of a third thing. */
function memberAfter(text: string, at: number, closing: string): number | undefined {
  const [shape, reach] = closing === '' ? [plainMember, maxBlanks] : [valueMember, maxMemberLength];
  return shape.exec(text.slice(at, at + reach))?.[0].length;
}

/** `"key"`, `'key'`, `[key]`, `['key']` and the percent-encoded bracket of forms. */
const closers = /^["'`]?(?:\]|%5[dD])?/;
const signs = /^(?:=>|[!=]={1,2}|=|:=|:\s?=|::(?=\s)|:(?!:)|%3[dD]|%3[aA])/;

/**
 * `{"name":"password","value":"…"}` as in lists of headers and, with longer names, of parameters; `key="password" value="…"` as in
 * XML; `variable "password" { default = "…" }` as in Terraform.
 */
const valueMember =
  /^(?:\s{0,16},\s{0,16}["'][A-Za-z]{0,16}[vV]alue["']\s{0,4}:\s{0,4}|[\s,]{1,16}value\s?[=:]\s?|\s{1,4}\{(?:[^{}]{0,96}\s)?default\s{0,16}=\s{0,4})/;
const maxMemberLength = 128;

/** `"password": { "value": "…" }` of deployments’ parameters. */
const innerValue = /^\{\s{0,16}"value"\s{0,4}:\s{0,4}/;

/** `- name: PASSWORD` with its `value:` on the next line or behind a comma, as YAML has it. */
const plainMember = /^[ \t]{0,4}(?:\n[ \t]{1,32}|,[ \t]{1,4})value:[ \t]{1,4}/;

/** `token string = …`, as Go declares it; also `password: String = …` of other languages. */
const typeWord =
  /^(?:[ \t]{1,4}|\??:[ \t]{0,4})(?:\[\]byte|\*?[sS]tring|&?(?:'static )?str|char\s?\*?|SecretStr)\??\s{0,4}=(?!=)\s{0,4}(?=[bruN@]?["'`]|[A-Za-z_][\w.:]{0,47}\()/;
const maxTypeLength = 40;

/** What is left of the tag whose name or attribute is the key. */
const restOfTag = /^(?:\s[^<>\n]{0,96}[^<>\n/])?>\s{0,32}/;
const maxTagLength = 136;

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

/** A flag of a command line that is a word, such as `--password` or Java's `-storepass`. */
function isFlag(text: string, keyStart: number): boolean {
  return text[keyStart] === '-' && !testAt(text, keyStart - 1, isAlphanumeric);
}
