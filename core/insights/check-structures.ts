import { type Fault, quote } from './error.ts';
import { findFunction, isAggregate } from './functions.ts';
import { columnName, printExpression } from './print.ts';
import type { ParsedExpression, ParsedQuery, PlainCommand } from './syntax-parsed.ts';
import { commandColumns, commandExpressions, commandItems, isRefused, visitExpressions } from './walk.ts';

/**
 * Lists and maps may not stand in `dedup`, `pattern`, `sort` and `stats` (CWL_QuerySyntax-operations-functions): found here
 * where the query itself makes them.
 */
export function checkStructures({ commands }: ParsedQuery): Fault[] {
  const faults: Fault[] = [];
  const structures = new Set<string>();
  for (const command of commands) {
    if (isRefused(command)) continue;
    for (const part of comparedParts(command)) {
      if (isStructure(part, structures)) faults.push(structureFault(command, part));
    }
    const made = structuresMade(command, structures);
    if (structures.size > 0) for (const name of commandColumns(command)) structures.delete(name);
    for (const name of made) structures.add(name);
  }
  return faults;
}

function structureFault({ kind }: PlainCommand, part: ParsedExpression): Fault {
  const reason = `${quote(printExpression(part))} is a list or map, which \`${kind}\` does not take: name a value in it, such as \`list[0]\` or \`map.key\``;
  return { code: 'syntax', reason, span: part.span };
}

/** What the command compares or groups by; of `stats` also what its aggregates are about. */
function comparedParts(command: PlainCommand): readonly ParsedExpression[] {
  switch (command.kind) {
    case 'dedup':
    case 'pattern':
    case 'sort':
      return commandExpressions(command);
    case 'stats': {
      const parts: ParsedExpression[] = command.by.map(({ expression }) => expression);
      for (const { expression } of command.aggregates) {
        visitExpressions(expression, (part) => {
          if (isAggregate(part)) parts.push(...part.args);
        });
      }
      return parts;
    }
    default:
      return [];
  }
}

function isStructure(expression: ParsedExpression, structures: ReadonlySet<string>): boolean {
  if (expression.kind === 'field') return structures.has(expression.name);
  const called = expression.kind === 'call' ? findFunction(expression.name) : undefined;
  return called?.kind === 'scalar' && called.makesStructure === true;
}

/** The names of lists and maps that the command makes. */
function structuresMade(command: PlainCommand, structures: ReadonlySet<string>): string[] {
  if (command.kind === 'parse') return command.format.kind === 'logfmt' ? [...command.names] : [];
  if (command.kind === 'stats') return [];
  return commandItems(command)
    .filter(({ expression }) => isStructure(expression, structures))
    .map(columnName);
}
