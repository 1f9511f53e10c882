import { offsetRefusal } from './commands.ts';
import type { Fault, QueryError } from './error.ts';
import { queryRefusal } from './expression.ts';
import { functions, refusedFunctions } from './functions.ts';
import type { Token } from './lexer.ts';
import { locateAll, read } from './parse.ts';
import { periodMilliseconds } from './periods.ts';
import { commandRefusal } from './refused-commands.ts';
import type { Command, Query, Span } from './syntax.ts';
import type {
  ParsedCommand,
  ParsedExpression,
  ParsedQuery,
  PlainCommand,
  RefusedCommand,
} from './syntax-parsed.ts';
import { commandExpressions, commandItems, givenNames, isRefused, visitExpressions } from './walk.ts';

export type Admission =
  | { ok: true; query: Query; tokens: readonly Token[] }
  | { ok: false; errors: QueryError[] };

/** Fields that the service adds to every event. */
const systemFields: ReadonlySet<string> = new Set(
  ['@timestamp', '@message', '@ingestionTime', '@logStream', '@log', '@ptr', '@entity'].map((name) =>
    name.toLowerCase(),
  ),
);

/** Rows that one query may return here: one page of the service's results. */
export const maxRows = 10_000;

const allowedCommands: Readonly<Record<Command['kind'], true>> = {
  fields: true,
  display: true,
  filter: true,
  sort: true,
  limit: true,
  stats: true,
  parse: true,
  dedup: true,
  unnest: true,
  expand: true,
  pattern: true,
  fillmissing: true,
  filldown: true,
  sessionize: true,
  outlier: true,
  countfrequent: true,
  accum: true,
  autoregress: true,
  addtotals: true,
};

const allowedExpressions: Readonly<Record<ParsedExpression['kind'], boolean>> = {
  field: true,
  string: true,
  number: true,
  period: true,
  star: true,
  call: true,
  comparison: true,
  like: true,
  in: true,
  arithmetic: true,
  minus: true,
  not: true,
  and: true,
  or: true,
  inQuery: false,
};

/**
 * Reads a query and admits only what is known to stay inside the grant. An allow-list over the tree: it does not look for
 * what is bad, and it does not rely on the parser having refused anything.
 */
export function admit(text: string): Admission {
  return admitBy(text, limits);
}

/** Reads a query of those the executor can run, as the service would for whoever may ask it anything. */
export function readRunnable(text: string): Admission {
  return admitBy(text, () => []);
}

function admitBy(text: string, check: (command: ParsedCommand) => Fault[]): Admission {
  const { query, faults, tokens } = read(text);
  const refused = query.commands.flatMap((command) => refusals(command, text));
  const all = [...faults, ...refused, ...query.commands.flatMap(check)];
  if (all.length === 0 && isRunnable(query, refused)) return { ok: true, query, tokens };
  return { ok: false, errors: locateAll(text, all) };
}

/** Without a refusal the tree holds nothing but what is allowed. */
function isRunnable(_query: ParsedQuery, refused: readonly Fault[]): _query is Query {
  return refused.length === 0;
}

/** Why the command, or what is in it, may not run. */
function refusals(command: ParsedCommand, text: string): Fault[] {
  if (isRefused(command)) return [refusalOf(command, text)];
  if (!Object.hasOwn(allowedCommands, command.kind)) {
    return [refuse('The command is not allowed here', command.span)];
  }
  const found: Fault[] = [];
  for (const expression of commandExpressions(command)) {
    visitExpressions(expression, (part) => found.push(...expressionRefusals(part)));
  }
  if (command.kind === 'sessionize') found.push(...expressionRefusals(command.maxSpan));
  return found;
}

function refusalOf(command: RefusedCommand, text: string): Fault {
  const { kind, span } = command;
  if (command.kind === 'shiftedStats') return offsetRefusal(command.offset.span);
  const name = /^\w+/.exec(text.slice(span.start, span.end))?.[0] ?? kind;
  return commandRefusal(name, { start: span.start, end: span.start + name.length });
}

function expressionRefusals(expression: ParsedExpression): Fault[] {
  if (expression.kind === 'inQuery') return [queryRefusal(expression.query.span)];
  if (!allowedExpressions[expression.kind]) return [refuse('This is not allowed here', expression.span)];
  if (expression.kind === 'period' && periodMilliseconds(expression.text) === undefined) {
    const reason =
      'Months and longer have no fixed length, and AWS does not say where their bins begin: use days or weeks';
    return [{ code: 'unsupported', reason, span: expression.span }];
  }
  if (expression.kind !== 'call') return [];
  const refused = refusedFunctions.get(expression.name.toLowerCase());
  if (refused !== undefined) {
    const reason = `\`${expression.name}\` is not available here: ${refused.reason}`;
    return [{ code: 'unsupported', reason, span: expression.span }];
  }
  return functions.has(expression.name.toLowerCase())
    ? []
    : [refuse(`The function \`${expression.name}\` is not allowed here`, expression.span)];
}

/** What a query may not do here although it stays inside the language that runs. */
function limits(command: ParsedCommand): Fault[] {
  if (isRefused(command)) return [];
  const found: Fault[] = [];
  for (const expression of commandExpressions(command)) {
    visitExpressions(expression, (part) => {
      // A pointer opens the raw event to whoever may call GetLogRecord.
      if (part.kind !== 'field' || part.name.toLowerCase() !== '@ptr') return;
      found.push(refuse('`@ptr` is not shown here: it would lead to the event as it was logged', part.span));
    });
  }
  for (const { name, span } of namesGiven(command)) {
    if (!isSystemField(name) || command.kind === 'filldown') continue;
    found.push(refuse(`\`${name}\` is the name of a system field: choose another name`, span));
  }
  if (command.kind === 'limit' && command.count > maxRows) {
    const reason = `\`limit\` may be at most ${maxRows} here, not ${command.count}: narrow the time range or the filter`;
    found.push({ code: 'limit', reason, span: command.span });
  }
  return found;
}

function namesGiven(command: PlainCommand): { name: string; span: Span }[] {
  const items = commandItems(command);
  if (items.length === 0) return givenNames(command).map((name) => ({ name, span: command.span }));
  return items.flatMap(({ alias, span }) => (alias === undefined ? [] : [{ name: alias, span }]));
}

function isSystemField(name: string): boolean {
  return systemFields.has(name.toLowerCase());
}

function refuse(reason: string, span: Span): Fault {
  return { code: 'refused', reason, span };
}
