import { mapCommand } from './map.ts';
import { columnName, printExpression } from './print.ts';
import type { ParsedCommand, ParsedExpression, ParsedQuery } from './syntax-parsed.ts';
import { commandItems, isRefused } from './walk.ts';

/**
 * After `stats`, a function written as one of its columns means that column: `stats count(*) by bin(5m) | sort bin(5m)`.
 * The rows it could be computed from are gone.
 */
export function resolveColumns(query: ParsedQuery): ParsedQuery {
  let columns: ReadonlySet<string> = new Set();
  const commands: ParsedCommand[] = [];
  for (const command of query.commands) {
    if (command.kind === 'stats') {
      columns = new Set(commandItems(command).map(columnName));
      commands.push(command);
    } else if (columns.size === 0 || isRefused(command)) commands.push(command);
    else commands.push(mapCommand(command, (part) => resolve(part, columns)));
  }
  return { ...query, commands };
}

function resolve(expression: ParsedExpression, columns: ReadonlySet<string>): ParsedExpression {
  if (expression.kind !== 'call') return expression;
  const name = printExpression(expression);
  return columns.has(name) ? { kind: 'field', name, span: expression.span } : expression;
}
