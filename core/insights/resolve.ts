import { mapCommand } from './map.ts';
import { columnName, printExpression } from './print.ts';
import type { Command, Expression, Query } from './syntax.ts';
import { commandItems } from './walk.ts';

/**
 * After `stats`, a function written as one of its columns means that column: `stats count(*) by bin(5m) | sort bin(5m)`.
 * The rows it could be computed from are gone.
 */
export function resolveColumns(query: Query): Query {
  let columns: ReadonlySet<string> = new Set();
  const commands: Command[] = [];
  for (const command of query.commands) {
    if (command.kind === 'stats') {
      columns = new Set(commandItems(command).map(columnName));
      commands.push(command);
    } else {
      commands.push(columns.size === 0 ? command : mapCommand(command, (part) => resolve(part, columns)));
    }
  }
  return { ...query, commands };
}

function resolve(expression: Expression, columns: ReadonlySet<string>): Expression {
  if (expression.kind !== 'call') return expression;
  const name = printExpression(expression);
  return columns.has(name) ? { kind: 'field', name, span: expression.span } : expression;
}
