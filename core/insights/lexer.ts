import { QueryFault, quote } from './error.ts';
import type { Span } from './syntax.ts';

type TokenKind = 'word' | 'field' | 'string' | 'number' | 'period' | 'symbol' | 'end';

/**
 * `text` is the token as written; `value` is what it stands for: the name of a field in backticks, the text of a string.
 * A `word` may be a keyword or a field, by its place.
 */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly value: string;
  /** The word or sign in lower case, by which the language knows it; empty for other tokens. */
  readonly keyword: string;
  readonly span: Span;
  /** Of a name with an index or a quoted step in it: `list[0].name`. */
  readonly steps?: readonly (string | number)[];
}

/**
 * The service does not say how it reads a backslash in a string. `escapes`: it takes the next quote into the string.
 * `plain`: it is a character like any other. The parser accepts what has one reading only.
 */
export type StringReading = 'escapes' | 'plain';

const word = /@{0,2}[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*/y;
const number = /\d+(?:\.\d+)?(?:[eE][+-]?\d+(?![A-Za-z0-9_]))?/y;
const indexStep = /\[\d{1,4}\]/y;
const nameSteps = /(?:\.[A-Za-z0-9_]+)+/y;
const maxSteps = 50;
const periodUnit = /[A-Za-z]+/y;
const signs = '=<>|,:()[]*+-%^/!';
const doubleSigns: readonly string[] = ['==', '=~', '!=', '<=', '>='];

/**
 * Reads the token that starts at or after `offset`.
 *
 * Where the service's own reading is not documented the text is refused, so that the two can never disagree about
 * where a string, a comment or a command ends.
 *
 * @throws QueryFault
 */
export function readToken(text: string, offset: number, reading: StringReading = 'escapes'): Token {
  const start = skipBlanks(text, offset);
  if (start >= text.length) return token('end', '', '', text.length, text.length);
  const first = text.charAt(start);
  if (first === '"' || first === "'") return readString(text, start, reading);
  if (first === '`') return readSteps(text, readBacktick(text, start, start));
  if (first === '@' && text.charAt(start + 1) === '`') {
    return readSteps(text, readBacktick(text, start, start + 1));
  }
  if (signs.includes(first)) return readSign(text, start, first);
  const isDigit = first >= '0' && first <= '9';
  const name = isDigit ? undefined : matchAt(word, text, start);
  if (name !== undefined) {
    const read = token('word', name, name, start, start + name.length);
    return read.keyword === 'in' ? read : readSteps(text, read);
  }
  const digits = isDigit ? matchAt(number, text, start) : undefined;
  if (digits !== undefined) return readNumber(text, start, digits);
  throw unexpectedCharacter(text, start);
}

function readSign(text: string, start: number, first: string): Token {
  const double = text.charAt(start + 1);
  const sign =
    (double === '=' || double === '~') && doubleSigns.includes(first + double) ? first + double : first;
  return token('symbol', sign, sign, start, start + sign.length);
}

/**
 * Reads a regular expression whose opening slash stands at or after `offset`. Only the parser knows where one may
 * stand, which is what tells it from a division.
 *
 * The first slash without a backslash ends it, inside a character class as well: readers that treat `[/]` as a class and
 * readers that do not then agree, because the shorter reading is an unclosed class and refused.
 *
 * @returns undefined if something else stands there
 * @throws QueryFault
 */
export function readRegex(text: string, offset: number): Token | undefined {
  const start = skipBlanks(text, offset);
  if (text.charAt(start) !== '/') return undefined;
  let source = '';
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '/') return token('string', text.slice(start, at + 1), source, start, at + 1);
    const escaped = character === '\\' ? text.charAt(at + 1) : undefined;
    if ((escaped ?? character) === '\n') source += '\\n';
    else source += refuseControls(text, at, escaped === undefined ? character : `\\${escaped}`);
    if (escaped !== undefined) at += 1;
  }
  throw new QueryFault('syntax', 'The regular expression has no closing `/`', { start, end: start + 1 });
}

const bareName = /[A-Za-z0-9_./-]+/y;

/** Reads a log group's or a table's name that stands without quotes; only the parser knows where one may stand. */
export function readBareName(text: string, offset: number): Token | undefined {
  const start = skipBlanks(text, offset);
  const name = matchAt(bareName, text, start);
  return name === undefined ? undefined : token('word', name, name, start, start + name.length);
}

function skipBlanks(text: string, offset: number): number {
  let at = offset;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === '#') at = skipComment(text, at);
    else if (character === ' ' || character === '\t' || character === '\n') at += 1;
    else if (character === '\r' && text.charAt(at + 1) === '\n') at += 2;
    else break;
  }
  return at;
}

/** A comment ends at the line feed; any other character that could end one for another reader is refused. */
function skipComment(text: string, offset: number): number {
  let at = offset;
  while (at < text.length && text.charAt(at) !== '\n') {
    if (!(text.charAt(at) === '\r' && text.charAt(at + 1) === '\n')) {
      if (isUnprintable(text, at)) throw unexpectedCharacter(text, at);
    }
    at += 1;
  }
  return at;
}

