import { type FunctionName, functionEnvironment, type Variable } from '../contract/environment.ts';

export type Environment<F extends FunctionName> = Record<(typeof functionEnvironment)[F][number], string>;

/**
 * The environment of a function, checked at start.
 * @throws naming every variable that is missing.
 */
export function environmentOf<F extends FunctionName>(name: F): Environment<F> {
  const wanted: readonly Variable[] = functionEnvironment[name];
  const missing = wanted.filter((variable) => !process.env[variable]);
  if (missing.length > 0)
    throw new Error(`Function ${name} lacks the environment variables ${missing.join(', ')}.`);
  return Object.fromEntries(wanted.map((variable) => [variable, process.env[variable]])) as Environment<F>;
}
