import { RE2JS } from 're2js';
import { QueryFault, quote } from './error.ts';
import { matchSequence, readSequence } from './sequence.ts';
import type { Regex, Span } from './syntax.ts';

const maxSourceLength = 1_000;
/** Matching takes time in proportion to text length times program size, so the size is bounded, too. */
const maxProgramSize = 2_000;

/** One compiled program per node, for as long as the tree lives. */
const compiled = new WeakMap<Regex, RE2JS>();

/**
 * Tells whether the regular expression matches somewhere in a text. Takes time linear in the text's length: a search for
 * texts, a walk over plain sequences, or else RE2.
 */
export function matcherOf(regex: Regex): (text: string) => boolean {
  const choices = literalChoices(regex.source);
  if (choices?.every(({ ignoresCase }) => !ignoresCase)) {
    const texts = choices.map(({ text }) => text);
    return (text) => texts.some((each) => text.includes(each));
  }
  const program = compiledOf(regex);
  const sequence = readSequence(regex.source);
  if (sequence === undefined) return (text) => program.test(text);
  return (text) => {
    const found = matchSequence(sequence, text);
    return found === 'unsure' ? program.test(text) : found !== undefined;
  };
}

function compiledOf(regex: Regex): RE2JS {
  let program = compiled.get(regex);
  if (program === undefined) {
    program = compileRegex(regex.source);
    compiled.set(regex, program);
  }
  return program;
}

/** A checked pattern that is written as a string, compiled once. */
const strings = new Map<string, RE2JS>();
const maxStrings = 100;

export function compileRegex(source: string): RE2JS {
  const known = strings.get(source);
  if (known !== undefined) return known;
  if (strings.size >= maxStrings) strings.clear();
  const program = RE2JS.compile(engineSource(source));
  strings.set(source, program);
  return program;
}

export function replaceAll(program: RE2JS, text: string, by: string): string {
  return program.matcher(text).replaceAll(by.replace(/\\/g, '\\\\'));
}

/** The groups that catch text: how many there are, and of those with a name the number and the name, in order. */
export function captures(source: string): { groups: number; named: { index: number; name: string }[] } {
  const program = compileRegex(source);
  const named = Object.entries(program.namedGroups())
    .map(([name, index]) => ({ index: Number(index), name: writtenName(name) }))
    .sort((a, b) => a.index - b.index);
  return { groups: program.groupCount(), named };
}

/**
 * Finds the pieces that the groups catch in the first match, or in every match; at most `maxMatches`. With as many names
 * as there are named groups only these count.
 */
export function groupFinder(regex: Regex, { names, multi }: Pieces): (text: string) => (string | null)[][] {
  const program = compiledOf(regex);
  const { groups, named } = captures(regex.source);
  const isNamed = named.map(({ name }) => name).join() === names.join();
  const indexes = isNamed
    ? named.map(({ index }) => index)
    : Array.from({ length: groups }, (_, at) => at + 1);
  const findAll = (text: string) => {
    const matcher = program.matcher(text);
    const found: (string | null)[][] = [];
    while (found.length < maxMatches && matcher.find()) {
      found.push(indexes.map((index) => matcher.group(index)));
      if (!multi) break;
    }
    return found;
  };
  const sequence = multi ? undefined : readSequence(regex.source);
  if (sequence === undefined) return findAll;
  return (text) => {
    const found = matchSequence(sequence, text);
    if (found === 'unsure') return findAll(text);
    return found === undefined ? [] : [indexes.map((index) => found[index - 1] ?? null)];
  };
}

interface Pieces {
  readonly names: readonly string[];
  readonly multi: boolean;
}

const atMark = '__at__';

/** Extracted names may begin with `@`, which the engine does not know in the name of a group. */
function engineSource(source: string): string {
  return source.replace(/\\.|\[(?:\\.|[^\]\\])*\]|\(\?P?<@/gs, (part) =>
    part.startsWith('(') ? `(?<${atMark}` : part,
  );
}

function writtenName(name: string): string {
  return name.startsWith(atMark) ? `@${name.slice(atMark.length)}` : name;
}

const maxMatches = 1_000;

/**
 * Refuses what RE2 cannot compile or what would be too costly.
 *
 * @throws QueryFault
 */
export function checkRegex(source: string, span: Span): void {
  const fault = regexFault(source);
  if (fault !== undefined) throw new QueryFault(fault.code, fault.reason, span);
}

/** What is wrong with a regular expression. */
export function regexFault(source: string): { code: 'syntax' | 'limit'; reason: string } | undefined {
  if (source === '') return { code: 'syntax', reason: 'The regular expression is empty' };
  if (source.length > maxSourceLength) {
    return { code: 'limit', reason: `A regular expression may have ${maxSourceLength} characters` };
  }
  // Quoted stretches are read differently by different engines, which would move the end of the expression.
  if (/(?:^|[^\\])(?:\\\\)*\\Q/.test(source)) {
    return { code: 'syntax', reason: '`\\Q` is not allowed in a regular expression: escape each character' };
  }
  const tooLarge = {
    code: 'limit' as const,
    reason: 'The regular expression is too large: use smaller repeat counts',
  };
  try {
    return compileRegex(source).programSize() <= maxProgramSize ? undefined : tooLarge;
  } catch (error) {
    const detail =
      error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : 'unreadable';
    const reason = `The regular expression ${quote(source)} is not valid: ${detail}${hint(source)}`;
    return { code: 'syntax', reason };
  }
}

/** Compiling `\pL` takes as long as compiling so many plain characters. */
const unicodeClassCost = 60;

/** What compiling the expression costs, in characters with repeats written out. */
export function regexCost(source: string): number {
  const classes = source.match(/\\[pP]/g)?.length ?? 0;
  return Math.max(source.length, leastProgramSize(source)) + classes * unicodeClassCost;
}

/**
 * A program has at least so many instructions: repeats are written out, and the engine would do that before it tells the
 * size. Anything but groups and counted repeats is taken for one character.
 */
function leastProgramSize(source: string): number {
  const open: number[] = [];
  let size = 0;
  let last = 0;
  for (const [part, min, max] of source.matchAll(
    /\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{(\d{1,4})(?:,(\d{0,4}))?\}|./gs,
  )) {
    if (part === '(') {
      open.push(size);
      size = 0;
    } else if (part === ')') {
      last = size;
      size += open.pop() ?? 0;
    } else if (min !== undefined) {
      const count = Number(max || min);
      size += last * (count - 1);
      last *= count;
    } else if (!/[*+?|^$]/.test(part)) {
      last = 1;
      size += 1;
    }
  }
  return open.reduce((sum, each) => sum + each, size);
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
