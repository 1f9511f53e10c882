import { locate, type QueryError, type QueryErrorCode } from './error.ts';
import { functions } from './functions.ts';
import { parse } from './parse.ts';
import { offsetReason, reasonOf } from './refusals.ts';
import { isRunnable } from './runnable.ts';
import type { Command, Expression, ParsedQuery, Query, RefusedCommand, Span } from './syntax.ts';
import { commandExpressions, commandItems, givenNames, visitExpressions } from './walk.ts';

export type Admission = { ok: true; query: Query } | { ok: false; errors: QueryError[] };

/** Fields that the service adds to every event. */
const systemFields: readonly string[] = [
  '@timestamp',
  '@message',
  '@ingestionTime',
  '@logStream',
  '@log',
  '@ptr',
  '@entity',
];

/** Rows that one query may return here: one page of the service's results. */
export const maxRows = 10_000;

const allowedCommands: readonly Command['kind'][] = [
  ...([
    'fields',
    'display',
    'filter',
    'sort',
    'limit',
    'stats',
    'parse',
    'dedup',
    'unnest',
    'expand',
  ] as const),
  ...(['pattern', 'fillmissing', 'filldown', 'sessionize', 'outlier', 'countfrequent'] as const),
];

interface Violation {
  readonly code: QueryErrorCode;
  readonly reason: string;
  readonly span: Span;
}

/**
 * Reads a query and admits only what is known to stay inside the grant. An allow-list over the tree: it does not look for
 * what is bad, and it does not rely on the parser having refused anything.
 */
export function admit(text: string): Admission {
  const parsed = parse(text);
  const read = parsed.ok ? parsed.query : parsed.read;
  const violations = (read?.commands ?? []).flatMap(commandViolations).map((each) => locate(text, each));
  if (parsed.ok && violations.length === 0 && isRunnable(parsed.query))
    return { ok: true, query: parsed.query };
  const faults = parsed.ok ? [] : parsed.errors;
  return { ok: false, errors: [...violations, ...faults].sort((a, b) => a.offset - b.offset) };
}

function commandViolations(command: ParsedQuery['commands'][number]): Violation[] {
  if (command.kind === 'refused') return [refusedCommand(command)];
  if (!allowedCommands.includes(command.kind)) {
    return [refuse(`\`${command.kind}\` is not allowed here`, command.span)];
  }
  const violations: Violation[] = [];
  if (command.kind === 'stats' && command.offset !== undefined) {
    violations.push(refuse(`\`offset\` is not allowed here: ${offsetReason}`, command.offset.span));
  }
  for (const expression of commandExpressions(command)) {
    visitExpressions(expression, (part) => violations.push(...expressionViolations(part)));
  }
  for (const { name, span } of namesGiven(command)) {
    if (!isSystemField(name) || command.kind === 'filldown') continue;
    violations.push(refuse(`\`${name}\` is the name of a system field: choose another name`, span));
  }
  if (command.kind === 'limit' && command.count > maxRows) {
    const reason = `\`limit\` may be at most ${maxRows} here, not ${command.count}: narrow the time range or the filter`;
    violations.push({ code: 'limit', reason, span: command.span });
  }
  return violations;
}

function refusedCommand({ name, span: { start } }: RefusedCommand): Violation {
  const { code, reason } = reasonOf(name) ?? { code: 'refused', reason: 'nothing is known of it' };
  return {
    code,
    reason: `\`${name}\` is not allowed here: ${reason}`,
    span: { start, end: start + name.length },
  };
}

function expressionViolations(expression: Expression): Violation[] {
  if (expression.kind === 'call' && !functions.has(expression.name.toLowerCase())) {
    return [refuse(`The function \`${expression.name}\` is not allowed here`, expression.span)];
  }
  // A pointer opens the raw event to whoever may call GetLogRecord.
  if (expression.kind === 'field' && expression.name.toLowerCase() === '@ptr') {
    return [refuse('`@ptr` is not shown here: it would lead to the event as it was logged', expression.span)];
  }
  if (expression.kind === 'in' && expression.subquery !== undefined) {
    const reason =
      'A query inside `in ( … )` is not allowed here: your grant fixes the log groups. Use a list: `in ["a", "b"]`';
    return [refuse(reason, expression.subquery.span)];
  }
  return [];
}

function namesGiven(command: Command): { name: string; span: Span }[] {
  const items = commandItems(command);
  if (items.length === 0) return givenNames(command).map((name) => ({ name, span: command.span }));
  return items.flatMap(({ alias, span }) => (alias === undefined ? [] : [{ name: alias, span }]));
}

function isSystemField(name: string): boolean {
  return systemFields.some((field) => field.toLowerCase() === name.toLowerCase());
}

function refuse(reason: string, span: Span): Violation {
  return { code: 'refused', reason, span };
}
