import { mayContainPseudonym, mayTouchPseudonym } from './masks.ts';
import { isPlain } from './plain.ts';
import { printExpression } from './print.ts';
import { type LiteralRegex, literalChoices } from './regex.ts';
import type { Connective, Expression, Like } from './syntax.ts';

/** What the plan knows about the query's fields when it decides what the service may compute. */
export interface Pushing {
  readonly isPlain: (field: string) => boolean;
  /** Text that redaction may change, but whose whole values may be told apart: equal before is equal after. */
  readonly isWhole: (field: string) => boolean;
  /** A raw field of the event, and not a name the query gives to something else, nor a name of secrets. */
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
    if (isExact(part, pushing)) {
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

/** Does the condition say the same of raw and of redacted rows? */
function isExact(expression: Expression, pushing: Pushing): boolean {
  return isPlain(expression, pushing.isPlain) || isWholeTest(expression, pushing);
}

/** Is a field whose values count as wholes compared with values that are the same when they are redacted? */
function isWholeTest(expression: Expression, pushing: Pushing): boolean {
  const isField = (part: Expression) => part.kind === 'field' && pushing.isWhole(part.name);
  const isValue = (part: Expression) => part.kind === 'string' && isWholeValue(part, pushing);
  if (expression.kind === 'in') return isField(expression.operand) && expression.list.every(isValue);
  if (expression.kind !== 'comparison' || !['=', '!='].includes(expression.operator)) return false;
  const { left, right } = expression;
  return (isField(left) && isValue(right)) || (isValue(left) && isField(right));
}

/** What stands beside the condition: nothing but further conditions, or alternatives, too. */
type Beside = 'conditions' | 'alternatives';

/**
 * A condition on the raw row that holds whenever the given one holds on the redacted row; undefined if there is none to
 * be had. Only that way round does running it first change nothing, and so tell nothing. Nothing under `not` qualifies.
 *
 * Threat: rows that the service finds and the residual drops still count against the number of rows fetched. A guess that
 * is an alternative to something common, `duration > 0 or @message like "Hunter"`, would show by a single row that is pushed
 * out. So a guess is searched alone: then it takes as many hidden occurrences as there are rows in an answer.
 */
function prefilter(
  expression: Expression,
  pushing: Pushing,
  beside: Beside = 'conditions',
): Expression | undefined {
  if (isExact(expression, pushing)) return expression;
  switch (expression.kind) {
    case 'and':
      return combine(
        expression,
        expression.operands.map((part) => prefilter(part, pushing, beside)).filter(isDefined),
      );
    case 'or': {
      const parts = expression.operands.map((part) => prefilter(part, pushing, 'alternatives'));
      return parts.every(isDefined) ? combine(expression, parts) : undefined;
    }
    case 'like':
      return pushing.text && isSearch(expression, pushing, beside) ? expression : undefined;
    case 'comparison': {
      const { operator, left, right } = expression;
      if (!pushing.text || operator !== '=' || beside === 'alternatives') return undefined;
      const [field, literal] = left.kind === 'field' ? [left, right] : [right, left];
      return isRawField(field, pushing) && isWholeValue(literal, pushing) ? expression : undefined;
    }
    case 'in': {
      const { operand, list, negated } = expression;
      const [only, ...others] = list;
      const isAlone = only !== undefined && others.length === 0 && beside === 'conditions';
      const pushes =
        pushing.text && !negated && isRawField(operand, pushing) && isAlone && isWholeValue(only, pushing);
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

/** Shorter pieces occur everywhere, so that one could choose a range in which a single hidden one makes the difference. */
const minSearchLength = 3;

function isSearch({ operand, pattern, negated }: Like, pushing: Pushing, beside: Beside): boolean {
  if (negated || !isRawField(operand, pushing)) return false;
  const choices = choicesOf(pattern);
  if (choices === undefined || !choices.every((choice) => isSafeChoice(choice, pushing))) return false;
  const [only, ...others] = choices;
  const isAlone = only !== undefined && others.length === 0 && beside === 'conditions';
  return (isAlone && only.text.length >= minSearchLength) || arePublic(choices, pushing);
}

function choicesOf(pattern: Like['pattern']): LiteralRegex[] | undefined {
  if (pattern.kind === 'regex') return literalChoices(pattern.source);
  return [{ text: pattern.value, ignoresCase: false }];
}

function arePublic(choices: readonly LiteralRegex[], { publicTerms }: Pushing): boolean {
  return choices.every(({ text }) => publicTerms.has(text.toLowerCase()));
}

/**
 * Is the condition made of plain tests and searches of the message for public terms, none under `not`? Then its rows may be
 * counted raw. A field that has such a word in it may be somebody's name.
 */
export function isPublic(expression: Expression, pushing: Pushing): boolean {
  if (isExact(expression, pushing)) return true;
  if (!pushing.text) return false;
  if (expression.kind === 'and' || expression.kind === 'or') {
    return expression.operands.every((part) => isPublic(part, pushing));
  }
  if (expression.kind !== 'like' || expression.negated || !isMessage(expression.operand)) return false;
  const choices = choicesOf(expression.pattern);
  return choices !== undefined && arePublic(choices, pushing);
}

function isSafeChoice({ text, ignoresCase }: LiteralRegex, pushing: Pushing): boolean {
  if (!ignoresCase) return isSafeText(text, pushing);
  // Beyond ASCII, letters such as the long s fold onto letters of a pseudonym.
  return /^[\x20-\x7e]*$/.test(text) && isSafeText(text.toLowerCase(), pushing) && !pushing.isSensitive(text);
}

function isSafeText(text: string, pushing: Pushing): boolean {
  return text !== '' && !mayTouchPseudonym(text, pushing.pseudonymTypes) && !pushing.isSensitive(text);
}

function isMessage(expression: Expression): boolean {
  return expression.kind === 'field' && expression.name === '@message';
}

function isRawField(expression: Expression, pushing: Pushing): boolean {
  return expression.kind === 'field' && expression.steps === undefined && pushing.isRaw(expression.name);
}

/** A whole value without a pseudonym in it is equal after redaction only if it was before. */
function isWholeValue(expression: Expression, pushing: Pushing): boolean {
  if (expression.kind === 'number') return !pushing.isSensitive(expression.text);
  if (expression.kind !== 'string') return false;
  return !mayContainPseudonym(expression.value) && !pushing.isSensitive(expression.value);
}

function isDefined<Value>(value: Value | undefined): value is Value {
  return value !== undefined;
}
