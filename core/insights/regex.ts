import { RE2JS } from 're2js';
import { QueryFault, quote } from './error.ts';
import type { Regex, Span } from './syntax.ts';

const maxSourceLength = 1_000;
/** Matching takes time in proportion to text length times program size, so the size is bounded, too. */
const maxProgramSize = 5_000;

/** One compiled program per node, for as long as the tree lives. */
const compiled = new WeakMap<Regex, RE2JS>();

/** Does the regular expression match somewhere in the text? Takes time linear in the text's length (RE2). */
export function matches(regex: Regex, text: string): boolean {
  let program = compiled.get(regex);
  if (program === undefined) {
    program = RE2JS.compile(regex.source);
    compiled.set(regex, program);
  }
  return program.test(text);
}

/**
 * Refuses what RE2 cannot compile or what would be too costly.
 *
 * @throws QueryFault
 */
export function checkRegex(source: string, span: Span): void {
  if (source === '') throw new QueryFault('syntax', 'The regular expression is empty', span);
  if (source.length > maxSourceLength) {
    throw new QueryFault('limit', `A regular expression may have ${maxSourceLength} characters`, span);
  }
  // Quoted stretches are read differently by different engines, which would move the end of the expression.
  if (/(?:^|[^\\])(?:\\\\)*\\Q/.test(source)) {
    throw new QueryFault(
      'syntax',
      '`\\Q` is not allowed in a regular expression: escape each character',
      span,
    );
  }
  let program: RE2JS;
  try {
    program = RE2JS.compile(source);
  } catch (error) {
    const detail =
      error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : 'unreadable';
    throw new QueryFault(
      'syntax',
      `The regular expression ${quote(source)} is not valid: ${detail}${hint(source)}`,
      span,
    );
  }
  if (program.programSize() > maxProgramSize) {
    throw new QueryFault('limit', 'The regular expression is too large: use smaller repeat counts', span);
  }
}

function hint(source: string): string {
  return /\[[^\]]*$/.test(source) ? '. A slash inside a character class is written `\\/`' : '';
}

/** A regular expression that is nothing but literal text, perhaps ignoring case: `bob@example\.com`. */
export interface LiteralRegex {
  readonly text: string;
  readonly ignoresCase: boolean;
}

/** The literal texts a regular expression stands for if it is plain text or a choice of plain texts, such as `(?i)(a|b)`. */
export function literalChoices(source: string): LiteralRegex[] | undefined {
  const ignoresCase = source.startsWith('(?i)');
  const body = ignoresCase ? source.slice(4) : source;
  const group = /^\((?:\?:)?((?:[^()\\]|\\.)*)\)$/.exec(body)?.[1];
  const choices: LiteralRegex[] = [];
  for (const part of splitAlternatives(group ?? body)) {
    const text = unescapeLiteral(part);
    if (text === undefined || text === '') return undefined;
    choices.push({ text, ignoresCase });
  }
  return choices;
}

/** The literal text of a regular expression without any metacharacter; undefined if it has one. */
export function literalRegex(source: string): LiteralRegex | undefined {
  const ignoresCase = source.startsWith('(?i)');
  const text = unescapeLiteral(ignoresCase ? source.slice(4) : source);
  return text === undefined ? undefined : { text, ignoresCase };
}

/** The inverse of `literalRegex`. */
export function literalRegexSource(literal: LiteralRegex): string {
  const escaped = literal.text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/\n/g, '\\n');
  return (literal.ignoresCase ? '(?i)' : '') + escaped;
}

function splitAlternatives(body: string): string[] {
  const parts: string[] = [''];
  for (const [piece] of body.matchAll(/\\.|[^\\]/gs)) {
    if (piece === '|') parts.push('');
    else parts[parts.length - 1] += piece;
  }
  return parts;
}

/** Only escapes of punctuation stand for the character itself in every engine. */
function unescapeLiteral(source: string): string | undefined {
  let text = '';
  for (let at = 0; at < source.length; at += 1) {
    const character = source.charAt(at);
    if (character === '\\') {
      at += 1;
      const escaped = source.charAt(at);
      if (!/[!-/:-@[-`{-~]/.test(escaped)) return undefined;
      text += escaped;
    } else if (/[\^$.*+?()[\]{}|]/.test(character)) return undefined;
    else text += character;
  }
  return text;
}
