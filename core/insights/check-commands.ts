import { QueryFault, quote } from './error.ts';
import { isAggregate } from './functions.ts';
import { columnName } from './print.ts';
import { fieldsRead } from './reads.ts';
import type { Command, Projection, Query, StatsCommand } from './syntax.ts';
import { givenNames, visitExpressions } from './walk.ts';

/**
 * Rules of the service about commands beside each other: what may follow `dedup` and `fillmissing`, and which names
 * `stats` may give.
 *
 * @throws QueryFault
 */
export function checkCommands(query: Query): void {
  const given = new Set<string>();
  for (const [index, command] of query.commands.entries()) {
    checkNext(command, query.commands[index + 1]);
    if (command.kind === 'stats') checkNames(command, given);
    if (command.kind === 'fillmissing' && !query.commands.slice(0, index).some(isTimeSeries)) {
      throw new QueryFault('syntax', '`fillmissing` stands behind `stats … by bin( )`', command.span);
    }
    for (const name of givenNames(command)) given.add(name);
  }
}

/** CWL_QuerySyntax-Dedup: only `limit` may follow. */
function checkNext(command: Command, next: Command | undefined): void {
  if (command.kind !== 'dedup' || next === undefined || next.kind === 'limit') return;
  throw new QueryFault('syntax', 'Only `limit` may follow `dedup`', next.span);
}

/** The service answers "Unknown symbols found in or after stats" to a name that is given twice. */
function checkNames(stats: StatsCommand, given: ReadonlySet<string>): void {
  const taken = new Set(given);
  for (const item of [...stats.by, ...stats.aggregates]) {
    if (item.alias !== undefined && taken.has(item.alias)) {
      const reason = `${quote(item.alias)} already is a name in this query: choose another one after \`as\``;
      throw new QueryFault('syntax', reason, item.span);
    }
    taken.add(columnName(item));
  }
  const computed = new Set<string>();
  for (const item of stats.aggregates) {
    checkAggregate(item, computed);
    computed.add(columnName(item));
  }
}

/** An item holds an aggregate, or computes with names that items before it have. */
function checkAggregate({ expression }: Projection, own: ReadonlySet<string>): void {
  let holdsAggregate = false;
  visitExpressions(expression, (part) => {
    if (isAggregate(part)) holdsAggregate = true;
  });
  const read = fieldsRead(expression);
  if (holdsAggregate || (read.size > 0 && [...read].every((name) => own.has(name)))) return;
  const reason = 'An item of `stats` is an aggregate, such as `count(*)` or `avg(duration)`';
  throw new QueryFault('syntax', reason, expression.span);
}

function isTimeSeries(command: Command): boolean {
  return command.kind === 'stats' && timeColumn(command) !== undefined;
}

/** The item of `by` that groups by time. */
export function timeColumn({ by }: StatsCommand): Projection | undefined {
  return by.find(({ expression }) => expression.kind === 'call' && expression.name.toLowerCase() === 'bin');
}
