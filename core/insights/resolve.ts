import { mapCommand } from './map.ts';
import { columnName, printExpression } from './print.ts';
import type { StatsCommand } from './syntax.ts';
import type { InQuery, ParsedCommand, ParsedExpression, ParsedQuery } from './syntax-parsed.ts';
import { commandItems, isRefused } from './walk.ts';

/**
 * After `stats`, a function written as one of its columns means that column: `stats count(*) by bin(5m) | sort bin(5m)`.
 * The rows it could be computed from are gone.
 */
export function resolveColumns(query: ParsedQuery): ParsedQuery {
  let columns: Columns = { names: new Set(), functions: new Set() };
  const commands: ParsedCommand[] = [];
  for (const command of query.commands) {
    if (command.kind === 'stats') {
      columns = columnsOf(command);
      commands.push(command);
    } else if (columns.functions.size === 0 || isRefused(command)) commands.push(command);
    else commands.push(mapCommand(command, (part) => resolve(part, columns)));
  }
  return { ...query, commands };
}

interface Columns {
  readonly names: ReadonlySet<string>;
  /** The functions with which any of the names begins: others need not be written to be compared. */
  readonly functions: ReadonlySet<string>;
}

function columnsOf(stats: StatsCommand<InQuery>): Columns {
  const names = new Set(commandItems(stats).map(columnName));
  const functions = new Set([...names].map((name) => name.slice(0, name.indexOf('('))));
  functions.delete('');
  return { names, functions };
}

function resolve(expression: ParsedExpression, { names, functions }: Columns): ParsedExpression {
  if (expression.kind !== 'call' || !functions.has(expression.name)) return expression;
  const name = printExpression(expression);
  return names.has(name) ? { kind: 'field', name, span: expression.span } : expression;
}
