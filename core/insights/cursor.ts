import { QueryFault, quote } from './error.ts';
import { readRegex, readToken, type StringReading, type Token } from './lexer.ts';
import { checkRegex } from './regex.ts';
import type { ParsedQuery, Regex, Span } from './syntax.ts';

/** How deep parentheses, calls and `not` may nest. */
const maxDepth = 50;

/** Each is compiled when it is read. */
const maxRegexLength = 4_000;

/** How a query in parentheses is read; given from outside, as queries hold expressions and expressions queries. */
export interface QueryReading {
  readonly isCommand: (name: string) => boolean;
  readonly read: (cursor: Cursor) => ParsedQuery;
}

/** The parser's place in the text, one token ahead. */
export class Cursor {
  readonly #text: string;
  #next: Token;
  #lastEnd = 0;
  #depth = 0;
  #regexLength = 0;
  readonly #reading: StringReading;
  readonly #queries: QueryReading;

  constructor(text: string, reading: StringReading, queries: QueryReading) {
    this.#text = text;
    this.#queries = queries;
    this.#reading = reading;
    this.#next = readToken(text, 0, reading);
  }

  get next(): Token {
    return this.#next;
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
    this.#lastEnd = taken.span.end;
    this.#next = readToken(this.#text, taken.span.end, this.#reading);
    return taken;
  }

  isSymbol(...symbols: readonly string[]): boolean {
    return this.#next.kind === 'symbol' && symbols.includes(this.#next.text);
  }

  isKeyword(...keywords: readonly string[]): boolean {
    return this.#next.kind === 'word' && keywords.includes(this.#next.text.toLowerCase());
  }

  /** Takes the symbol or keyword if it comes next. */
  skip(text: string): boolean {
    const found = this.isSymbol(text) || this.isKeyword(text);
    if (found) this.take();
    return found;
  }

  expect(text: string, where: string): Token {
    if (!this.isSymbol(text) && !this.isKeyword(text)) throw this.unexpected(`\`${text}\` ${where}`);
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
    this.#checkRegex(token);
    this.#lastEnd = token.span.end;
    this.#next = readToken(this.#text, token.span.end, this.#reading);
    return { kind: 'regex', source: token.value, span: token.span };
  }

  /** Takes a regular expression, if one comes next where a value cannot be divided. */
  takeRegexHere(): Regex | undefined {
    if (!this.isSymbol('/')) return undefined;
    const token = readRegex(this.#text, this.#next.span.start);
    if (token === undefined) return undefined;
    this.#checkRegex(token);
    this.#lastEnd = token.span.end;
    this.#next = readToken(this.#text, token.span.end, this.#reading);
    return { kind: 'regex', source: token.value, span: token.span };
  }

  /** Reads a query in parentheses, if one comes next. Its place is that of the parentheses. */
  readSubquery(): ParsedQuery | undefined {
    const { start, end } = this.#next.span;
    if (!this.isSymbol('(')) return undefined;
    const first = readToken(this.#text, end, this.#reading);
    if (first.kind !== 'word' || !this.#queries.isCommand(first.text.toLowerCase())) return undefined;
    return this.nested(() => {
      this.take();
      const query = this.#queries.read(this);
      this.expect(')', 'after the query');
      return { ...query, span: this.spanFrom(start) };
    });
  }

  #checkRegex({ value, span }: Token): void {
    this.#regexLength += value.length;
    if (this.#regexLength > maxRegexLength) {
      const reason = `The regular expressions of a query may have ${maxRegexLength} characters together`;
      throw new QueryFault('limit', reason, span);
    }
    checkRegex(value, span);
  }

  /** Goes on behind the next `|`, to look for more faults; at the end if there is none or the text cannot be read. */
  recover(): void {
    this.#depth = 0;
    try {
      while (!this.isAtEnd() && !this.isSymbol('|')) this.take();
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
