import type { Command, Expression, Projection } from './syntax.ts';

/** Calls `visit` for the expression and every expression in it, outermost first. */
export function visitExpressions(expression: Expression, visit: (expression: Expression) => void): void {
  visit(expression);
  for (const child of children(expression)) visitExpressions(child, visit);
}

/** The expressions right inside an expression. */
function children(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'field':
    case 'string':
    case 'number':
    case 'period':
    case 'star':
      return [];
    case 'call':
      return expression.args;
    case 'comparison':
      return [expression.left, expression.right];
    case 'like':
      return expression.pattern.kind === 'string'
        ? [expression.operand, expression.pattern]
        : [expression.operand];
    case 'in':
      return [expression.operand, ...expression.list];
    case 'not':
      return [expression.operand];
    case 'and':
    case 'or':
      return expression.operands;
  }
}

/** The expressions a command computes, in the order they are written. */
export function commandExpressions(command: Command): readonly Expression[] {
  switch (command.kind) {
    case 'fields':
    case 'display':
      return command.items.map((item) => item.expression);
    case 'filter':
      return [command.condition];
    case 'sort':
      return command.keys.map((key) => key.expression);
    case 'limit':
      return [];
    case 'stats':
      return commandItems(command).map((item) => item.expression);
  }
}

/** The items of a command that may name a column. */
export function commandItems(command: Command): readonly Projection[] {
  switch (command.kind) {
    case 'fields':
    case 'display':
      return command.items;
    case 'stats':
      return [...command.aggregates, ...command.by];
    case 'filter':
    case 'sort':
    case 'limit':
      return [];
  }
}
