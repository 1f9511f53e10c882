import { columnName } from './print.ts';
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
    case 'arithmetic':
      return [expression.left, expression.right];
    case 'like':
      return expression.pattern.kind === 'string'
        ? [expression.operand, expression.pattern]
        : [expression.operand];
    case 'in':
      return [expression.operand, ...expression.list];
    case 'not':
    case 'minus':
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
    case 'dedup':
    case 'sessionize':
    case 'countfrequent':
      return command.keys;
    case 'outlier':
      return command.fields;
    case 'parse':
    case 'unnest':
    case 'expand':
    case 'pattern':
      return [command.source];
    case 'limit':
    case 'fillmissing':
    case 'filldown':
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
    default:
      return [];
  }
}

/** Columns that `pattern` and `outlier` add (CWL_QuerySyntax-Pattern, -Outlier). */
const patternColumns = ['@pattern', '@regexString', '@ratio', '@sampleCount'] as const;
export const outlierMark = '_outlier';
export const approximateCount = '_approxcount';

/** The names of the columns a command makes or changes; of a bare field in `fields` its own name. */
export function commandColumns(command: Command): readonly string[] {
  switch (command.kind) {
    case 'fields':
    case 'display':
    case 'stats':
      return commandItems(command).map(columnName);
    case 'parse':
      return command.names;
    case 'unnest':
    case 'sessionize':
      return [command.into];
    case 'expand':
      return [command.source.name];
    case 'pattern':
      return patternColumns;
    case 'countfrequent':
      return [...command.keys.map(({ name }) => name), approximateCount];
    case 'outlier':
      return [...command.fields.map(({ name }) => name), ...(command.mark ? [outlierMark] : [])];
    case 'fillmissing':
    case 'filldown':
      return command.fields;
    case 'filter':
    case 'sort':
    case 'limit':
    case 'dedup':
      return [];
  }
}

/** The names a command gives to what is not the event's field of that name. */
export function givenNames(command: Command): readonly string[] {
  if (command.kind === 'countfrequent') return [approximateCount];
  const items = commandItems(command);
  if (items.length === 0) return commandColumns(command);
  return items
    .filter(({ alias, expression }) => alias !== undefined || expression.kind !== 'field')
    .map(columnName);
}
