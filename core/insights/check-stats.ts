import { type Fault, quote } from './error.ts';
import { fieldsRead } from './reads.ts';
import type { StatsCommand } from './syntax.ts';
import type { InQuery, ParsedQuery } from './syntax-parsed.ts';
import { commandColumns, commandExpressions, isRefused } from './walk.ts';

/**
 * The service's rules for more than one `stats` (CWL_QuerySyntax-Stats): at most two; `sort` and `limit` after the second;
 * the second sees only what the first makes.
 */
export function checkStats({ commands }: ParsedQuery): Fault[] {
  const [first, second, third] = commands.filter((command) => command.kind === 'stats');
  if (first === undefined || second === undefined) return [];
  const between = commands.slice(commands.indexOf(first) + 1, commands.indexOf(second));
  const faults = between
    .filter(({ kind }) => kind === 'sort' || kind === 'limit')
    .map(({ kind, span }): Fault => {
      const reason = `\`${kind}\` stands after the second \`stats\``;
      return { code: 'syntax', reason, span };
    });
  const known = [first, ...between].flatMap((command) => (isRefused(command) ? [] : commandColumns(command)));
  faults.push(...checkKnown(second, new Set(known)));
  if (third !== undefined)
    faults.push({ code: 'syntax', reason: 'A query has at most two `stats`', span: third.span });
  return faults;
}

function checkKnown(command: StatsCommand<InQuery>, known: ReadonlySet<string>): Fault[] {
  const own = new Set(commandColumns(command));
  const made = listed(known);
  const faults: Fault[] = [];
  for (const expression of commandExpressions(command)) {
    for (const name of fieldsRead(expression)) {
      if (known.has(name) || own.has(name)) continue;
      const reason = `The first \`stats\` makes no ${quote(name)}. It makes: ${made}`;
      faults.push({ code: 'syntax', reason, span: expression.span });
    }
  }
  return faults;
}

/** More names than these would hide the message. */
const maxNames = 20;

function listed(names: ReadonlySet<string>): string {
  const shown = [...names].slice(0, maxNames).map(quote).join(', ');
  return names.size > maxNames ? `${shown} and ${names.size - maxNames} more` : shown;
}
