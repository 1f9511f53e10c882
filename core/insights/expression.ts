import type { Cursor } from './cursor.ts';
import { QueryFault, quote } from './error.ts';
import { findFunction, functions, type InsightsFunction } from './functions.ts';
import { periodMilliseconds } from './periods.ts';
import type {
  Call,
  ComparisonOperator,
  Expression,
  Like,
  Membership,
  NumberLiteral,
  StringLiteral,
} from './syntax.ts';

/** Words that cannot be a field's bare name, since they stand between expressions. */
export const reservedWords: readonly string[] = ['and', 'as', 'asc', 'by', 'desc', 'in', 'like', 'not', 'or'];

/** Aggregates are allowed only as the items of `stats`. */
export interface ExpressionContext {
  readonly aggregates: boolean;
}

const scalarContext: ExpressionContext = { aggregates: false };

/**
 * Reads an expression: `or` binds loosest, then `and`, `not`, comparisons.
 *
 * @throws QueryFault
 */
export function readExpression(cursor: Cursor, context: ExpressionContext = scalarContext): Expression {
  return cursor.nested(() => readConnective(cursor, context, 'or'));
}

function readConnective(cursor: Cursor, context: ExpressionContext, kind: 'and' | 'or'): Expression {
  const start = cursor.next.span.start;
  const readOperand = () =>
    kind === 'or' ? readConnective(cursor, context, 'and') : readNot(cursor, context);
  const first = readOperand();
  const operands = [first];
  while (cursor.skip(kind)) operands.push(readOperand());
  return operands.length === 1 ? first : { kind, operands, span: cursor.spanFrom(start) };
}

function readNot(cursor: Cursor, context: ExpressionContext): Expression {
  const start = cursor.next.span.start;
  if (!cursor.skip('not')) return readPredicate(cursor, context);
  const operand = cursor.nested(() => readNot(cursor, context));
  return { kind: 'not', operand, span: cursor.spanFrom(start) };
}

function readPredicate(cursor: Cursor, context: ExpressionContext): Expression {
  const start = cursor.next.span.start;
  const left = readPrimary(cursor, context);
  if (cursor.isSymbol('=', '==', '!=', '<', '<=', '>', '>=')) {
    const operator = toOperator(cursor.take().text);
    const right = readPrimary(cursor, context);
    return { kind: 'comparison', operator, left, right, span: cursor.spanFrom(start) };
  }
  if (cursor.isSymbol('=~') || cursor.isKeyword('like')) return readLike(cursor, left, false);
  if (cursor.isKeyword('in')) return readMembership(cursor, left, false);
  if (cursor.isKeyword('not')) {
    cursor.take();
    if (cursor.isKeyword('like')) return readLike(cursor, left, true);
    if (cursor.isKeyword('in')) return readMembership(cursor, left, true);
    throw cursor.unexpected('`like` or `in` after `not`');
  }
  return left;
}

function toOperator(text: string): ComparisonOperator {
  switch (text) {
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return text;
    default:
      return '=';
  }
}

function readLike(cursor: Cursor, operand: Expression, negated: boolean): Like {
  const regexOnly = cursor.isSymbol('=~');
  const regex = cursor.takeOperatorAndRegex();
  if (regex === undefined && (regexOnly || cursor.next.kind !== 'string')) {
    throw cursor.unexpected(
      regexOnly ? 'a regular expression such as `/text/`' : 'a string or a regular expression',
    );
  }
  const pattern = regex ?? readString(cursor);
  return {
    kind: 'like',
    operand,
    pattern,
    negated,
    span: { start: operand.span.start, end: cursor.lastEnd },
  };
}

function readMembership(cursor: Cursor, operand: Expression, negated: boolean): Membership {
  cursor.take();
  if (cursor.isSymbol('(')) {
    throw new QueryFault(
      'refused',
      'A query inside `in ( … )` is not allowed here: your grant fixes the log groups. Use a list: `in ["a", "b"]`',
      cursor.next.span,
    );
  }
  cursor.expect('[', 'before the list');
  const list = [readListItem(cursor)];
  while (cursor.skip(',')) list.push(readListItem(cursor));
  cursor.expect(']', 'after the list');
  return { kind: 'in', operand, list, negated, span: { start: operand.span.start, end: cursor.lastEnd } };
}

