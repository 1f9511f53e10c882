import { type AggregateFunction, aggregates } from './aggregates.ts';
import { hashFunctions } from './scalar/hashes.ts';
import { networkFunctions } from './scalar/network.ts';
import { numberFunctions } from './scalar/numbers.ts';
import { arity, type ScalarFunction } from './scalar/scalar.ts';
import { structureFunctions } from './scalar/structures.ts';
import { textFunctions } from './scalar/texts.ts';
import { timeFunctions } from './scalar/times.ts';
import type { Call, Expression } from './syntax.ts';
import type { InQuery } from './syntax-parsed.ts';

export type InsightsFunction = ScalarFunction | AggregateFunction;

/** Every function of the language as it is allowed here, by lower-case name. */
export const functions: ReadonlyMap<string, InsightsFunction> = new Map<string, InsightsFunction>([
  ...numberFunctions,
  ...textFunctions,
  ...timeFunctions,
  ...structureFunctions,
  ...networkFunctions,
  ...hashFunctions,
  ...aggregates,
]);

export function findFunction(name: string): InsightsFunction | undefined {
  return functions.get(name.toLowerCase());
}

/** A function of `stats` that is read, so that a query with it can be shown, but never runs. */
export interface RefusedFunction {
  readonly kind: 'refused';
  readonly signature: string;
  readonly min: number;
  readonly max: number;
  /** Their names in the signature, in order. */
  readonly parameters: readonly string[];
  /** Takes a period last. */
  readonly period?: true;
  readonly reason: string;
}

/** AWS names these without saying enough to compute the same (CWL_QuerySyntax-timeseries-functions). */
export const refusedFunctions: ReadonlyMap<string, RefusedFunction> = new Map([
  refused(
    'rate(number, period)',
    'AWS does not say how it computes a rate. Use `sum(…) / 60` by `bin(1m)`',
    true,
  ),
  refused(
    'histogram(number, buckets)',
    'AWS does not say what its map holds. Group by `floor(number / width)`',
  ),
]);

function refused(signature: string, reason: string, period?: true): readonly [string, RefusedFunction] {
  const name = signature.slice(0, signature.indexOf('('));
  return [name, { kind: 'refused', signature, ...arity(signature), ...(period && { period }), reason }];
}

export function isAggregate<Extra extends InQuery = never>(
  expression: Expression<Extra>,
): expression is Call<Extra> {
  return expression.kind === 'call' && findFunction(expression.name)?.kind === 'aggregate';
}
