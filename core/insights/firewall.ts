import { locate, type QueryError, type QueryErrorCode } from './error.ts';
import { functions } from './functions.ts';
import { parse } from './parse.ts';
import type { Command, Expression, Query, Span } from './syntax.ts';
import { commandExpressions, commandItems, visitExpressions } from './walk.ts';

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

const allowedCommands: readonly Command['kind'][] = ['fields', 'display', 'filter', 'sort', 'limit', 'stats'];

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
  if (!parsed.ok) return parsed;
  const violations = parsed.query.commands.flatMap(commandViolations);
  if (violations.length === 0) return parsed;
  return { ok: false, errors: violations.map((violation) => locate(text, violation)) };
}

function commandViolations(command: Command): Violation[] {
  if (!allowedCommands.includes(command.kind)) {
    return [refuse(`\`${command.kind}\` is not allowed here`, command.span)];
  }
  const violations: Violation[] = [];
  for (const expression of commandExpressions(command)) {
    visitExpressions(expression, (part) => violations.push(...expressionViolations(part)));
  }
  for (const { alias, span } of commandItems(command)) {
    if (alias === undefined || !isSystemField(alias)) continue;
    violations.push(
      refuse(`\`${alias}\` is the name of a system field: choose another name after \`as\``, span),
    );
  }
  if (command.kind === 'limit' && command.count > maxRows) {
    const reason = `\`limit\` may be at most ${maxRows} here, not ${command.count}: narrow the time range or the filter`;
    violations.push({ code: 'limit', reason, span: command.span });
  }
  return violations;
}

function expressionViolations(expression: Expression): Violation[] {
  if (expression.kind === 'call' && !functions.has(expression.name.toLowerCase())) {
    return [refuse(`The function \`${expression.name}\` is not allowed here`, expression.span)];
  }
  // A pointer opens the raw event to whoever may call GetLogRecord.
  if (expression.kind === 'field' && expression.name.toLowerCase() === '@ptr') {
    return [refuse('`@ptr` is not shown here: it would lead to the event as it was logged', expression.span)];
  }
  return [];
}

function isSystemField(name: string): boolean {
  return systemFields.some((field) => field.toLowerCase() === name.toLowerCase());
}

function refuse(reason: string, span: Span): Violation {
  return { code: 'refused', reason, span };
}
