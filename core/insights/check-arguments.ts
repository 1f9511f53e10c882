import { QueryFault, quote } from './error.ts';
import type { InsightsFunction, RefusedFunction } from './functions.ts';
import type { Call } from './syntax.ts';
import type { InQuery, ParsedExpression } from './syntax-parsed.ts';
import { toQuantity } from './values.ts';

/**
 * Refuses calls that the service answers with an error, as far as that can be told without events: the number of the
 * arguments, where a period stands, and literals that are not what the parameter is.
 *
 * @throws QueryFault
 */
export function checkArguments(
  called: InsightsFunction | RefusedFunction,
  { name, args, span }: Call<InQuery>,
): void {
  const { min, max, signature } = called;
  if (args.length < min || args.length > max) {
    const wanted = min === max ? `${min}` : max < 100 ? `${min} to ${max}` : `at least ${min}`;
    const reason = `\`${name}\` takes ${wanted} argument(s), not ${args.length}: ${signature}`;
    throw new QueryFault('syntax', reason, span);
  }
  for (const [index, argument] of args.entries()) {
    const isPeriod = argument.kind === 'period';
    if (takesPeriod(called) && isPeriod !== (index === args.length - 1)) {
      const reason = `\`${name}\` takes a period such as \`5m\` last: ${signature}`;
      throw new QueryFault('syntax', reason, argument.span);
    }
    const wanted = isPeriod ? undefined : wantedInstead(argument, called.parameters[index]);
    if (wanted !== undefined) {
      const reason = `\`${name}\` takes ${wanted} here: ${signature}`;
      throw new QueryFault('syntax', reason, argument.span);
    }
  }
  const reason = called.kind === 'refused' ? undefined : called.check?.(args);
  if (reason !== undefined) throw new QueryFault('syntax', `\`${name}\`: ${reason}`, span);
}

/**
 * Refuses a string that is no number where one is computed with (CWL_QuerySyntax-operations-functions: arithmetic takes
 * numbers).
 *
 * @throws QueryFault
 */
export function checkOperand(operand: ParsedExpression): void {
  if (operand.kind !== 'string' || isNumber(operand.value)) return;
  const reason = `Arithmetic takes numbers, and ${quote(operand.value)} is none: join texts with \`concat( )\``;
  throw new QueryFault('syntax', reason, operand.span);
}

export function takesPeriod(called: InsightsFunction | RefusedFunction): boolean {
  return called.kind !== 'aggregate' && called.period === true;
}

type Kind = 'a number' | 'a whole number' | 'a whole number from 0';

/** What a parameter takes, by its name in the signature; others take any value. */
const kinds: ReadonlyMap<string, Kind> = new Map([
  ...kindOf('a number', 'number', 'percent', 'latitude1', 'longitude1', 'latitude2', 'longitude2', 'buckets'),
  ...kindOf('a whole number', 'digits'),
  ...kindOf('a whole number from 0', 'start', 'length'),
]);

function kindOf(kind: Kind, ...parameters: readonly string[]): (readonly [string, Kind])[] {
  return parameters.map((parameter) => [parameter, kind]);
}

/** What the literal should have been; undefined if it is right or no literal. */
function wantedInstead(argument: ParsedExpression, parameter: string | undefined): Kind | undefined {
  const kind = parameter === undefined ? undefined : kinds.get(parameter);
  if (kind === undefined || (argument.kind !== 'string' && argument.kind !== 'number')) return undefined;
  const text = argument.kind === 'string' ? argument.value : argument.text;
  if (!isNumber(text)) return kind;
  if (kind === 'a number') return undefined;
  const isWhole = Number.isInteger(Number(text)) && (kind === 'a whole number' || Number(text) >= 0);
  return isWhole ? undefined : kind;
}

/** Texts of numbers and times are computed with as such. */
function isNumber(text: string): boolean {
  return toQuantity(text) !== undefined;
}
