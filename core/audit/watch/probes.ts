import { admit } from '../../insights/firewall.ts';
import { print } from '../../insights/print.ts';
import type { Expression, Query } from '../../insights/syntax.ts';
import { commandExpressions, visitExpressions } from '../../insights/walk.ts';
import { replaceMasks } from '../../redact/count.ts';

/** One value that a query asks for. */
export interface Probe {
  /** What is asked: the field or expression that is compared, with the kind of comparison. */
  question: string;
  value: string;
  kind: 'text' | 'bound';
  /** Whether redaction hides the value. */
  hidden: boolean;
  /** If the query only counts: what one count of it is about, since values in one condition are counted together. */
  counted?: string;
}

const hiddenPrefix = 'hidden_value_';

/**
 * The values that a query asks for, read from its redacted text by the parser that admits queries. Comparisons with plain
 * fields are left out: levels and status codes are nobody's values. Undefined if the text is not a query.
 */
export function probesOf(redacted: string, plainFields: readonly string[]): Probe[] | undefined {
  const admitted = admit(withReadableMasks(redacted));
  if (!admitted.ok) return undefined;
  const counting = isCounting(admitted.query);
  const plain = new Set(plainFields.map((name) => name.toLowerCase()));
  return admitted.query.commands.flatMap(commandExpressions).flatMap((expression) => {
    const probes = probesIn(expression, plain);
    const counted = probes.map(({ value }) => value).join(' ');
    return counting ? probes.map((probe) => ({ ...probe, counted })) : probes;
  });
}

function probesIn(expression: Expression, plain: ReadonlySet<string>): Probe[] {
  const probes: Probe[] = [];
  visitExpressions(expression, (part) => {
    for (const { how, operand, value: written } of askedBy(part)) {
      if (operand.kind === 'field' && plain.has(operand.name.toLowerCase())) continue;
      const value = withoutAnchors(written);
      if (value === '') continue;
      const question = `${how} ${printed(operand)}`;
      probes.push({ question, value, kind: how, hidden: value.includes(hiddenPrefix) });
    }
  });
  return probes;
}

/** A mask that stands where a number stood is no token of the language; a name in its place is, and inside a text it does no harm. */
function withReadableMasks(redacted: string): string {
  return replaceMasks(
    redacted,
    (type, id) => `${hiddenPrefix}${type.replace(/\W/g, '_')}_${id.replace('…', 'x')}`,
  );
}

interface Asked {
  how: 'text' | 'bound';
  operand: Expression;
  value: string;
}

/** Functions that look for their second argument in the first. */
const searching: ReadonlySet<string> = new Set([
  'strcontains',
  'regexreplace',
  'replace',
  'split',
  'matches',
]);

function askedBy(expression: Expression): Asked[] {
  switch (expression.kind) {
    case 'like': {
      const { operand, pattern } = expression;
      const value = pattern.kind === 'string' ? pattern.value : pattern.source;
      return [{ how: 'text', operand, value }];
    }
    case 'in': {
      const { operand, list } = expression;
      return list.flatMap((item) =>
        item.kind === 'string' ? [{ how: 'text', operand, value: item.value }] : [],
      );
    }
    case 'comparison': {
      const { operator, left, right } = expression;
      const sides = [
        [left, right],
        [right, left],
      ] as const;
      const isBound = operator !== '=' && operator !== '!=';
      return sides.flatMap(([operand, other]): Asked[] => {
        const value = literalOf(other);
        if (value === undefined || literalOf(operand) !== undefined) return [];
        return [{ how: isBound ? 'bound' : 'text', operand, value }];
      });
    }
    case 'call': {
      const [operand, sought] = expression.args;
      if (!searching.has(expression.name.toLowerCase()) || operand === undefined) return [];
      return sought?.kind === 'string' ? [{ how: 'text', operand, value: sought.value }] : [];
    }
    default:
      return [];
  }
}

/** A literal's text. A hidden value is read as a field, since it has lost its quotes or never had any. */
function literalOf(expression: Expression): string | undefined {
  if (expression.kind === 'string') return expression.value;
  if (expression.kind === 'number') return expression.text;
  if (expression.kind === 'field' && expression.name.startsWith(hiddenPrefix)) return expression.name;
  return undefined;
}

/** What a pattern looks for, without what only says where. */
function withoutAnchors(pattern: string): string {
  return pattern.replace(/^(?:\(\?[a-z]+\))?\^?(?:\.\*)?/, '').replace(/(?:\.[*+])?\$?$/, '');
}

function printed(operand: Expression): string {
  return print({
    kind: 'query',
    span: operand.span,
    commands: [{ kind: 'filter', condition: operand, span: operand.span }],
  });
}

/** Does the query show numbers only, and no row of an event? */
function isCounting({ commands }: Query): boolean {
  return commands.some(({ kind }) => kind === 'stats');
}
