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
  const at = keyEnd + (testAt(text, keyEnd, mayClose) ? lengthAt(closers, text, keyEnd) : 0);
  const afterQuote = at > keyEnd && text.charCodeAt(keyEnd) === 0x22;
  const isBlank = afterQuote ? isSpace : isBlankInLine;
  const start = skipWhile(text, at, at + maxBlanks, isBlank);

  const declared = !afterQuote && testAt(text, at, mayDeclare) ? lengthAt(typeWord, text, at) : 0;
  if (declared > 0) return { kind: '=', end: at + declared, afterQuote };
  const sign = testAt(text, start, maySign) ? lengthAt(signs, text, start) : 0;
  if (sign > 0) {
    const signEnd = skipWhile(text, start + sign, start + maxBlanks, isBlank);
    const dumped = signEnd + lengthAt(lengthOfText, text, signEnd);
    const end = dumped + (afterQuote ? lengthAt(innerValue, text, dumped) : 0);
    const isColon = text[start] === ':' && text[start + sign - 1] !== '=';
    return { kind: isColon ? ':' : '=', end, afterQuote };
  }
  if (at === keyEnd && start > at && isFlag(text, keyStart) && text[start] !== '-') {
    return { kind: ' ', end: start, afterQuote };
  }
  if (!testAt(text, at, mayLeadFurther)) return undefined;
  const member = lengthAt(at === keyEnd ? plainMember : valueMember, text, at);
  if (member > 0) return { kind: ',', end: at + member, afterQuote };
  const tag = isInTag(text, keyStart) ? lengthAt(restOfTag, text, at) : 0;
  return tag === 0 ? undefined : { kind: '>', end: at + tag, afterQuote: false };
}

/** How long the text is that the sticky expression fits at the offset; 0 if it does not. */
function lengthAt(sticky: RegExp, text: string, at: number): number {
  sticky.lastIndex = at;
  return sticky.test(text) ? sticky.lastIndex - at : 0;
}

/** What the expressions begin with, which is told faster than by them. */
const mayClose = oneOf('"\'`]%');
const mayDeclare = oneOf(' \t?:');
const maySign = oneOf('=!:%');
const mayLeadFurther = oneOf(',>', isSpace);

/** `"key"`, `'key'`, `[key]`, `['key']` and the percent-encoded bracket of forms. */
const closers = /["'`]?(?:\]|%5[dD])?/y;
const signs = /=>|[!=]={1,2}|=|:=|:\s?=|::(?=\s)|:(?!:)|%3[dD]|%3[aA]/y;

/**
 * `{"name":"password","value":"…"}` as in lists of headers and, with longer names, of parameters; `key="password" value="…"` as in
 * XML; `variable "password" { default = "…" }` as in Terraform.
 */
const valueMember =
  /(?:\s{0,16},\s{0,16}["'][A-Za-z]{0,16}[vV]alue["']\s{0,4}:\s{0,4}|[\s,]{1,16}value\s?[=:]\s?|\s{1,4}\{(?:[^{}]{0,96}\s)?default\s{0,16}=\s{0,4})/y;

/** `"password": { "value": "…" }` of deployments’ parameters. */
const innerValue = /\{\s{0,16}"value"\s{0,4}:\s{0,4}/y;

/** `- name: PASSWORD` with its `value:` on the next line or behind a comma, as YAML has it. */
const plainMember = /[ \t]{0,4}(?:\n[ \t]{1,32}|,[ \t]{1,4})value:[ \t]{1,4}/y;

/** `token string = …`, as Go declares it; also `password: String = …` of other languages. */
const typeWord =
  /(?:[ \t]{1,4}|\??:[ \t]{0,4})(?:\[\]byte|\*?[sS]tring|&?(?:'static )?str|char\s?\*?|SecretStr)\??\s{0,4}=(?!=)\s{0,4}(?=[bruN@]?["'`]|[A-Za-z_][\w.:]{0,47}\()/y;

/** What is left of the tag whose name or attribute is the key. */
const restOfTag = /(?:\s[^<>\n]{0,96}[^<>\n/])?>\s{0,32}/y;

/** `string(7) "…"`, as PHP dumps a text. */
const lengthOfText = /string\(\d{1,9}\) (?=")/y;

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
