/**
 * The syntax tree of a CloudWatch Logs Insights query. Every node carries its span in the text it was read from
 * (UTF-16 offsets, end exclusive); nodes made by a transformation carry the span of the node they replace.
 */

export interface Span {
  readonly start: number;
  readonly end: number;
}

interface Node {
  readonly span: Span;
}

export interface Query extends Node {
  readonly kind: 'query';
  readonly commands: readonly Command[];
}

export type Command =
  | FieldsCommand
  | DisplayCommand
  | FilterCommand
  | SortCommand
  | LimitCommand
  | StatsCommand;

interface FieldsCommand extends Node {
  readonly kind: 'fields';
  readonly items: readonly Projection[];
}

interface DisplayCommand extends Node {
  readonly kind: 'display';
  readonly items: readonly Projection[];
}

export interface FilterCommand extends Node {
  readonly kind: 'filter';
  readonly condition: Expression;
}

export interface SortCommand extends Node {
  readonly kind: 'sort';
  readonly keys: readonly SortKey[];
}

export interface LimitCommand extends Node {
  readonly kind: 'limit';
  readonly count: number;
}

export interface StatsCommand extends Node {
  readonly kind: 'stats';
  readonly aggregates: readonly Projection[];
  readonly by: readonly Projection[];
}

/** An expression with an optional name: `count(*) as total`. */
export interface Projection extends Node {
  readonly kind: 'projection';
  readonly expression: Expression;
  readonly alias?: string;
}

type SortDirection = 'asc' | 'desc';

export interface SortKey extends Node {
  readonly kind: 'sortKey';
  readonly expression: Expression;
  readonly direction: SortDirection;
}

export type Expression =
  | Field
  | StringLiteral
  | NumberLiteral
  | Period
  | Star
  | Call
  | Comparison
  | Like
  | Membership
  | Not
  | Connective;

interface Field extends Node {
  readonly kind: 'field';
  readonly name: string;
}

export interface StringLiteral extends Node {
  readonly kind: 'string';
  readonly value: string;
}

/** `text` is kept as written, since identifiers may be longer than a double is precise. */
export interface NumberLiteral extends Node {
  readonly kind: 'number';
  readonly text: string;
}

/** A length of time such as `5m`; `text` as written, because it appears in column names. */
interface Period extends Node {
  readonly kind: 'period';
  readonly text: string;
}

/** The `*` of `count(*)`. */
interface Star extends Node {
  readonly kind: 'star';
}

/** `name` as written, because it appears in column names; its meaning ignores case. */
export interface Call extends Node {
  readonly kind: 'call';
  readonly name: string;
  readonly args: readonly Expression[];
}

export type ComparisonOperator = '=' | '!=' | '<' | '<=' | '>' | '>=';

interface Comparison extends Node {
  readonly kind: 'comparison';
  readonly operator: ComparisonOperator;
  readonly left: Expression;
  readonly right: Expression;
}

/** `source` is what stands between the slashes; a slash inside is written `\/`, a newline `\n`. */
export interface Regex extends Node {
  readonly kind: 'regex';
  readonly source: string;
}

/** `operand like pattern`; `=~` is read as `like`. */
export interface Like extends Node {
  readonly kind: 'like';
  readonly operand: Expression;
  readonly pattern: StringLiteral | Regex;
  readonly negated: boolean;
}

export interface Membership extends Node {
  readonly kind: 'in';
  readonly operand: Expression;
  readonly list: readonly (StringLiteral | NumberLiteral)[];
  readonly negated: boolean;
}

interface Not extends Node {
  readonly kind: 'not';
  readonly operand: Expression;
}

/** At least two operands. */
export interface Connective extends Node {
  readonly kind: 'and' | 'or';
  readonly operands: readonly Expression[];
}
