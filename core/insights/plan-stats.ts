import { fieldItem, fieldsOf, limitTo, queryOf } from './build.ts';
import { maxRows } from './firewall.ts';
import { isPlain, readsOnlyPlain } from './plain.ts';
import type { Plan } from './plan.ts';
import { columnName, print } from './print.ts';
import { isPublic, type Pushing } from './pushable.ts';
import { fieldsRead } from './reads.ts';
import type {
  Command,
  Expression,
  LimitCommand,
  Projection,
  Query,
  SortCommand,
  StatsCommand,
} from './syntax.ts';
import { commandColumns, commandExpressions } from './walk.ts';

/**
 * A query whose first `stats` and all before it are about plain fields: the service computes those, exactly. Its columns
 * get names of our own, which no redactor can take for a secret's, and their right names in the residual.
 *
 * @returns undefined for any other query
 */
export function planStats(query: Query, pushing: Pushing): Plan | undefined {
  const index = query.commands.findIndex((command) => command.kind === 'stats');
  const stats = query.commands[index];
  if (stats?.kind !== 'stats' || !isPlainStats(stats, pushing)) return undefined;
  const filters = query.commands.slice(0, index).filter((command) => command.kind !== 'fields');
  if (!filters.every((command) => isCountable(command, pushing))) return undefined;

  const columns = ownNames(query, stats);
  const rest = query.commands.slice(index + 1);
  // It has to know the aggregation whose buckets it fills.
  if (rest.some((command) => command.kind === 'fillmissing')) return undefined;
  // The order of values that redaction may change is not that of their pseudonyms.
  const wholes = stats.by.filter(({ expression }) => isWholeField(expression, pushing)).map(columnName);
  const sortable = new Map([...columns].filter(([column]) => !wholes.includes(column)));
  const { sort, limit } = leadingSortAndLimit(rest, sortable);
  const pushdownLimit = Math.min(limit?.count ?? maxRows, maxRows);
  const pushed = [...filters, withNames(stats, columns), ...(sort === undefined ? [] : [sort])];
  const renamed = [...columns].map(([column, name]) => fieldItem(name, stats.span, column));
  return {
    pushdown: print(queryOf(query, [...pushed, limitTo(pushdownLimit, query.span)])),
    residual: queryOf(query, [fieldsOf(renamed, stats.span), ...rest]),
    pushdownLimit,
    order: 'groups',
    isExact: limit !== undefined,
    fields: [
      ...new Set([...filters, stats].flatMap(commandExpressions).flatMap((part) => [...fieldsRead(part)])),
    ],
  };
}

function isPlainStats(stats: StatsCommand, pushing: Pushing): boolean {
  const aggregates = stats.aggregates.every(({ expression }) => readsOnlyPlain(expression, pushing.isPlain));
  const isGroup = ({ expression }: Projection) =>
    isPlain(expression, pushing.isPlain) || isWholeField(expression, pushing);
  return aggregates && stats.by.every(isGroup);
}

function isWholeField(expression: Expression, { isWhole }: Pushing): boolean {
  return expression.kind === 'field' && isWhole(expression.name);
}

function isCountable(command: Command, pushing: Pushing): boolean {
  return command.kind === 'filter' && isPublic(command.condition, pushing);
}

/** Each column of the aggregation, groups first as the service shows them, with a name that the query does not use. */
function ownNames(query: Query, stats: StatsCommand): Map<string, string> {
  const used = new Set<string>();
  for (const command of query.commands) {
    for (const name of commandColumns(command)) used.add(name);
    for (const expression of commandExpressions(command))
      for (const name of fieldsRead(expression)) used.add(name);
  }
  const names = new Map<string, string>();
  let number = 0;
  for (const item of [...stats.by, ...stats.aggregates]) {
    do number += 1;
    while (used.has(`c${number}`));
    names.set(columnName(item), `c${number}`);
  }
  return names;
}

/** A column that is asked for twice is computed once. */
function withNames(stats: StatsCommand, columns: ReadonlyMap<string, string>): StatsCommand {
  const seen = new Set<string>();
  const named = (items: readonly Projection[]): Projection[] =>
    items.flatMap((item) => {
      const column = columnName(item);
      const alias = columns.get(column) ?? column;
      if (seen.has(alias)) return [];
      seen.add(alias);
      return [{ ...item, alias }];
    });
  return { ...stats, by: named(stats.by), aggregates: named(stats.aggregates) };
}

/** `sort` and then `limit` right after the aggregation, by columns that it makes; not before a second aggregation. */
function leadingSortAndLimit(
  rest: readonly Command[],
  columns: ReadonlyMap<string, string>,
): { sort?: SortCommand; limit?: LimitCommand } {
  if (rest.some((command) => command.kind === 'stats')) return {};
  const [first, second] = rest;
  if (first?.kind === 'limit') return { limit: first };
  const sort = first?.kind === 'sort' ? sortByNames(first, columns) : undefined;
  if (sort === undefined) return {};
  return second?.kind === 'limit' ? { sort, limit: second } : { sort };
}

function sortByNames(sort: SortCommand, columns: ReadonlyMap<string, string>): SortCommand | undefined {
  const keys = [];
  for (const key of sort.keys) {
    const name = key.expression.kind === 'field' ? columns.get(key.expression.name) : undefined;
    if (name === undefined) return undefined;
    keys.push({ ...key, expression: { kind: 'field' as const, name, span: key.expression.span } });
  }
  return { ...sort, keys };
}
