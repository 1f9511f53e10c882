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

/** A query as it may be written, with commands that are not allowed here; a `Query` has none of those. */
export interface ParsedQuery extends Node {
  readonly kind: 'query';
  readonly commands: readonly (Command | RefusedCommand)[];
}

/** A command that is not allowed here, with all that follows its name: words and signs as written, and queries in parentheses. */
export interface RefusedCommand extends Node {
  readonly kind: 'refused';
  /** As written. */
  readonly name: string;
  readonly parts: readonly RefusedPart[];
}

export type RefusedPart = RefusedText | ParsedQuery;

interface RefusedText extends Node {
  readonly kind: 'text';
  readonly text: string;
}

export type Command =
  | FieldsCommand
  | DisplayCommand
  | FilterCommand
  | SortCommand
  | LimitCommand
  | StatsCommand
  | ParseCommand
  | DedupCommand
  | UnnestCommand
  | ExpandCommand
  | PatternCommand
  | FillMissingCommand
  | FillDownCommand
  | SessionizeCommand
  | OutlierCommand
  | CountFrequentCommand;

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
  /** Moves the time that is looked at; not in a `Query`. */
  readonly offset?: Period;
}

/** Cuts named pieces out of a text. `names` are the columns it makes, in the order of the pieces. */
export interface ParseCommand extends Node {
  readonly kind: 'parse';
  readonly source: Field;
  readonly format: ParseFormat;
  readonly names: readonly string[];
  /** One row for each match. */
  readonly multi: boolean;
}

/** A string is a pattern with `*` for each piece; `json` follows a path into a JSON text. */
export type ParseFormat =
  | StringLiteral
  | Regex
  | { readonly kind: 'logfmt' | 'csv'; readonly span: Span }
  | { readonly kind: 'json'; readonly path: string; readonly span: Span };

export interface DedupCommand extends Node {
  readonly kind: 'dedup';
  readonly keys: readonly Field[];
}

export interface UnnestCommand extends Node {
  readonly kind: 'unnest';
  readonly source: Field;
  readonly into: string;
}

/** One row for each element of a list, under the list's own name. */
export interface ExpandCommand extends Node {
  readonly kind: 'expand';
  readonly source: Field;
}

export interface PatternCommand extends Node {
  readonly kind: 'pattern';
  readonly source: Expression;
}

/** Gives the buckets of time that have no row one, with `value` in the fields named, or nothing. */
export interface FillMissingCommand extends Node {
  readonly kind: 'fillmissing';
  readonly value?: StringLiteral | NumberLiteral;
  readonly fields: readonly string[];
}

/** Gives an empty field the value of the row before; a name may end in `*`. No name means every field. */
export interface FillDownCommand extends Node {
  readonly kind: 'filldown';
  readonly fields: readonly string[];
}

export interface SessionizeCommand extends Node {
  readonly kind: 'sessionize';
  readonly keys: readonly Field[];
  readonly maxSpan: Period;
  readonly into: string;
}

/** Removes numbers far from the middle of their field, or moves them to its edge. */
export interface OutlierCommand extends Node {
  readonly kind: 'outlier';
  readonly action: 'remove' | 'transform';
  readonly param: NumberLiteral;
  readonly useLower: boolean;
  readonly mark: boolean;
  readonly fields: readonly Field[];
}

export interface CountFrequentCommand extends Node {
  readonly kind: 'countfrequent';
  readonly keys: readonly Field[];
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
  | Arithmetic
  | Minus
  | Not
  | Connective;

/**
 * `name` is the key of a row. `steps` are there if the name was written with an index or a quoted step, as in
 * `list[0].name` or `` map.`a key` ``: then they lead into a list or map, and `name` is them with dots between.
 */
export interface Field extends Node {
  readonly kind: 'field';
  readonly name: string;
  readonly steps?: readonly (string | number)[];
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
export interface Period extends Node {
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
  /** In the place of a list; not in a `Query`. */
  readonly subquery?: ParsedQuery;
  readonly negated: boolean;
}

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%' | '^';

interface Arithmetic extends Node {
  readonly kind: 'arithmetic';
  readonly operator: ArithmeticOperator;
  readonly left: Expression;
  readonly right: Expression;
}

/** A minus sign before anything but a number. */
interface Minus extends Node {
  readonly kind: 'minus';
  readonly operand: Expression;
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
