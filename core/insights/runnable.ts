import type { ParsedQuery, Query } from './syntax.ts';
import { commandExpressions, visitExpressions } from './walk.ts';

/** Is the query free of what is not allowed here, so that it can be planned and run? */
export function isRunnable(query: ParsedQuery): query is Query {
  return query.commands.every((command) => {
    if (command.kind === 'refused') return false;
    if (command.kind === 'stats' && command.offset !== undefined) return false;
    let isFree = true;
    for (const expression of commandExpressions(command)) {
      visitExpressions(expression, (part) => {
        if (part.kind === 'in' && part.subquery !== undefined) isFree = false;
      });
    }
    return isFree;
  });
}
