import { columnName } from './print.ts';
import type { Command, Expression, Projection } from './syntax.ts';
import type { InQuery, ParsedCommand, PlainCommand, RefusedCommand } from './syntax-parsed.ts';

const refusedKinds: Readonly<Record<RefusedCommand['kind'], true>> = {
  source: true,
  join: true,
  appendcols: true,
  lookup: true,
  cidrlookup: true,
  unmask: true,
  diff: true,
  logcompare: true,
  shiftedStats: true,
  relevantfields: true,
  anomaly: true,
  estimate: true,
  undocumented: true,
};

/** May the command never run, whatever stands in it? */
export function isRefused(command: ParsedCommand): command is RefusedCommand {
  return Object.hasOwn(refusedKinds, command.kind);
}

/** Calls `visit` for the expression and every expression in it, outermost first; not for those of a query inside. */
export function visitExpressions<Extra extends InQuery = never>(
  expression: Expression<Extra>,
  visit: (expression: Expression<Extra>) => void,
): void {
  visit(expression);
  switch (expression.kind) {
    case 'call':
      for (const argument of expression.args) visitExpressions(argument, visit);
      return;
    case 'comparison':
    case 'arithmetic':
      visitExpressions(expression.left, visit);
      visitExpressions(expression.right, visit);
      return;
    case 'like':
      visitExpressions(expression.operand, visit);
      if (expression.pattern.kind === 'string') visit(expression.pattern);
      return;
    case 'in':
      visitExpressions(expression.operand, visit);
      for (const item of expression.list) visit(item);
      return;
    case 'not':
    case 'minus':
      visitExpressions(expression.operand, visit);
      return;
    case 'and':
    case 'or':
      for (const operand of expression.operands) visitExpressions(operand, visit);
      return;
    case 'field':
    case 'string':
    case 'number':
    case 'period':
    case 'star':
    case 'inQuery':
      return;
  }
}

/** The expressions a command computes, in the order they are written. */
export function commandExpressions<Extra extends InQuery = never>(
  command: Command<Extra>,
): readonly Expression<Extra>[] {
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
    case 'addtotals':
      return command.fields;
    case 'parse':
    case 'unnest':
    case 'expand':
    case 'pattern':
    case 'accum':
    case 'autoregress':
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
export function commandItems<Extra extends InQuery = never>(
  command: Command<Extra>,
): readonly Projection<Extra>[] {
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
export function commandColumns(command: PlainCommand): readonly string[] {
  switch (command.kind) {
    case 'fields':
    case 'display':
    case 'stats':
      return commandItems(command).map(columnName);
    case 'parse':
      return command.names;
    case 'unnest':
    case 'sessionize':
    case 'accum':
      return [command.into];
    case 'autoregress':
      return command.lags.map(({ into }) => into);
    case 'addtotals':
      return command.row ? [command.into] : [];
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
export function givenNames(command: PlainCommand): readonly string[] {
  if (command.kind === 'countfrequent') return [approximateCount];
  const items = commandItems(command);
  if (items.length === 0) return commandColumns(command);
  return items
    .filter(({ alias, expression }) => alias !== undefined || expression.kind !== 'field')
    .map(columnName);
}
