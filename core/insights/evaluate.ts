import { type FunctionContext, findFunction } from './functions.ts';
import { periodMilliseconds } from './periods.ts';
import { matches } from './regex.ts';
import type { Call, Expression, Like } from './syntax.ts';
import { compare, isEqual, isTrue, numberLiteral, toText, type Value } from './values.ts';

/** The fields of a row while a query works on it. */
export type Values = ReadonlyMap<string, Value>;

/** The value of an expression for a row; tests give 1 or 0. */
export function evaluate(expression: Expression, row: Values, now: number): Value {
  const value = (part: Expression) => evaluate(part, row, now);
  switch (expression.kind) {
    case 'field':
      return row.get(expression.name) ?? null;
    case 'string':
      return expression.value;
    case 'number':
      return numberLiteral(expression.text);
    case 'period':
      return periodMilliseconds(expression.text) ?? null;
    case 'star':
      return 1;
    case 'call':
      return call(expression, row, now);
    case 'comparison':
      return Number(compare(expression.operator, value(expression.left), value(expression.right)));
    case 'like':
      return Number(isLike(expression, value(expression.operand)) !== expression.negated);
    case 'in': {
      const operand = value(expression.operand);
      return Number(expression.list.some((item) => isEqual(operand, value(item))) !== expression.negated);
    }
    case 'not':
      return Number(!isTrue(value(expression.operand)));
    case 'and':
      return Number(expression.operands.every((part) => isTrue(value(part))));
    case 'or':
      return Number(expression.operands.some((part) => isTrue(value(part))));
  }
}

/** A missing value is like nothing. */
function isLike({ pattern }: Like, value: Value): boolean {
  const text = toText(value);
  if (text === null) return false;
  return pattern.kind === 'string' ? text.includes(pattern.value) : matches(pattern, text);
}

function call(expression: Call, row: Values, now: number): Value {
  const called = findFunction(expression.name);
  if (called?.kind !== 'scalar') throw new RangeError(`${expression.name} is not a function of one row`);
  const context: FunctionContext = { now, timestamp: toText(row.get('@timestamp') ?? null) ?? undefined };
  return called.evaluate(
    expression.args.map((argument) => evaluate(argument, row, now)),
    context,
  );
}
