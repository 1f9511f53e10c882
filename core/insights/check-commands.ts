import { type Fault, quote } from './error.ts';
import { findFunction, refusedFunctions } from './functions.ts';
import { columnName } from './print.ts';
import { fieldsRead } from './reads.ts';
import type { Projection, StatsCommand } from './syntax.ts';
import type { InQuery, ParsedCommand, ParsedProjection, ParsedQuery } from './syntax-parsed.ts';
import { givenNames, isRefused, visitExpressions } from './walk.ts';

/**
 * Rules of the service about commands beside each other: what may follow `dedup`, `estimate` and `fillmissing`, and which
 * names `stats` may give.
 */
export function checkCommands({ commands }: ParsedQuery): Fault[] {
  const faults: Fault[] = [];
  const given = new Set<string>();
  const lastStats = commands.findLastIndex(({ kind }) => kind === 'stats');
  let isTimeSeries = false;
  for (const [index, command] of commands.entries()) {
    faults.push(...checkNext(command, commands[index + 1]));
    if (isRefused(command)) continue;
    if (command.kind === 'stats') {
      faults.push(...checkNames(command, given), ...checkOverTime(command));
      isTimeSeries ||= timeColumn(command) !== undefined;
    }
    if (command.kind === 'fillmissing' && !isTimeSeries) {
      const reason = '`fillmissing` stands behind `stats … by bin( )`';
      faults.push({ code: 'syntax', reason, span: command.span });
    }
    if (index < lastStats) for (const name of givenNames(command)) given.add(name);
  }
  return faults;
}

/** CWL_QuerySyntax-Dedup: only `limit` may follow. CWL_QuerySyntax-Estimate: nothing may. */
function checkNext(command: ParsedCommand, next: ParsedCommand | undefined): Fault[] {
  if (next === undefined) return [];
  if (command.kind === 'dedup' && next.kind !== 'limit') {
    return [{ code: 'syntax', reason: 'Only `limit` may follow `dedup`', span: next.span }];
  }
  return command.kind === 'estimate'
    ? [{ code: 'syntax', reason: 'No command may follow `estimate`', span: next.span }]
    : [];
}

/** The service answers "Unknown symbols found in or after stats" to a name that is given twice. */
function checkNames(stats: StatsCommand<InQuery>, given: ReadonlySet<string>): Fault[] {
  const faults: Fault[] = [];
  const own = new Set<string>();
  for (const item of [...stats.by, ...stats.aggregates]) {
    if (item.alias !== undefined && (own.has(item.alias) || given.has(item.alias))) {
      const reason = `${quote(item.alias)} already is a name in this query: choose another one after \`as\``;
      faults.push({ code: 'syntax', reason, span: item.span });
    }
    own.add(columnName(item));
  }
  const computed = new Set<string>();
  for (const item of stats.aggregates) {
    faults.push(...checkAggregate(item, computed));
    computed.add(columnName(item));
  }
  return faults;
}

/** An item holds an aggregate, or computes with names that items before it have. */
function checkAggregate({ expression }: ParsedProjection, own: ReadonlySet<string>): Fault[] {
  let holdsAggregate = false;
  visitExpressions(expression, (part) => {
    if (part.kind === 'call' && isAggregateName(part.name)) holdsAggregate = true;
  });
  if (holdsAggregate) return [];
  const read = fieldsRead(expression);
  if (read.size > 0 && [...read].every((name) => own.has(name))) return [];
  const reason = 'An item of `stats` is an aggregate, such as `count(*)` or `avg(duration)`';
  return [{ code: 'syntax', reason, span: expression.span }];
}

function isAggregateName(name: string): boolean {
  return findFunction(name)?.kind === 'aggregate' || refusedFunctions.has(name.toLowerCase());
}

/** CWL_QuerySyntax-timeseries-functions: `by bin( )` sets the window of functions over time. */
function checkOverTime(stats: StatsCommand<InQuery>): Fault[] {
  if (timeColumn(stats) !== undefined) return [];
  const faults: Fault[] = [];
  for (const { expression } of stats.aggregates) {
    visitExpressions(expression, (part) => {
      const called = part.kind === 'call' ? findFunction(part.name) : undefined;
      if (called?.kind !== 'aggregate' || called.overTime === undefined) return;
      const reason = `\`${called.signature}\` stands with \`by bin( )\`, which sets its window`;
      faults.push({ code: 'syntax', reason, span: part.span });
    });
  }
  return faults;
}

/** The item of `by` that groups by time. */
export function timeColumn<Extra extends InQuery = never>({
  by,
}: StatsCommand<Extra>): Projection<Extra> | undefined {
  return by.find(({ expression }) => expression.kind === 'call' && expression.name.toLowerCase() === 'bin');
}