function readListItem(cursor: Cursor): StringLiteral | NumberLiteral {
  if (cursor.next.kind === 'string') return readString(cursor);
  if (cursor.next.kind === 'number' || cursor.isSymbol('-')) return readNumber(cursor);
  throw cursor.unexpected('a string or a number in the list');
}

function readPrimary(cursor: Cursor, context: ExpressionContext): Expression {
  const { kind, text, value, span } = cursor.next;
  if (cursor.isSymbol('(')) return readParenthesised(cursor, context);
  if (kind === 'string') return readString(cursor);
  if (kind === 'number' || cursor.isSymbol('-')) return readNumber(cursor);
  if (kind === 'field') {
    cursor.take();
    return { kind: 'field', name: value, span };
  }
  if (kind === 'word' && !reservedWords.includes(text.toLowerCase())) {
    cursor.take();
    return cursor.isSymbol('(')
      ? readCall(cursor, text, span.start, context)
      : { kind: 'field', name: text, span };
  }
  if (kind === 'period')
    throw cursor.unexpected('a field, a value or a function (a period stands only in `bin( )`)');
  throw cursor.unexpected('a field, a value or a function');
}

function readParenthesised(cursor: Cursor, context: ExpressionContext): Expression {
  cursor.take();
  const inner = readExpression(cursor, context);
  cursor.expect(')', 'to close the parenthesis');
  return inner;
}

function readString(cursor: Cursor): StringLiteral {
  const { value, span } = cursor.take();
  return { kind: 'string', value, span };
}

function readNumber(cursor: Cursor): NumberLiteral {
  const start = cursor.next.span.start;
  const minus = cursor.skip('-') ? '-' : '';
  if (cursor.next.kind !== 'number') throw cursor.unexpected('a number after `-`');
  const text = minus + cursor.take().text;
  return { kind: 'number', text, span: cursor.spanFrom(start) };
}

function readCall(cursor: Cursor, name: string, start: number, context: ExpressionContext): Call {
  const called = findFunction(name);
  const nameSpan = { start, end: start + name.length };
  if (called === undefined) {
    const names = [...functions.keys()].sort().join(', ');
    throw new QueryFault(
      'unsupported',
      `The function ${quote(name)} is not available here. There are: ${names}`,
      nameSpan,
    );
  }
  if (called.kind === 'aggregate' && !context.aggregates) {
    const reason = `\`${name}\` counts over rows and stands only in \`stats\`: name it there with \`as\`, then use the name`;
    throw new QueryFault('syntax', reason, nameSpan);
  }
  cursor.expect('(', `after \`${name}\``);
  const args = cursor.nested(() => readArguments(cursor, called));
  const span = cursor.spanFrom(start);
  const wanted = wantedArguments(called);
  if (!wanted.includes(args.length)) {
    throw new QueryFault(
      'syntax',
      `\`${name}\` takes ${wanted.join(' or ')} argument(s), not ${args.length}`,
      span,
    );
  }
  return { kind: 'call', name, args, span };
}

function wantedArguments(called: InsightsFunction): readonly number[] {
  if (called.kind === 'scalar') return [called.parameters.length];
  return called.takes === 'rows' ? [0, 1] : [1];
}

function readArguments(cursor: Cursor, called: InsightsFunction): Expression[] {
  const args: Expression[] = [];
  if (cursor.skip(')')) return args;
  do args.push(readArgument(cursor, called, args.length));
  while (cursor.skip(','));
  cursor.expect(')', 'after the arguments');
  return args;
}

function readArgument(cursor: Cursor, called: InsightsFunction, index: number): Expression {
  const { text, span } = cursor.next;
  if (called.kind === 'aggregate') {
    if (called.takes === 'value' || !cursor.skip('*')) return readExpression(cursor);
    return { kind: 'star', span };
  }
  if (called.parameters[index] !== 'period') return readExpression(cursor);
  if (cursor.next.kind !== 'period' || periodMilliseconds(text) === undefined) {
    throw cursor.unexpected('a period in ms, s, m, h or d, such as `5m`');
  }
  cursor.take();
  return { kind: 'period', text, span };
}
