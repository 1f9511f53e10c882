import type { Times } from '../../../../core/insights/compile.ts';
import { findFunction } from '../../../../core/insights/functions.ts';
import { jsonValue, Structure } from '../../../../core/insights/json.ts';
import { periodMilliseconds } from '../../../../core/insights/periods.ts';
import { compileRegex } from '../../../../core/insights/regex.ts';
import type {
  ArithmeticOperator,
  Call,
  Expression,
  Field,
  Like,
  Membership,
} from '../../../../core/insights/syntax.ts';
import {
  compare,
  isEqual,
  isTrue,
  numberLiteral,
  toQuantity,
  toText,
  type Value,
} from '../../../../core/insights/values.ts';

/** The fields of a row while a query works on it. */
export type Values = ReadonlyMap<string, Value>;

export type Evaluate = (row: Values) => Value;

/** The function that computes an expression for a row, made once for all rows; tests give 1 or 0. */
export function compile(expression: Expression, times: Times): Evaluate {
  const inside = (part: Expression) => compile(part, times);
  switch (expression.kind) {
    case 'field':
      return compileField(expression);
    case 'string':
      return constant(expression.value);
    case 'number':
      return constant(numberLiteral(expression.text));
    case 'period':
      return constant(periodMilliseconds(expression.text) ?? null);
    case 'star':
      return constant(1);
    case 'call':
      return compileCall(expression, times);
    case 'comparison': {
      const { operator } = expression;
      const [left, right] = [inside(expression.left), inside(expression.right)];
      return (row) => Number(compare(operator, left(row), right(row)));
    }
    case 'arithmetic': {
      const { operator } = expression;
      const [left, right] = [inside(expression.left), inside(expression.right)];
      return (row) => arithmetic(operator, left(row), right(row));
    }
    case 'minus': {
      const operand = inside(expression.operand);
      return (row) => arithmetic('-', 0, operand(row));
    }
    case 'like':
      return compileLike(expression, inside(expression.operand));
    case 'in':
      return compileMembership(expression, inside(expression.operand));
    case 'not': {
      const operand = inside(expression.operand);
      return (row) => Number(!isTrue(operand(row)));
    }
    case 'and': {
      const operands = expression.operands.map(inside);
      return (row) => Number(operands.every((operand) => isTrue(operand(row))));
    }
    case 'or': {
      const operands = expression.operands.map(inside);
      return (row) => Number(operands.some((operand) => isTrue(operand(row))));
    }
  }
}

function constant(value: Value): Evaluate {
  return () => value;
}

/** A name with dots is a field of that name, or leads into the list or map that a beginning of it names. */
function compileField({ name, steps = name.split('.') }: Field): Evaluate {
  if (steps.length === 1) return (row) => row.get(name) ?? null;
  const ways = steps.slice(1).map((_, index) => ({
    head: steps.slice(0, steps.length - 1 - index).join('.'),
    rest: steps.slice(steps.length - 1 - index),
  }));
  return (row) => {
    const direct = row.get(name);
    if (direct !== undefined && direct !== null) return direct;
    for (const { head, rest } of ways) {
      const value = row.get(head);
      if (value instanceof Structure) return jsonValue(value.at(rest));
    }
    return null;
  };
}

/** What is no number, or gives none, is nothing. */
function arithmetic(operator: ArithmeticOperator, left: Value, right: Value): Value {
  const a = toQuantity(left);
  const b = toQuantity(right);
  if (a === undefined || b === undefined) return null;
  const result = calculate(operator, a, b);
  return Number.isFinite(result) ? result : null;
}

function calculate(operator: ArithmeticOperator, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      return a % b;
    case '^':
      return a ** b;
  }
}

/** A missing value is like nothing. */
function compileLike({ pattern, negated }: Like, operand: Evaluate): Evaluate {
  const isLike =
    pattern.kind === 'string'
      ? (text: string) => text.includes(pattern.value)
      : (text: string) => compileRegex(pattern.source).test(text);
  return (row) => {
    const text = toText(operand(row));
    return Number((text !== null && isLike(text)) !== negated);
  };
}

function compileMembership({ list, negated }: Membership, operand: Evaluate): Evaluate {
  const items = list.map((item) => (item.kind === 'string' ? item.value : numberLiteral(item.text)));
  return (row) => {
    const value = operand(row);
    return Number(items.some((item) => isEqual(value, item)) !== negated);
  };
}

function compileCall(expression: Call, times: Times): Evaluate {
  const called = findFunction(expression.name);
  if (called?.kind !== 'scalar') throw new RangeError(`${expression.name} is not a function of one row`);
  const args = expression.args.map((argument) => compile(argument, times));
  const { evaluate } = called;
  return (row) =>
    evaluate(
      args.map((argument) => argument(row)),
      { ...times, field: (name) => row.get(name) ?? null },
    );
}
