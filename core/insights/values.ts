import { Structure } from './json.ts';
import { naturalOrder } from './natural-order.ts';
import type { ComparisonOperator } from './syntax.ts';
import { parseTimestamp } from './timestamps.ts';

/** What an expression yields: text as logged, a number that was computed or written, a list or map, or nothing. */
export type Value = string | number | bigint | Structure | null;

const numeric = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

export function isNumeric(text: string): boolean {
  return textNumber(text) !== undefined;
}

/** A number as a text holds it. Most texts and numbers of logs are told apart without the expression. */
function textNumber(text: string): number | undefined {
  const first = text.charCodeAt(0);
  if (first > 57 || !(first >= 43)) return undefined;
  return plainDecimal(text) ?? (numeric.test(text) ? Number(text) : undefined);
}

/**
 * Up to 15 digits, perhaps with a point: digits and power of ten are exact doubles, so their quotient is rounded as `Number`
 * rounds. Undefined for anything else.
 */
function plainDecimal(text: string): number | undefined {
  const { length } = text;
  if (length > 15) return undefined;
  let value = 0;
  let point = -1;
  for (let at = 0; at < length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) value = value * 10 + code - 48;
    else if (code === 46 && point < 0 && at > 0) point = at;
    else return undefined;
  }
  return point < 0 ? value : value / 10 ** (length - point - 1);
}

/** The number a value holds; undefined for nothing and for other text. */
export function toNumber(value: Value): number | undefined {
  if (value === null || value instanceof Structure) return undefined;
  if (typeof value === 'string') return textNumber(value);
  return Number(value);
}

/** As `toNumber`, and a time as its milliseconds: `max(@timestamp) - min(@timestamp)`. */
export function toQuantity(value: Value): number | undefined {
  return toNumber(value) ?? (typeof value === 'string' ? parseTimestamp(value) : undefined);
}

/** Lists and maps are nothing to functions of text (CWL_QuerySyntax-operations-functions). */
export function toText(value: Value): string | null {
  return value === null || value instanceof Structure ? null : String(value);
}

/** A value as a column shows it: lists and maps as JSON. */
export function toColumn(value: Value): string | null {
  return value instanceof Structure ? value.toString() : toText(value);
}

/**
 * The value of a number as written in a query. Whole numbers stay exact: identifiers of 18 digits are common in logs and
 * longer than a double is precise.
 */
export function numberLiteral(text: string): number | bigint {
  return exactInteger(text) ?? Number(text);
}

function exactInteger(text: string): bigint | undefined {
  return text.length >= 16 && /^-?\d{16,40}$/.test(text) ? BigInt(text) : undefined;
}

/** A filter keeps a row whose condition is a number other than zero, or `true` as JSON writes it. */
export function isTrue(value: Value): boolean {
  const number = toNumber(value);
  return number !== undefined ? number !== 0 : value === 'true';
}

/**
 * Compares two values. A missing value equals nothing and is in no order, so only `!=` holds. With a number on either
 * side both are compared as numbers (times as milliseconds, `true` as 1); two texts are equal if they are the same, and in
 * order as numbers if both are, else by character.
 */
export function compare(operator: ComparisonOperator, left: Value, right: Value): boolean {
  switch (operator) {
    case '=':
      return isEqual(left, right);
    case '!=':
      return !isEqual(left, right);
    case '<':
      return order(left, right) === -1;
    case '<=':
      return (order(left, right) ?? 1) <= 0;
    case '>':
      return order(left, right) === 1;
    case '>=':
      return (order(left, right) ?? -1) >= 0;
  }
}

export function isEqual(left: Value, right: Value): boolean {
  if (left === null || right === null) return false;
  if (left instanceof Structure || right instanceof Structure) return false;
  if (typeof left === 'string' && typeof right === 'string') return left === right;
  return order(left, right) === 0;
}

function order(left: Value, right: Value): number | undefined {
  if (left === null || right === null) return undefined;
  if (left instanceof Structure || right instanceof Structure) return undefined;
  const bothText = typeof left === 'string' && typeof right === 'string';
  if (bothText && !(isNumeric(left) && isNumeric(right))) return sign(left < right, left > right);
  const a = comparable(left);
  const b = comparable(right);
  return a === undefined || b === undefined ? undefined : sign(a < b, a > b);
}

function sign(less: boolean, greater: boolean): number {
  return less ? -1 : greater ? 1 : 0;
}

function comparable(value: string | number | bigint): number | bigint | undefined {
  if (typeof value !== 'string') return value;
  if (value === 'true') return 1;
  if (value === 'false') return 0;
  return exactInteger(value) ?? toNumber(value) ?? parseTimestamp(value);
}

/** The order of `sort`, ascending: nothing, then other text, then numbers. */
export function sortOrder(left: Value, right: Value): number {
  if (left instanceof Structure) return sortOrder(null, right);
  if (right instanceof Structure) return sortOrder(left, null);
  if (left === null || right === null) return Number(left !== null) - Number(right !== null);
  const a = toNumber(left);
  const b = toNumber(right);
  if (a !== undefined && b !== undefined && a !== b) return a - b;
  if ((a === undefined) !== (b === undefined)) return a === undefined ? -1 : 1;
  const [x, y] = [String(left), String(right)];
  return a === undefined ? naturalOrder(x, y) : sign(x < y, x > y);
}
