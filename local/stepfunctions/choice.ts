import { matchesWildcard } from '../iam/wildcard.ts';
import type { ChoiceRule } from './definition.ts';
import { findPath, type PathScope, readPath } from './path.ts';
import { runtimeError } from './states-error.ts';

/** Whether a rule of a `Choice` state holds. Source: "Choice workflow state", Step Functions developer guide. */
export function ruleHolds(rule: ChoiceRule, scope: PathScope): boolean {
  if (Array.isArray(rule['And'])) return rule['And'].every((each: ChoiceRule) => ruleHolds(each, scope));
  if (Array.isArray(rule['Or'])) return rule['Or'].some((each: ChoiceRule) => ruleHolds(each, scope));
  if (rule['Not'] !== undefined) return !ruleHolds(rule['Not'] as ChoiceRule, scope);
  const variable = String(rule['Variable']);
  const [operator, expected] = Object.entries(rule).find(([key]) => !NOT_OPERATORS.has(key)) ?? [];
  if (operator === undefined) throw runtimeError('A choice rule compares nothing.');
  const presence = IS[operator];
  if (presence) return presence(findPath(variable, scope)) === expected;
  const actual = readPath(variable, scope);
  const isPath = operator.endsWith('Path');
  const [, type, comparison] = /^(String|Numeric|Timestamp|Boolean)(\w+?)(Path)?$/.exec(operator) ?? [];
  const compare = COMPARISONS[comparison ?? ''];
  if (type === undefined || !compare) throw runtimeError(`The comparison ${operator} is not played.`);
  const right = isPath ? readPath(String(expected), scope) : expected;
  const convert = CONVERSIONS[type];
  const [left, other] = [convert?.(actual), convert?.(right)];
  // A value of another type makes the comparison false, not an error.
  return left !== undefined && other !== undefined && compare(left, other);
}

type Comparable = string | number | boolean;

const NOT_OPERATORS: ReadonlySet<string> = new Set(['Variable', 'Next', 'Comment']);

const IS: Readonly<Record<string, (value: unknown) => boolean>> = {
  IsPresent: (value) => value !== undefined,
  IsNull: (value) => value === null,
  IsString: (value) => typeof value === 'string',
  IsNumeric: (value) => typeof value === 'number',
  IsBoolean: (value) => typeof value === 'boolean',
  IsTimestamp: (value) => timestamp(value) !== undefined,
};

const COMPARISONS: Readonly<Record<string, (left: Comparable, right: Comparable) => boolean>> = {
  Equals: (left, right) => left === right,
  LessThan: (left, right) => left < right,
  LessThanEquals: (left, right) => left <= right,
  GreaterThan: (left, right) => left > right,
  GreaterThanEquals: (left, right) => left >= right,
  Matches: (left, right) => matchesWildcard(String(right), String(left)),
};

const CONVERSIONS: Readonly<Record<string, (value: unknown) => Comparable | undefined>> = {
  String: (value) => (typeof value === 'string' ? value : undefined),
  Numeric: (value) => (typeof value === 'number' ? value : undefined),
  Boolean: (value) => (typeof value === 'boolean' ? value : undefined),
  Timestamp: timestamp,
};

function timestamp(value: unknown): number | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT/.test(value)) return undefined;
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : time;
}
