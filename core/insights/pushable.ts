import { mayContainPseudonym, mayTouchPseudonym } from './masks.ts';
import { isPlain } from './plain.ts';
import { printExpression } from './print.ts';
import { type LiteralRegex, literalChoices } from './regex.ts';
import type { Connective, Expression, Like } from './syntax.ts';

/** What the plan knows about the query's fields when it decides what the service may compute. */
export interface Pushing {
  readonly isPlain: (field: string) => boolean;
  /** A raw field of the event, and not a name the query gives to something else. */
  readonly isRaw: (field: string) => boolean;
  /** May raw text be searched? */
  readonly text: boolean;
  /** The types of pseudonym there are, if known. */
  readonly pseudonymTypes: readonly string[] | undefined;
  /** Words that may be counted in raw text: everybody may know how often they are logged. */
  readonly publicTerms: ReadonlySet<string>;
  /** Would redaction change the text? */
  readonly isSensitive: (text: string) => boolean;
}

/** The part of a condition that the service can decide alone, and a weaker condition for what it can only narrow down. */
export interface Split {
  readonly exact: readonly Expression[];
  readonly prefilters: readonly Expression[];
  readonly residual: readonly Expression[];
  /** Does every part of the residual also run as it is before? Then few rows are fetched in vain. */
  readonly isNarrow: boolean;
}

export function splitCondition(condition: Expression, pushing: Pushing): Split {
  const exact: Expression[] = [];
  const prefilters: Expression[] = [];
  const residual: Expression[] = [];
  let isNarrow = true;
  for (const part of conjuncts(condition)) {
    if (isPlain(part, pushing.isPlain)) {
      exact.push(part);
      continue;
    }
    residual.push(part);
    const weaker = prefilter(part, pushing);
    if (weaker !== undefined) prefilters.push(weaker);
    if (weaker === undefined || printExpression(weaker) !== printExpression(part)) isNarrow = false;
  }
  return { exact, prefilters, residual, isNarrow };
}

function conjuncts(condition: Expression): readonly Expression[] {
  return condition.kind === 'and' ? condition.operands.flatMap(conjuncts) : [condition];
}

/**
 * A condition on the raw row that holds whenever the given one holds on the redacted row; undefined if there is none to
 * be had. Only that way round does running it first change nothing, and so tell nothing. Nothing under `not` qualifies.
 */
function prefilter(expression: Expression, pushing: Pushing): Expression | undefined {
  if (isPlain(expression, pushing.isPlain)) return expression;
  switch (expression.kind) {
    case 'and':
      return combine(
        expression,
        expression.operands.map((part) => prefilter(part, pushing)).filter(isDefined),
      );
    case 'or': {
      const parts = expression.operands.map((part) => prefilter(part, pushing));
      return parts.every(isDefined) ? combine(expression, parts) : undefined;
    }
    case 'like':
      return pushing.text && isSearch(expression, pushing) ? expression : undefined;
    case 'comparison': {
      const { operator, left, right } = expression;
      if (!pushing.text || operator !== '=') return undefined;
      const [field, literal] = left.kind === 'field' ? [left, right] : [right, left];
      return isRawField(field, pushing) && isWholeValue(literal, pushing) ? expression : undefined;
    }
    case 'in': {
      const { operand, list, negated } = expression;
      const pushes =
        pushing.text &&
        !negated &&
        isRawField(operand, pushing) &&
        list.every((item) => isWholeValue(item, pushing));
      return pushes ? expression : undefined;
    }
    default:
      return undefined;
  }
}

function combine(connective: Connective, parts: readonly Expression[]): Expression | undefined {
  const [first] = parts;
  return parts.length > 1 ? { ...connective, operands: parts } : first;
}

function isSearch({ operand, pattern, negated }: Like, pushing: Pushing): boolean {
  if (negated || !isRawField(operand, pushing)) return false;
  if (pattern.kind === 'string') return isSafeText(pattern.value, pushing);
  return literalChoices(pattern.source)?.every((choice) => isSafeChoice(choice, pushing)) ?? false;
}

/** Is the condition made of plain tests and searches for public terms, none under `not`? Then its rows may be counted raw. */
export function isPublic(expression: Expression, pushing: Pushing): boolean {
  if (isPlain(expression, pushing.isPlain)) return true;
  if (!pushing.text) return false;
  if (expression.kind === 'and' || expression.kind === 'or') {
    return expression.operands.every((part) => isPublic(part, pushing));
  }
  if (expression.kind !== 'like' || expression.negated || !isRawField(expression.operand, pushing))
    return false;
  const { pattern } = expression;
  const choices =
    pattern.kind === 'string'
      ? [{ text: pattern.value, ignoresCase: false }]
      : literalChoices(pattern.source);
  return choices?.every((choice) => pushing.publicTerms.has(choice.text.toLowerCase())) ?? false;
}

function isSafeChoice({ text, ignoresCase }: LiteralRegex, pushing: Pushing): boolean {
  if (!ignoresCase) return isSafeText(text, pushing);
  // Beyond ASCII, letters such as the long s fold onto letters of a pseudonym.
  return /^[\x20-\x7e]*$/.test(text) && isSafeText(text.toLowerCase(), pushing) && !pushing.isSensitive(text);
}

function isSafeText(text: string, pushing: Pushing): boolean {
  return text !== '' && !mayTouchPseudonym(text, pushing.pseudonymTypes) && !pushing.isSensitive(text);
}

function isRawField(expression: Expression, pushing: Pushing): boolean {
  return expression.kind === 'field' && expression.steps === undefined && pushing.isRaw(expression.name);
}

/** A whole value without a pseudonym in it is equal after redaction only if it was before. */
function isWholeValue(expression: Expression, pushing: Pushing): boolean {
  if (expression.kind !== 'string') return expression.kind === 'number';
  return !mayContainPseudonym(expression.value) && !pushing.isSensitive(expression.value);
}

function isDefined<Value>(value: Value | undefined): value is Value {
  return value !== undefined;
}
