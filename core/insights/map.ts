import type { Command, Expression, Query } from './syntax.ts';
import type { InQuery } from './syntax-parsed.ts';

/** Gives a node's replacement; the expressions inside it have been replaced already. */
export type Change<Extra = never> = (expression: Expression<Extra>) => Expression<Extra>;

/** The query with every expression replaced, innermost first. */
export function mapQuery(query: Query, change: Change): Query {
  return { ...query, commands: query.commands.map((command) => mapCommand(command, change)) };
}

export function mapCommand<Extra extends InQuery = never>(
  command: Command<Extra>,
  change: Change<Extra>,
): Command<Extra> {
  const inside = <Item extends { readonly expression: Expression<Extra> }>(item: Item): Item => ({
    ...item,
    expression: mapExpression(item.expression, change),
  });
  switch (command.kind) {
    case 'fields':
    case 'display':
      return { ...command, items: command.items.map(inside) };
    case 'filter':
      return { ...command, condition: mapExpression(command.condition, change) };
    case 'sort':
      return { ...command, keys: command.keys.map(inside) };
    case 'pattern':
      return { ...command, source: mapExpression(command.source, change) };
    case 'limit':
    case 'parse':
    case 'dedup':
    case 'unnest':
    case 'expand':
    case 'fillmissing':
    case 'filldown':
    case 'sessionize':
    case 'outlier':
    case 'countfrequent':
    case 'accum':
    case 'autoregress':
    case 'addtotals':
      return command;
    case 'stats':
      return { ...command, aggregates: command.aggregates.map(inside), by: command.by.map(inside) };
  }
}

/** The patterns of `like` and the lists of `in` are parts of their node, not expressions inside it. */
export function mapExpression<Extra extends InQuery = never>(
  expression: Expression<Extra>,
  change: Change<Extra>,
): Expression<Extra> {
  const inside = (part: Expression<Extra>) => mapExpression(part, change);
  switch (expression.kind) {
    case 'field':
    case 'string':
    case 'number':
    case 'period':
    case 'star':
    case 'inQuery':
      return change(expression);
    case 'call':
      return change({ ...expression, args: expression.args.map(inside) });
    case 'comparison':
    case 'arithmetic':
      return change({ ...expression, left: inside(expression.left), right: inside(expression.right) });
    case 'like':
    case 'in':
    case 'not':
    case 'minus':
      return change({ ...expression, operand: inside(expression.operand) });
    case 'and':
    case 'or':
      return change({ ...expression, operands: expression.operands.map(inside) });
  }
}
