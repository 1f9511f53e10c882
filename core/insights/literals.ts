import { mapQuery } from './map.ts';
import { literalRegex, literalRegexSource } from './regex.ts';
import type { Command, Expression, Query, Regex, StringLiteral } from './syntax.ts';
import { commandExpressions, visitExpressions } from './walk.ts';

type Redact = (text: string) => string;

/**
 * The query with its string literals passed through the redactor, and the regular expressions that are plain literal text,
 * too. So a search for a whole known value finds the pseudonym that stands in its place, and a search for a piece of one
 * finds nothing. Other regular expressions see redacted text only and stay as they are.
 *
 * The result is for `execute`: a redacted literal may hold characters that the language cannot write.
 */
export function redactLiterals(query: Query, redact: Redact): Query {
  const patterns = patternsOf(query);
  const mapped = mapQuery(query, (expression) =>
    expression.kind === 'string' && patterns.has(expression)
      ? { ...expression, value: escapeMasks(redact(expression.value)) }
      : redactNode(expression, redact),
  );
  return { ...mapped, commands: mapped.commands.map((command) => redactPattern(command, redact)) };
}

/** Regular expressions that are written as a string: a pseudonym in one would be a class of characters. */
function patternsOf(query: Query): ReadonlySet<Expression> {
  const patterns = new Set<Expression>();
  for (const expression of query.commands.flatMap(commandExpressions)) {
    visitExpressions(expression, (part) => {
      if (part.kind !== 'call' || part.name.toLowerCase() !== 'regexreplace') return;
      const [, pattern] = part.args;
      if (pattern !== undefined) patterns.add(pattern);
    });
  }
  return patterns;
}

/** The texts between the `*` of `parse` are searched for as well. */
function redactPattern(command: Command, redact: Redact): Command {
  if (command.kind !== 'parse' || command.format.kind !== 'string') return command;
  const value = command.format.value.split('*').map(redact).join('*');
  return { ...command, format: { ...command.format, value } };
}

function redactNode(expression: Expression, redact: Redact): Expression {
  switch (expression.kind) {
    case 'string':
      return redactString(expression, redact);
    case 'like': {
      const { pattern } = expression;
      const redacted =
        pattern.kind === 'string' ? redactString(pattern, redact) : redactRegex(pattern, redact);
      return { ...expression, pattern: redacted };
    }
    case 'in': {
      const list = expression.list.map((item) =>
        item.kind === 'string' ? redactString(item, redact) : item,
      );
      return { ...expression, list };
    }
    default:
      return expression;
  }
}

function redactString(literal: StringLiteral, redact: Redact): StringLiteral {
  return { ...literal, value: redact(literal.value) };
}

function redactRegex(regex: Regex, redact: Redact): Regex {
  const literal = literalRegex(regex.source);
  if (literal === undefined) return regex;
  const text = redact(literal.text);
  return text === literal.text ? regex : { ...regex, source: literalRegexSource({ ...literal, text }) };
}

function escapeMasks(source: string): string {
  return source.replace(/\[([a-z0-9_.-]{1,40}:(?:[0-9a-z]{12}|…))\]/g, '\\[$1\\]');
}
