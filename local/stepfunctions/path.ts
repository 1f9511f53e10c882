import { runtimeError } from './states-error.ts';

/** What `$` and `$$` stand for. */
export interface PathScope {
  input: unknown;
  context: unknown;
}

/** Reads a reference path (`$.a.b[0]['c']`, `$$.Task.Token`). @throws States.Runtime where it leads nowhere. */
export function readPath(path: string, scope: PathScope): unknown {
  const found = findPath(path, scope);
  if (found === undefined) throw runtimeError(`The JSONPath '${path}' could not be found in the input.`);
  return found;
}

/** The same, `undefined` where the path leads nowhere (for `IsPresent`). */
export function findPath(path: string, { input, context }: PathScope): unknown {
  const isContext = path.startsWith('$$');
  let value = isContext ? context : input;
  for (const step of parsePath(isContext ? path.slice(1) : path)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

/** A copy of `input` with `value` put where the path points, as `ResultPath` does; objects on the way are made. */
export function writePath(path: string, input: unknown, value: unknown): unknown {
  const [step, ...rest] = parsePath(path);
  if (step === undefined) return value;
  return put(input, step, rest, value);
}

function put(into: unknown, step: string | number, rest: (string | number)[], value: unknown): unknown {
  const copy: Record<string | number, unknown> | unknown[] = Array.isArray(into)
    ? [...into]
    : { ...Object(into) };
  const [next, ...further] = rest;
  const before = (copy as Record<string | number, unknown>)[step];
  (copy as Record<string | number, unknown>)[step] =
    next === undefined ? value : put(before, next, further, value);
  return copy;
}

const STEP = /\.([\w-]+)|\[(\d+)\]|\['([^']*)'\]/y;

function parsePath(path: string): (string | number)[] {
  const steps: (string | number)[] = [];
  STEP.lastIndex = 1;
  while (STEP.lastIndex < path.length) {
    const [, name, index, quoted] = STEP.exec(path) ?? [];
    const step = index === undefined ? (name ?? quoted) : Number(index);
    if (step === undefined)
      throw runtimeError(`The JSONPath '${path}' is not played: only reference paths are.`);
    steps.push(step);
  }
  return steps;
}
