import { QueryFault, quote } from './error.ts';
import { fieldsRead } from './reads.ts';
import type { Query, StatsCommand } from './syntax.ts';
import { commandColumns, commandExpressions } from './walk.ts';

/**
 * The service's rules for more than one `stats` (CWL_QuerySyntax-Stats): at most two; `sort` and `limit` after the second;
 * the second sees only what the first makes.
 *
 * @throws QueryFault
 */
export function checkStats(query: Query): void {
  const [first, second, third] = query.commands.filter((command) => command.kind === 'stats');
  if (third !== undefined) throw new QueryFault('syntax', 'A query has at most two `stats`', third.span);
  if (first === undefined || second === undefined) return;
  const between = query.commands.slice(query.commands.indexOf(first) + 1, query.commands.indexOf(second));
  for (const command of between) {
    if (command.kind === 'sort' || command.kind === 'limit') {
      throw new QueryFault('syntax', `\`${command.kind}\` stands after the second \`stats\``, command.span);
    }
  }
  const known = new Set([first, ...between].flatMap(commandColumns));
  checkKnown(second, known);
}

function checkKnown(command: StatsCommand, known: ReadonlySet<string>): void {
  const own = new Set(commandColumns(command));
  for (const expression of commandExpressions(command)) {
    for (const name of fieldsRead(expression)) {
      if (known.has(name) || own.has(name)) continue;
      const names = [...known].map(quote).join(', ');
      throw new QueryFault(
        'syntax',
        `The first \`stats\` makes no ${quote(name)}. It makes: ${names}`,
        expression.span,
      );
    }
  }
}
