import { checkArguments, checkOperand, takesPeriod } from './check-arguments.ts';
import type { Cursor } from './cursor.ts';
import { type Fault, QueryFault, quote, refusing } from './error.ts';
import {
  findFunction,
  functions,
  type InsightsFunction,
  type RefusedFunction,
  refusedFunctions,
} from './functions.ts';
import { isPeriod } from './periods.ts';
import type {
  ArithmeticOperator,
  Call,
  ComparisonOperator,
  Field,
  Like,
  Membership,
  NumberLiteral,
  Period,
  Span,
  StringLiteral,
} from './syntax.ts';
import type { InQuery, ParsedExpression } from './syntax-parsed.ts';

/** Words that cannot be a field's bare name, since they stand between expressions. */
export const reservedWords: readonly string[] = ['and', 'as', 'asc', 'by', 'desc', 'in', 'like', 'not', 'or'];

/** In `join … where a.id = b.id (SOURCE …)` no call begins. */
const functionName = /^[A-Za-z_]\w*$/;

/** From the loosest to the tightest. The service does not document it; we print every operand in parentheses. */
const arithmetic: readonly (readonly ArithmeticOperator[])[] = [['+', '-'], ['*', '/', '%'], ['^']];

const operators: ReadonlyMap<string, { sign: ArithmeticOperator; level: number }> = new Map(
  arithmetic.flatMap((signs, level) => signs.map((sign) => [sign, { sign, level }])),
);

const comparisons: readonly string[] = ['=', '==', '!=', '<', '<=', '>', '>='];

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
export function readExpression(cursor: Cursor, context: ExpressionContext = scalarContext): ParsedExpression {
  return cursor.nested(() => readConnective(cursor, context, 'or'));
}

function readConnective(cursor: Cursor, context: ExpressionContext, kind: 'and' | 'or'): ParsedExpression {
  const start = cursor.next.span.start;
  const readOperand = () =>
    kind === 'or' ? readConnective(cursor, context, 'and') : readNot(cursor, context);
  const first = readOperand();
  const operands = [first];
  while (cursor.skip(kind)) operands.push(readOperand());
  return operands.length === 1 ? first : { kind, operands, span: cursor.spanFrom(start) };
}

function readNot(cursor: Cursor, context: ExpressionContext): ParsedExpression {
  const start = cursor.next.span.start;
  if (!cursor.skip('not') && !cursor.skip('!')) return readPredicate(cursor, context);
  const operand = cursor.nested(() => readNot(cursor, context));
  return { kind: 'not', operand, span: cursor.spanFrom(start) };
}

