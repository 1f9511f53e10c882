import type { PolicyStatement } from '../aws/types.ts';
import { matchesArn, matchesWildcard } from './wildcard.ts';

/** Condition keys of the request, lower-cased names (IAM compares key names without case). */
export type ConditionContext = ReadonlyMap<string, string>;

/**
 * Whether a statement's conditions hold. `unknown` means that an operator is not played here: such a statement
 * never allows, and when it denies, it denies always, so that a gap of the stand-in can only refuse.
 */
export function conditionsHold(statement: PolicyStatement, context: ConditionContext): boolean | 'unknown' {
  let unknown = false;
  for (const [operator, tests] of Object.entries(statement.Condition ?? {})) {
    for (const [key, expected] of Object.entries(tests)) {
      const outcome = conditionHolds(operator, key, list(expected), context);
      if (outcome === false) return false;
      if (outcome === 'unknown') unknown = true;
    }
  }
  return unknown ? 'unknown' : true;
}

type Compare = (actual: string, expected: string) => boolean;

const POSITIVE: Readonly<Record<string, Compare>> = {
  StringEquals: (actual, expected) => actual === expected,
  StringEqualsIgnoreCase: (actual, expected) => actual.toLowerCase() === expected.toLowerCase(),
  StringLike: (actual, expected) => matchesWildcard(expected, actual),
  ArnEquals: (actual, expected) => matchesArn(expected, actual),
  ArnLike: (actual, expected) => matchesArn(expected, actual),
  Bool: (actual, expected) => actual.toLowerCase() === expected.toLowerCase(),
  NumericEquals: (actual, expected) => Number(actual) === Number(expected),
  NumericLessThan: (actual, expected) => Number(actual) < Number(expected),
  NumericLessThanEquals: (actual, expected) => Number(actual) <= Number(expected),
  NumericGreaterThan: (actual, expected) => Number(actual) > Number(expected),
  NumericGreaterThanEquals: (actual, expected) => Number(actual) >= Number(expected),
  DateEquals: (actual, expected) => time(actual) === time(expected),
  DateLessThan: (actual, expected) => time(actual) < time(expected),
  DateLessThanEquals: (actual, expected) => time(actual) <= time(expected),
  DateGreaterThan: (actual, expected) => time(actual) > time(expected),
  DateGreaterThanEquals: (actual, expected) => time(actual) >= time(expected),
};

/** A negated operator holds when its positive one fails for every value, and when the key is absent. */
const NEGATED: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
};

function conditionHolds(
  written: string,
  key: string,
  expected: readonly string[],
  context: ConditionContext,
): boolean | 'unknown' {
  const [, quantifier, name, ifExists] =
    /^(?:(ForAnyValue|ForAllValues):)?([A-Za-z]+?)(IfExists)?$/.exec(written) ?? [];
  const actual = context.get(key.toLowerCase());
  if (name === 'Null') return expected.some((value) => (value === 'true') === (actual === undefined));
  const negated = name === undefined ? undefined : NEGATED[name];
  const compare = POSITIVE[negated ?? name ?? ''];
  if (!compare) return 'unknown';
  if (actual === undefined) {
    if (quantifier === 'ForAnyValue') return false;
    return ifExists !== undefined || negated !== undefined || quantifier === 'ForAllValues';
  }
  const matches = expected.some((value) => compare(actual, substitute(value, context)));
  return negated === undefined ? matches : !matches;
}

/** Policy variables such as `${aws:PrincipalArn}`; one without a value matches nothing. */
function substitute(value: string, context: ConditionContext): string {
  return value.replaceAll(/\$\{([^}]+)\}/g, (whole, key: string) => context.get(key.toLowerCase()) ?? whole);
}

function time(value: string): number {
  return /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : Date.parse(value);
}

function list(value: string | string[] | boolean): string[] {
  return (Array.isArray(value) ? value : [value]).map(String);
}
