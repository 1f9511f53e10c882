import { findFunction } from './functions.ts';
import { jsonValue, Structure } from './json.ts';
import { periodMilliseconds } from './periods.ts';
import { matcherOf } from './regex.ts';
import type { Slots, WorkRow } from './run/row.ts';
import type { ArithmeticOperator, Call, Connective, Expression, Field, Like, Membership } from './syntax.ts';
import { compare, isEqual, isTrue, numberLiteral, toQuantity, toText, type Value } from './values.ts';

export type Evaluate = (row: WorkRow) => Value;
export type Test = (row: WorkRow) => boolean;

/** Times in milliseconds since 1970: now, and the time range of the query if known. */
export interface Times {
  readonly now: number;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** What expressions are compiled with: the slots of the query's names, which compiling adds to. */
export interface Scope {
  readonly slots: Slots;
  readonly times: Times;
}

/** The function that computes an expression for a row, made once for all rows; tests give 1 or 0. */
export function compile(expression: Expression, scope: Scope): Evaluate {
  switch (expression.kind) {
    case 'field':
      return compileField(expression, scope);
    case 'string':
      return constant(expression.value);
    case 'number':
      return constant(numberLiteral(expression.text));
    case 'period':
      return constant(periodMilliseconds(expression.text) ?? null);
    case 'star':
      return constant(1);
    case 'call':
      return compileCall(expression, scope);
    case 'arithmetic': {
      const { operator } = expression;
      const left = compile(expression.left, scope);
      const right = compile(expression.right, scope);
      return (row) => arithmetic(operator, left(row), right(row));
    }
    case 'minus': {
      const operand = compile(expression.operand, scope);
      return (row) => arithmetic('-', 0, operand(row));
    }
    case 'comparison':
    case 'like':
    case 'in':
    case 'not':
    case 'and':
    case 'or': {
      const holds = compileTest(expression, scope);
      return (row) => Number(holds(row));
    }
  }
}

/** The function that tells whether an expression is true of a row. */
export function compileTest(expression: Expression, scope: Scope): Test {
  switch (expression.kind) {
    case 'comparison':
      return compileComparison(expression, scope);
    case 'like':
      return compileLike(expression, scope);
    case 'in':
      return compileMembership(expression, scope);
    case 'not': {
      const holds = compileTest(expression.operand, scope);
      return (row) => !holds(row);
    }
    case 'and':
    case 'or':
      return compileConnective(expression, scope);
    default: {
      const compute = compile(expression, scope);
      return (row) => isTrue(compute(row));
    }
  }
}

function constant(value: Value): Evaluate {
  return () => value;
}

/** A name with dots is a field of that name, or leads into the list or map that a beginning of it names. */
function compileField({ name, steps = name.split('.') }: Field, { slots }: Scope): Evaluate {
  const slot = slots.of(name);
  if (steps.length === 1) return (row) => row.get(slot);
  const ways = steps.slice(1).map((_, index) => ({
    head: slots.of(steps.slice(0, steps.length - 1 - index).join('.')),
    rest: steps.slice(steps.length - 1 - index),
  }));
  return (row) => {
    const direct = row.get(slot);
    if (direct !== null) return direct;
    for (const { head, rest } of ways) {
      // Only the query itself makes lists and maps, so that what nobody has asked for yet is none.
      const value = row.values[head];
      if (value instanceof Structure) return jsonValue(value.at(rest));
    }
    return null;
  };
}

type Comparison = Extract<Expression, { kind: 'comparison' }>;

/** Field = word is the test that most queries begin with: it looks for the word in the event before it reads the event's JSON. */
function compileComparison({ operator, left, right }: Comparison, scope: Scope): Test {
  const isPlain = operator === '=' && left.kind === 'field' && !left.name.includes('.');
  if (isPlain && right.kind === 'string' && /^\w+$/.test(right.value)) {
    const slot = scope.slots.of(left.name);
    const { value: word } = right;
    return (row) => row.mightHold(slot, word) && isEqual(row.get(slot), word);
  }
  const [a, b] = [compile(left, scope), compile(right, scope)];
  return (row) => compare(operator, a(row), b(row));
}

function compileConnective({ kind, operands }: Connective, scope: Scope): Test {
  const tests = operands.map((operand) => compileTest(operand, scope));
  const [first, second] = tests;
  if (tests.length === 2 && first !== undefined && second !== undefined) {
    return kind === 'and' ? (row) => first(row) && second(row) : (row) => first(row) || second(row);
  }
  return kind === 'and'
    ? (row) => tests.every((holds) => holds(row))
    : (row) => tests.some((holds) => holds(row));
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
function compileLike({ operand, pattern, negated }: Like, scope: Scope): Test {
  const read = compile(operand, scope);
  const isLike =
    pattern.kind === 'string' ? (text: string) => text.includes(pattern.value) : matcherOf(pattern);
  return (row) => {
    const text = toText(read(row));
    return (text !== null && isLike(text)) !== negated;
  };
}

function compileMembership({ operand, list, negated }: Membership, scope: Scope): Test {
  const read = compile(operand, scope);
  const items = list.map((item) => (item.kind === 'string' ? item.value : numberLiteral(item.text)));
  return (row) => {
    const value = read(row);
    return items.some((item) => isEqual(value, item)) !== negated;
  };
}

/** Arguments and context are the same objects for every row: no function keeps them. */
function compileCall(expression: Call, scope: Scope): Evaluate {
  const called = findFunction(expression.name);
  if (called?.kind !== 'scalar') throw new RangeError(`${expression.name} is not a function of one row`);
  const readers = expression.args.map((argument) => compile(argument, scope));
  const read = new Map(called.reads.map((name) => [name, scope.slots.of(name)]));
  const args: Value[] = readers.map(() => null);
  let current: WorkRow | undefined;
  const field = (name: string): Value => {
    const slot = read.get(name);
    return slot === undefined || current === undefined ? null : current.get(slot);
  };
  const context = { ...scope.times, field };
  return (row) => {
    for (let at = 0; at < readers.length; at += 1) args[at] = readers[at]?.(row) ?? null;
    current = row;
    return called.evaluate(args, context);
  };
}