function readPredicate(cursor: Cursor, context: ExpressionContext): ParsedExpression {
  const start = cursor.next.span.start;
  const left = readArithmetic(cursor, context);
  if (comparisons.includes(cursor.next.keyword)) {
    const operator = toOperator(cursor.take().text);
    const right = readArithmetic(cursor, context);
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

/** Reads operators of the level and of tighter ones; those of one level from left to right. */
function readArithmetic(cursor: Cursor, context: ExpressionContext, level = 0): ParsedExpression {
  const start = cursor.next.span.start;
  let left = readSigned(cursor, context);
  for (let count = 0; ; count += 1) {
    const operator = operators.get(cursor.next.keyword);
    if (operator === undefined || operator.level < level) return left;
    if (count >= maxChain) {
      throw new QueryFault('limit', `At most ${maxChain} operators stand in a row`, cursor.next.span);
    }
    cursor.take();
    const right = readArithmetic(cursor, context, operator.level + 1);
    checkOperand(left);
    checkOperand(right);
    left = { kind: 'arithmetic', operator: operator.sign, left, right, span: cursor.spanFrom(start) };
  }
}

/** A longer chain would be a tree too deep to walk. */
const maxChain = 500;

function readSigned(cursor: Cursor, context: ExpressionContext): ParsedExpression {
  const start = cursor.next.span.start;
  if (!cursor.skip('-')) return readPrimary(cursor, context);
  if (cursor.next.kind === 'number') {
    return { kind: 'number', text: `-${cursor.take().text}`, span: cursor.spanFrom(start) };
  }
  const operand = cursor.nested(() => readSigned(cursor, context));
  checkOperand(operand);
  return { kind: 'minus', operand, span: cursor.spanFrom(start) };
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

function readLike(cursor: Cursor, operand: ParsedExpression, negated: boolean): Like<InQuery> {
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

function readMembership(
  cursor: Cursor,
  operand: ParsedExpression,
  negated: boolean,
): Membership<InQuery> | InQuery {
  cursor.take();
  if (cursor.isSymbol('(')) {
    const query = refusing(queryRefusal(cursor.next.span), () => cursor.readQuery());
    return {
      kind: 'inQuery',
      operand,
      query,
      negated,
      span: { start: operand.span.start, end: cursor.lastEnd },
    };
  }
  cursor.expect('[', 'before the list');
  const list = [readListItem(cursor)];
  while (cursor.skip(',')) list.push(readListItem(cursor));
  cursor.expect(']', 'after the list');
  return { kind: 'in', operand, list, negated, span: { start: operand.span.start, end: cursor.lastEnd } };
}

/** The refusal of the query at the place. */
export function queryRefusal(span: Span): Fault {
  const reason =
    'A query inside `in ( … )` is not allowed here: your grant fixes the log groups. Use a list: `in ["a", "b"]`';
  return { code: 'refused', reason, span };
}

function readListItem(cursor: Cursor): StringLiteral | NumberLiteral {
  if (cursor.next.kind === 'string') return readString(cursor);
  if (cursor.next.kind === 'number' || cursor.isSymbol('-')) return readNumber(cursor);
  throw cursor.unexpected('a string or a number in the list');
}

function readPrimary(cursor: Cursor, context: ExpressionContext): ParsedExpression {
  const { kind, text, span } = cursor.next;
  if (cursor.isSymbol('(')) return readParenthesised(cursor, context);
  if (kind === 'string') return readString(cursor);
  if (kind === 'number') return readNumber(cursor);
  if (kind === 'field') return readField(cursor);
  if (kind === 'word' && !reservedWords.includes(text.toLowerCase())) {
    cursor.take();
    return cursor.isSymbol('(') && functionName.test(text)
      ? readCall(cursor, text, span.start, context)
      : { kind: 'field', name: text, span };
  }
  if (kind === 'period')
    throw cursor.unexpected(
      'a field, a value or a function (a period stands only in functions such as `bin( )`)',
    );
  throw cursor.unexpected('a field, a value or a function');
}

/** A field's name, also one that is a word of the language elsewhere. */
export function readField(cursor: Cursor): Field {
  if (cursor.next.kind !== 'word' && cursor.next.kind !== 'field')
    throw cursor.unexpected('the name of a field');
  const { value, steps, span } = cursor.take();
  return { kind: 'field', name: value, ...(steps && { steps }), span };
}

function readParenthesised(cursor: Cursor, context: ExpressionContext): ParsedExpression {
  cursor.take();
  const inner = readExpression(cursor, context);
  cursor.expect(')', 'to close the parenthesis');
  return inner;
}

export function readString(cursor: Cursor): StringLiteral {
  if (cursor.next.kind !== 'string') throw cursor.unexpected('a string');
  const { value, span } = cursor.take();
  return { kind: 'string', value, span };
}

export function readNumber(cursor: Cursor): NumberLiteral {
  const start = cursor.next.span.start;
  const minus = cursor.skip('-') ? '-' : '';
  if (cursor.next.kind !== 'number') throw cursor.unexpected('a number after `-`');
  const text = minus + cursor.take().text;
  return { kind: 'number', text, span: cursor.spanFrom(start) };
}

function readCall(cursor: Cursor, name: string, start: number, context: ExpressionContext): Call<InQuery> {
  const called = findFunction(name) ?? refusedFunctions.get(name.toLowerCase());
  const nameSpan = { start, end: start + name.length };
  if (called === undefined) {
    throw new QueryFault(
      'unsupported',
      `The function ${quote(name)} is not available here. There are: ${functionNames}`,
      nameSpan,
    );
  }
  if (called.kind !== 'scalar' && !context.aggregates) {
    const reason = `\`${name}\` counts over rows and stands only in \`stats\`: name it there with \`as\`, then use the name`;
    throw new QueryFault('syntax', reason, nameSpan);
  }
  cursor.expect('(', `after \`${name}\``);
  const args = cursor.nested(() => readArguments(cursor, called, context));
  const span = cursor.spanFrom(start);
  const call: Call<InQuery> = { kind: 'call', name, args, span };
  checkArguments(called, call);
  if (called.kind === 'scalar' && called.pattern !== undefined) {
    const pattern = args[called.pattern];
    if (pattern?.kind !== 'string') {
      throw new QueryFault('syntax', `\`${name}\`: the pattern is a string`, span);
    }
    cursor.checkRegex(pattern.value, span);
  }
  return call;
}

const functionNames = [...functions.keys()].sort().join(', ');

type Readable = InsightsFunction | RefusedFunction;

function readArguments(cursor: Cursor, called: Readable, context: ExpressionContext): ParsedExpression[] {
  const args: ParsedExpression[] = [];
  if (cursor.skip(')')) return args;
  do args.push(readArgument(cursor, called, { index: args.length, context }));
  while (cursor.skip(','));
  cursor.expect(')', 'after the arguments');
  return args;
}

function readArgument(
  cursor: Cursor,
  called: Readable,
  { index, context }: { index: number; context: ExpressionContext },
): ParsedExpression {
  const { span } = cursor.next;
  if (called.kind === 'aggregate') {
    if (called.takes === 'value' || index > 0 || !cursor.skip('*')) return readExpression(cursor);
    return { kind: 'star', span };
  }
  if (takesPeriod(called) && cursor.next.kind === 'period') return readPeriod(cursor);
  return readExpression(cursor, called.kind === 'refused' ? scalarContext : context);
}

/** A length of time such as `5m`. */
export function readPeriod(cursor: Cursor): Period {
  const { kind, text, span } = cursor.next;
  if (kind !== 'period' || !isPeriod(text)) {
    throw cursor.unexpected('a period in ms, s, m, h, d, w, mo, q or y, such as `5m`');
  }
  cursor.take();
  return { kind: 'period', text, span };
}
