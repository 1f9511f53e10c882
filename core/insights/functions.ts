import { type AggregateFunction, aggregates } from './aggregates.ts';
import type { Call, Expression } from './syntax.ts';
import { formatTimestamp, parseTimestamp } from './timestamps.ts';
import { toText, type Value } from './values.ts';

/** What a function may know besides its arguments. */
export interface FunctionContext {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The event's time as text, if the row has it. */
  readonly timestamp: string | undefined;
}

interface ScalarFunction {
  readonly kind: 'scalar';
  /** `value` takes an expression, `period` a length of time such as `5m`. */
  readonly parameters: readonly ('value' | 'period')[];
  /** Fields the function reads without being given them. */
  readonly reads: readonly string[];
  /** Does the service compute the same from the same row, now and later? Only then may it be pushed down. */
  readonly deterministic: boolean;
  /** A period arrives as its milliseconds. */
  readonly evaluate: (args: readonly Value[], context: FunctionContext) => Value;
}

export type InsightsFunction = ScalarFunction | AggregateFunction;

/** Every function of the language as it is allowed here, by lower-case name. */
export const functions: ReadonlyMap<string, InsightsFunction> = new Map<string, InsightsFunction>([
  [
    'bin',
    { ...scalar(['period'], ([period], { timestamp }) => bin(timestamp, period)), reads: ['@timestamp'] },
  ],
  ['isempty', scalar(['value'], ([value]) => Number(value === null || value === ''))],
  ['ispresent', scalar(['value'], ([value]) => Number(value !== null))],
  ['now', { ...scalar([], (_args, { now }) => Math.floor(now / 1_000)), deterministic: false }],
  ['strlen', scalar(['value'], ([value]) => onText(value, (text) => Array.from(text).length))],
  ['tolower', scalar(['value'], ([value]) => onText(value, (text) => text.toLowerCase()))],
  ['toupper', scalar(['value'], ([value]) => onText(value, (text) => text.toUpperCase()))],
  ...aggregates,
]);

export function findFunction(name: string): InsightsFunction | undefined {
  return functions.get(name.toLowerCase());
}

export function isAggregate(expression: Expression): expression is Call {
  return expression.kind === 'call' && findFunction(expression.name)?.kind === 'aggregate';
}

function scalar(
  parameters: ScalarFunction['parameters'],
  evaluate: ScalarFunction['evaluate'],
): ScalarFunction {
  return { kind: 'scalar', parameters, reads: [], deterministic: true, evaluate };
}

function onText(value: Value | undefined, compute: (text: string) => Value): Value {
  const text = toText(value ?? null);
  return text === null ? null : compute(text);
}

/** Rounds the event's time down to a multiple of the period. */
function bin(timestamp: string | undefined, period: Value | undefined): Value {
  const milliseconds = timestamp === undefined ? undefined : parseTimestamp(timestamp);
  if (milliseconds === undefined || typeof period !== 'number') return null;
  return formatTimestamp(Math.floor(milliseconds / period) * period);
}
