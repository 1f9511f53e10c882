import { admit } from '../../insights/firewall.ts';
import type { Command, Expression, Query } from '../../insights/syntax.ts';
import { commandExpressions, visitExpressions } from '../../insights/walk.ts';
import { replaceMasks } from '../../redact/count.ts';
import { Columns, hiddenPrefix } from './columns.ts';

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

/**
 * The values that a query asks for, read from its redacted text by the parser that admits queries. Comparisons with plain
 * fields are left out: levels and status codes are nobody's values. Undefined if the text is not a query.
 *
 * Threat: whoever asks step by step may give the same field another name, or wrap it in another function, at every step. So a
 * question is known by the fields of the event that it rests on.
 */
export function probesOf(redacted: string, plainFields: readonly string[]): Probe[] | undefined {
  const admitted = admit(withReadableMasks(redacted));
  if (!admitted.ok) return undefined;
  const counting = isCounting(admitted.query);
  const plain = new Set(plainFields.map((name) => name.toLowerCase()));
  const columns = new Columns();
  return admitted.query.commands.flatMap((command) => {
    const asked = askedByCommand(command, columns).map((each) => probesIn(each, plain));
    columns.follow(command);
    return asked.flatMap((probes) => {
      const counted = probes.map(({ value }) => value).join(' ');
      return counting ? probes.map((probe) => ({ ...probe, counted })) : probes;
    });
  });
}

/** What each expression of a command asks for, and what `parse` looks for in its field. */
function askedByCommand(command: Command, columns: Columns): Asked[][] {
  const asked = commandExpressions(command).map((expression) => {
    const found: Asked[] = [];
    visitExpressions(expression, (part) => found.push(...askedBy(part, columns)));
    return found;
  });
  if (command.kind !== 'parse') return asked;
  const { source, format } = command;
  const { fields } = columns.originOf(source);
  if (format.kind === 'string') {
    return [...asked, [{ how: 'text', fields, value: format.value.replaceAll('*', '') }]];
  }
  if (format.kind !== 'regex') return asked;
  return [...asked, [{ how: 'text', fields, value: format.source.replace(/\(\?<\w+>[^()]*\)/g, '') }]];
}

function probesIn(asked: readonly Asked[], plain: ReadonlySet<string>): Probe[] {
  return asked.flatMap(({ how, fields, value: written }) => {
    const value = withoutAnchors(written);
    if (value === '' || fields.every((name) => plain.has(name))) return [];
    return [
      { question: `${how} ${fields.join(' ')}`, value, kind: how, hidden: value.includes(hiddenPrefix) },
    ];
  });
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
  /** What is looked at: the fields of the event that it rests on. */
  fields: readonly string[];
  value: string;
}

/** Functions that look for their second argument in the first. */
const searching: ReadonlySet<string> = new Set([
  'strcontains',
  'startswith',
  'endswith',
  'regexreplace',
  'replace',
  'split',
  'trim',
  'ltrim',
  'rtrim',
  'jsonarraycontains',
  'isipinsubnet',
]);

function askedBy(expression: Expression, columns: Columns): Asked[] {
  const fieldsOf = (of: Expression) => columns.originOf(of).fields;
  switch (expression.kind) {
    case 'like': {
      const { operand, pattern } = expression;
      const value = pattern.kind === 'string' ? pattern.value : pattern.source;
      return [{ how: 'text', fields: fieldsOf(operand), value }];
    }
    case 'in': {
      const fields = fieldsOf(expression.operand);
      return expression.list.flatMap((item) =>
        item.kind === 'string' ? [{ how: 'text', fields, value: item.value }] : [],
      );
    }
    case 'comparison': {
      const { operator, left, right } = expression;
      const how = operator === '=' || operator === '!=' ? 'text' : 'bound';
      return [...asking(how, [left, right], columns), ...asking(how, [right, left], columns)];
    }
    case 'call': {
      const [of, sought] = expression.args;
      const isSearch = searching.has(expression.name.toLowerCase());
      return isSearch && of && sought ? asking('text', [of, sought], columns) : [];
    }
    default:
      return [];
  }
}

/** What is sought may be put together: `concat("a", "b")` is a literal as well, with or without a field that is not there. */
function asking(
  how: Asked['how'],
  [of, sought]: readonly [Expression, Expression],
  columns: Columns,
): Asked[] {
  const { fields } = columns.originOf(of);
  const { literals } = columns.originOf(sought);
  return fields.length === 0 || literals.length === 0 ? [] : [{ how, fields, value: literals.join('') }];
}

/** What a pattern looks for, without what only says where. */
function withoutAnchors(pattern: string): string {
  return pattern.replace(/^(?:\(\?[a-z]+\))?\^?(?:\.\*)?/, '').replace(/(?:\.[*+])?\$?$/, '');
}

/** Does the query show numbers only, and no row of an event? */
function isCounting({ commands }: Query): boolean {
  return commands.some(({ kind }) => kind === 'stats');
}
