import { findFunction } from './functions.ts';
import { fieldsRead } from './reads.ts';
import type { Expression } from './syntax.ts';
import { isNumeric } from './values.ts';
import { visitExpressions } from './walk.ts';

type IsPlain = (field: string) => boolean;

/** Is the expression computed from plain fields alone, so that its value is the same before and after redaction? */
export function isPlain(expression: Expression, isPlainField: IsPlain): boolean {
  return readsField(expression) && readsOnlyPlain(expression, isPlainField);
}

/** As `isPlain`, also true for what reads no field at all, such as `count(*)`. */
export function readsOnlyPlain(expression: Expression, isPlainField: IsPlain): boolean {
  if (expression.kind === 'string') return false;
  for (const name of fieldsRead(expression)) if (!isPlainField(name)) return false;
  let isStable = true;
  visitExpressions(expression, (part) => {
    if (!isStableNode(part)) isStable = false;
  });
  return isStable;
}

/**
 * Does the node give the same when its string literals are redacted? It does if they are only tested for being equal to, or
 * a part of, what a plain field holds; the service computes the same now and later if its functions do.
 */
function isStableNode(node: Expression): boolean {
  switch (node.kind) {
    case 'call': {
      const called = findFunction(node.name);
      return !node.args.some(isString) && !(called?.kind === 'scalar' && !called.deterministic);
    }
    case 'comparison': {
      const { operator, left, right } = node;
      const isEquality = operator === '=' || operator === '!=';
      const isOrdered = (part: Expression) => part.kind !== 'string' || isEquality || isNumeric(part.value);
      return (
        (!isString(left) && !isString(right)) || (readsField(node) && isOrdered(left) && isOrdered(right))
      );
    }
    case 'like':
    case 'in':
      return readsField(node.operand);
    case 'not':
    case 'minus':
      return !isString(node.operand);
    case 'arithmetic':
      return !isString(node.left) && !isString(node.right);
    case 'and':
    case 'or':
      return !node.operands.some(isString);
    case 'field':
      return node.steps === undefined;
    case 'string':
    case 'number':
    case 'period':
    case 'star':
      return true;
  }
}

function isString(expression: Expression): boolean {
  return expression.kind === 'string';
}

function readsField(expression: Expression): boolean {
  return fieldsRead(expression).size > 0;
}
