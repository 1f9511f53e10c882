import { QueryFault, quote } from './error.ts';
import { readBareName, readRegex, readToken, type StringReading, type Token } from './lexer.ts';
import { checkRegex, regexCost } from './regex.ts';
import type { Regex, Span } from './syntax.ts';
import type { ParsedQuery } from './syntax-parsed.ts';

/** How deep parentheses, calls and `not` may nest. */
const maxDepth = 50;

/** Each is compiled when it is read. */
const maxRegexCost = 1_500;

const equals = /[ \t\r\n]*=/y;

export interface CursorOptions {
  readonly reading: StringReading;
  /** Reads the commands of a query inside a query: commands hold expressions, and those may hold queries. */
  readonly readCommands: (cursor: Cursor) => ParsedQuery['commands'];
}

/** The parser's place in the text, one token ahead. */
export class Cursor {
  readonly #text: string;
  #next: Token;
  #lastEnd = 0;
  #depth = 0;
  #regexCost = 0;
  /** How many queries inside the query are open. */
  #openQueries = 0;
  readonly #taken: Token[] = [];
  readonly #reading: StringReading;
  readonly #readCommands: CursorOptions['readCommands'];

  constructor(text: string, { reading, readCommands }: CursorOptions) {
    this.#text = text;
    this.#reading = reading;
    this.#readCommands = readCommands;
    this.#next = readToken(text, 0, reading);
  }

  get next(): Token {
    return this.#next;
  }

  /** All that were taken, in the order of the text. */
  get taken(): readonly Token[] {
    return this.#taken;
  }

  /** Where the token that was taken last ends. */
  get lastEnd(): number {
    return this.#lastEnd;
  }

  isAtEnd(): boolean {
    return this.#next.kind === 'end';
  }

  take(): Token {
    const taken = this.#next;
    this.#moveBehind(taken);
    return taken;
  }

  isSymbol(...symbols: readonly string[]): boolean {
    return this.#next.kind === 'symbol' && symbols.includes(this.#next.text);
  }

  isKeyword(...keywords: readonly string[]): boolean {
    return this.#next.kind === 'word' && keywords.includes(this.#next.keyword);
  }

  /** Takes the symbol or keyword if it comes next. */
  skip(text: string): boolean {
    if (this.#next.keyword !== text) return false;
    this.take();
    return true;
  }

  expect(text: string, where: string): Token {
    if (this.#next.keyword !== text) throw this.unexpected(`\`${text}\` ${where}`);
    return this.take();
  }

  /** Where the next token starts right behind the one taken last. */
  get isAdjacent(): boolean {
    return this.#next.span.start === this.#lastEnd;
  }

  /** Takes a `like`, `=~` or `not like` operator's regular expression, if one follows it: a slash alone cannot tell. */
  takeOperatorAndRegex(): Regex | undefined {
    const operator = this.#next;
    const token = readRegex(this.#text, operator.span.end);
    if (token === undefined) {
      this.take();
      return undefined;
    }
    this.#taken.push(operator);
    return this.#takeRegex(token);
  }

  /** Takes a regular expression, if one comes next where a value cannot be divided. */
  takeRegexHere(): Regex | undefined {
    if (!this.isSymbol('/')) return undefined;
    const token = readRegex(this.#text, this.#next.span.start);
    if (token === undefined) return undefined;
    return this.#takeRegex(token);
  }

  #takeRegex(token: Token): Regex {
    this.checkRegex(token.value, token.span);
    this.#moveBehind(token);
    return { kind: 'regex', source: token.value, span: token.span };
  }

  /** Takes the name of a log group or table that stands without quotes. */
  takeBareName(wanted: string): string {
    const token = readBareName(this.#text, this.#next.span.start);
    if (token === undefined) throw this.unexpected(wanted);
    this.#moveBehind(token);
    return token.value;
  }

  #moveBehind(token: Token): void {
    const { end } = token.span;
    this.#taken.push(token);
    this.#lastEnd = end;
    this.#next = readToken(this.#text, end, this.#reading);
  }

  /** Is the next token one of the words, with `=` behind it? */
  isOption(...names: readonly string[]): boolean {
    if (!this.isKeyword(...names)) return false;
    equals.lastIndex = this.#next.span.end;
    return equals.test(this.#text);
  }

  /** Reads a query in parentheses. */
  readQuery(): ParsedQuery {
    const { start } = this.expect('(', 'before the query').span;
    const commands = this.nested(() => {
      this.#openQueries += 1;
      const read = this.#readCommands(this);
      this.expect(')', 'after the query');
      this.#openQueries -= 1;
      return read;
    });
    return { kind: 'query', commands, span: this.spanFrom(start) };
  }

  /** Compiles a regular expression, as far as those of the query together may cost. */
  checkRegex(source: string, span: Span): void {
    this.#regexCost += regexCost(source);
    if (this.#regexCost > maxRegexCost) {
      const reason = `The regular expressions of a query may have ${maxRegexCost} characters together, with repeats such as \`{20}\` written out and classes such as \`\\pL\` counted as many: use shorter ones`;
      throw new QueryFault('limit', reason, span);
    }
    checkRegex(source, span);
  }

  /**
   * Goes to the next `|` that is not inside a query in parentheses, to look for more faults; to the end if there is none
   * or the text cannot be read.
   */
  recover(): void {
    let open = this.#openQueries;
    this.#depth = 0;
    this.#openQueries = 0;
    try {
      while (!this.isAtEnd() && (open > 0 || !this.isSymbol('|'))) {
        if (open > 0 && this.isSymbol('(')) open += 1;
        if (open > 0 && this.isSymbol(')')) open -= 1;
        this.take();
      }
    } catch (error) {
      if (!(error instanceof QueryFault)) throw error;
      this.#next = readToken('', 0);
    }
  }

  /** Runs `read` one level deeper. */
  nested<Result>(read: () => Result): Result {
    this.#depth += 1;
    if (this.#depth > maxDepth) {
      throw new QueryFault('limit', `The query nests more than ${maxDepth} levels deep`, this.#next.span);
    }
    const result = read();
    this.#depth -= 1;
    return result;
  }

  /** A fault at the next token: `wanted` says what would have been right. */
  unexpected(wanted: string): QueryFault {
    const { kind, text, span } = this.#next;
    const found = kind === 'end' ? 'the query ends' : `found ${quote(text)}`;
    return new QueryFault('syntax', `Expected ${wanted}, but ${found}`, span);
  }

  spanFrom(start: number): Span {
    return { start, end: this.#lastEnd };
  }
}
