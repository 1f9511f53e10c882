import { matchesWildcard } from '../iam/wildcard.ts';

/**
 * Whether an event matches an EventBridge pattern: every field named must hold one of the values listed. Played are
 * literal values and `prefix`, `suffix`, `equals-ignore-case`, `wildcard`, `anything-but`, `exists` and `numeric`.
 * Source: "Amazon EventBridge event patterns", EventBridge user guide.
 *
 * @throws Error for a filter that is not played.
 */
export function matchesPattern(pattern: object, event: unknown): boolean {
  return Object.entries(pattern).every(([field, expected]) => {
    const actual = typeof event === 'object' && event !== null ? Reflect.get(event, field) : undefined;
    if (!Array.isArray(expected)) return matchesPattern(expected, actual);
    const values: unknown[] = Array.isArray(actual) ? actual : [actual];
    return expected.some((filter) => values.some((value) => matchesFilter(filter, value)));
  });
}

function matchesFilter(filter: unknown, value: unknown): boolean {
  if (typeof filter !== 'object' || filter === null) return filter === value;
  const [[kind, operand] = []] = Object.entries(filter);
  const text = typeof value === 'string' ? value : undefined;
  switch (kind) {
    case 'prefix':
      return text?.startsWith(operand) === true;
    case 'suffix':
      return text?.endsWith(operand) === true;
    case 'equals-ignore-case':
      return text?.toLowerCase() === String(operand).toLowerCase();
    case 'wildcard':
      return text !== undefined && matchesWildcard(operand, text);
    case 'anything-but':
      return value !== undefined && ![operand].flat().some((each) => matchesFilter(each, value));
    case 'exists':
      return (value !== undefined) === operand;
    case 'numeric':
      return typeof value === 'number' && matchesNumber(operand, value);
    default:
      throw new Error(`The event filter ${kind} is not played.`);
  }
}

const NUMERIC: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '=': (left, right) => left === right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};

function matchesNumber(operand: unknown[], value: number): boolean {
  for (let index = 0; index < operand.length; index += 2) {
    if (!NUMERIC[String(operand[index])]?.(value, Number(operand[index + 1]))) return false;
  }
  return true;
}
