import type { ParsedExpression } from '../syntax-parsed.ts';
import { toQuantity, toText, type Value } from '../values.ts';

/** What a function may know besides its arguments: times in milliseconds since 1970. */
interface FunctionContext {
  readonly now: number;
  /** The time range of the query, if known. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** The value of a field of the row. */
  readonly field: (name: string) => Value;
}

export interface ScalarFunction {
  readonly kind: 'scalar';
  /** As people read it: `substr(text, start, [length])`. */
  readonly signature: string;
  readonly min: number;
  readonly max: number;
  /** Their names in the signature, in order. */
  readonly parameters: readonly string[];
  /** Takes a period such as `5m` as its last argument; it arrives as milliseconds. */
  readonly period?: true;
  /** Which argument is a regular expression: it is written in the query, never computed from what is logged. */
  readonly pattern?: number;
  /** Gives a list or a map. */
  readonly makesStructure?: true;
  /** Fields the function reads without being given them. */
  readonly reads: readonly string[];
  /** Does the service compute the same from the same row, now and later? Only then may it be pushed down. */
  readonly deterministic: boolean;
  /** What is wrong with the arguments, beyond their number. */
  readonly check?: (args: readonly ParsedExpression[]) => string | undefined;
  readonly evaluate: (args: readonly Value[], context: FunctionContext) => Value;
}

type Options = Partial<
  Pick<ScalarFunction, 'period' | 'reads' | 'deterministic' | 'check' | 'makesStructure' | 'pattern'>
>;

/** The entry of a function; its signature says how many arguments it takes. */
export function scalar(
  signature: string,
  evaluate: ScalarFunction['evaluate'],
  options: Options = {},
): readonly [string, ScalarFunction] {
  const name = signature.slice(0, signature.indexOf('('));
  const entry = { kind: 'scalar' as const, signature, ...arity(signature), reads: [], deterministic: true };
  return [name.toLowerCase(), { ...entry, ...options, evaluate }];
}

/** The most arguments of a function that takes any number. */
const anyNumber = 100;

/** What a signature such as `substr(text, start, [length])` or `concat(text, …)` says of the arguments. */
export function arity(signature: string): Pick<ScalarFunction, 'min' | 'max' | 'parameters'> {
  const inside = signature.slice(signature.indexOf('(') + 1, -1);
  const written = inside === '' ? [] : inside.split(',').map((each) => each.trim());
  const min = written.filter((each) => !each.startsWith('[') && each !== '…').length;
  const parameters = written.filter((each) => each !== '…').map((each) => each.replace(/^\[|\]$/g, ''));
  const last = parameters.at(-1);
  if (!written.includes('…') || last === undefined) return { min, max: written.length, parameters };
  const more = Array.from({ length: anyNumber - parameters.length }, () => last);
  return { min, max: anyNumber, parameters: [...parameters, ...more] };
}

/** Computes on an argument as text; nothing gives nothing. */
export function onText(value: Value | undefined, compute: (text: string) => Value): Value {
  const text = toText(value ?? null);
  return text === null ? null : compute(text);
}

/** Computes on an argument as a number (a time as milliseconds); what is not finite is nothing. */
export function onNumber(value: Value | undefined, compute: (number: number) => number): Value {
  const number = toQuantity(value ?? null);
  return number === undefined ? null : finite(compute(number));
}

export function finite(number: number): number | null {
  return Number.isFinite(number) ? number : null;
}
