import { findFunction } from './functions.ts';
import type { Expression } from './syntax.ts';
import { visitExpressions } from './walk.ts';

/** The names of the fields an expression is computed from, including those that a function reads by itself. */
export function fieldsRead(expression: Expression): Set<string> {
  const names = new Set<string>();
  visitExpressions(expression, (part) => {
    if (part.kind === 'field') names.add(part.name);
    if (part.kind !== 'call') return;
    const called = findFunction(part.name);
    for (const name of called?.reads ?? []) names.add(name);
  });
  return names;
}