function readString(text: string, start: number, reading: StringReading): Token {
  const mark = text.charAt(start);
  let value = '';
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === mark) {
      if (value.includes('"') && value.includes("'")) throw bothQuotes(start, at + 1);
      return token('string', text.slice(start, at + 1), value, start, at + 1);
    }
    if (character === '\\' && reading === 'escapes') {
      const next = text.charAt(at + 1);
      if (next !== '"' && next !== "'") throw backslash(at);
      value += next;
      at += 1;
    } else value += refuseControls(text, at, character);
  }
  throw new QueryFault('syntax', `The string has no closing ${mark}`, { start, end: start + 1 });
}

function backslash(at: number): QueryFault {
  return new QueryFault(
    'refused',
    'A backslash in a string is not allowed, since the service does not say how it reads one: ' +
      'use the other kind of quotes, or a regular expression such as `like /a\\\\b/`',
    { start: at, end: at + 1 },
  );
}

function bothQuotes(start: number, end: number): QueryFault {
  return new QueryFault(
    'syntax',
    'A string with both kinds of quotes cannot be written without a backslash: use a regular expression',
    { start, end },
  );
}

/** Goes on reading a name into the list or map it stands for: `[0]`, `` .`a key` ``, `.name`. */
function readSteps(text: string, first: Token): Token {
  const next = text.charAt(first.span.end);
  if (next !== '[' && next !== '.') return first;
  const follows = text.charAt(first.span.end);
  if (follows !== '[' && follows !== '.') return first;
  const steps: (string | number)[] = first.kind === 'word' ? first.value.split('.') : [first.value];
  const begin = first.span.end;
  let end = first.span.end;
  while (steps.length <= maxSteps) {
    const index = matchAt(indexStep, text, end);
    if (index !== undefined) {
      steps.push(Number(index.slice(1, -1)));
      end += index.length;
    } else if (text.startsWith('.`', end)) {
      const quoted = readBacktick(text, end + 1, end + 1);
      steps.push(quoted.value);
      end = quoted.span.end;
    } else {
      const names = matchAt(nameSteps, text, end);
      if (names === undefined) break;
      steps.push(...names.slice(1).split('.'));
      end += names.length;
    }
  }
  if (end === begin) return first;
  if (steps.length > maxSteps) {
    throw new QueryFault('limit', `A name may have ${maxSteps} steps`, { start: first.span.start, end });
  }
  const { start } = first.span;
  return { ...token('field', text.slice(start, end), steps.join('.'), start, end), steps };
}

function readBacktick(text: string, start: number, mark: number): Token {
  for (let at = mark + 1; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '`') {
      const name = text.slice(start, mark) + text.slice(mark + 1, at);
      if (at === mark + 1) throw new QueryFault('syntax', 'The field name is empty', { start, end: at + 1 });
      return token('field', text.slice(start, at + 1), name, start, at + 1);
    }
    if (character === '\\' || isUnprintable(text, at)) throw unexpectedCharacter(text, at);
  }
  throw new QueryFault('syntax', 'The field name has no closing backtick', { start, end: mark + 1 });
}

function readNumber(text: string, start: number, digits: string): Token {
  const end = start + digits.length;
  const unit = matchAt(periodUnit, text, end);
  if (unit === undefined) return token('number', digits, digits, start, end);
  const period = digits + unit;
  return token('period', period, period, start, start + period.length);
}

/** Tabs are the only control character that may stand in a string; a line break could be read as the end of a comment. */
function refuseControls(text: string, at: number, accepted: string): string {
  for (let next = at; next < at + accepted.length; next += 1) {
    if (text.charAt(next) !== '\t' && isCharacterOf(breaking, text, next))
      throw unexpectedCharacter(text, next);
  }
  return accepted;
}

/** Controls, line separators and lone surrogates: what another reader could drop, replace or take for a line's end. */
const breaking = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u;
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

function isUnprintable(text: string, at: number): boolean {
  return isCharacterOf(unprintable, text, at);
}

/** Is the character at `at` in the class? The second half of a surrogate pair never is: the first was looked at. */
function isCharacterOf(characterClass: RegExp, text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code >= 0xdc00 && code <= 0xdfff && at > 0 && isHighSurrogate(text.charCodeAt(at - 1))) return false;
  return characterClass.test(String.fromCodePoint(text.codePointAt(at) ?? 0));
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

function unexpectedCharacter(text: string, at: number): QueryFault {
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  const hint =
    character === '{' || character === '}' || character === ';' || character === '$'
      ? 'Put field names with other characters than letters, digits, `_`, `.` and `@` in backticks'
      : 'Outside strings only letters, digits, blanks and the signs of the language may stand';
  return new QueryFault('syntax', `The character ${quote(character)} is not allowed here. ${hint}`, {
    start: at,
    end: at + character.length,
  });
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? text.slice(at, pattern.lastIndex) : undefined;
}

function token(kind: TokenKind, text: string, value: string, start: number, end: number): Token {
  const keyword = kind === 'word' ? text.toLowerCase() : kind === 'symbol' ? text : '';
  return { kind, text, value, keyword, span: { start, end } };
}
