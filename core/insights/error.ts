import type { Span } from './syntax.ts';

/**
 * `syntax`: the text is not a query. `refused`: a query the service knows, which is not allowed here.
 * `unsupported`: a part of the language that is not available here. `limit`: too long, too deep, too costly.
 */
export type QueryErrorCode = 'syntax' | 'refused' | 'unsupported' | 'limit';

/** What is wrong with a query and where: line and column count from 1, offset and length in UTF-16 units. */
export interface QueryError {
  code: QueryErrorCode;
  message: string;
  line: number;
  column: number;
  offset: number;
  length: number;
}

/** What is wrong with which part of a text. */
export interface Fault {
  readonly code: QueryErrorCode;
  readonly reason: string;
  readonly span: Span;
}

/** Leaves the depth of the parser in one step; `parse` turns it into a `QueryError`. */
export class QueryFault extends Error implements Fault {
  override readonly name = 'QueryFault';
  readonly code: QueryErrorCode;
  readonly reason: string;
  readonly span: Span;
  /** Why what the fault lies in would be refused even without it. */
  readonly refusal: Fault | undefined;

  constructor(code: QueryErrorCode, reason: string, span: Span, refusal?: Fault) {
    super(reason);
    this.code = code;
    this.reason = reason;
    this.span = span;
    this.refusal = refusal;
  }
}

/** Reads what is refused in any case: a fault in it comes with the refusal. */
export function refusing<Result>(refusal: Fault, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof QueryFault)) throw error;
    throw new QueryFault(error.code, error.reason, error.span, refusal);
  }
}

/** Places a fault in the text it is about; the message ends with the position. */
export function locate(text: string, fault: Fault): QueryError {
  const before = text.slice(0, fault.span.start);
  const line = before.split('\n').length;
  const column = fault.span.start - (before.lastIndexOf('\n') + 1) + 1;
  return {
    code: fault.code,
    message: `${fault.reason} (line ${line}, column ${column})`,
    line,
    column,
    offset: fault.span.start,
    length: fault.span.end - fault.span.start,
  };
}

/** Text from a query as it may stand in a message: short, and without characters that do not print. */
export function quote(text: string): string {
  const shown = text.replace(/[^\x20-\x7e]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return /[\p{C}\p{Z}]/u.test(character)
      ? `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
      : character;
  });
  return shown.length > 40 ? `\`${shown.slice(0, 40)}…\`` : `\`${shown}\``;
}
