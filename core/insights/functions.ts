import { type AggregateFunction, aggregates } from './aggregates.ts';
import { hashFunctions } from './scalar/hashes.ts';
import { networkFunctions } from './scalar/network.ts';
import { numberFunctions } from './scalar/numbers.ts';
import type { ScalarFunction } from './scalar/scalar.ts';
import { structureFunctions } from './scalar/structures.ts';
import { textFunctions } from './scalar/texts.ts';
import { timeFunctions } from './scalar/times.ts';
import type { Call, Expression } from './syntax.ts';

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

export function isAggregate(expression: Expression): expression is Call {
  return expression.kind === 'call' && findFunction(expression.name)?.kind === 'aggregate';
}
