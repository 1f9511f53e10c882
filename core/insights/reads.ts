import { findFunction } from './functions.ts';
import type { ParsedExpression } from './syntax-parsed.ts';
import { visitExpressions } from './walk.ts';

/** The names of the fields an expression is computed from, including those that a function reads by itself. */
export function fieldsRead(expression: ParsedExpression): Set<string> {
  const names = new Set<string>();
  visitExpressions(expression, (part) => {
    if (part.kind === 'field') names.add(part.name);
    if (part.kind !== 'call') return;
    const called = findFunction(part.name);
    for (const name of called?.reads ?? []) names.add(name);
  });
  return names;
}
