/**
 * The syntax tree of a CloudWatch Logs Insights query. Every node carries its span in the text it was read from
 * (UTF-16 offsets, end exclusive); nodes made by a transformation carry the span of the node they replace.
 */

export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Node {
  readonly span: Span;
}

/** What may run: `Extra`, here and below, is what a parsed tree may hold besides, and an admitted one never does. */
export interface Query extends Node {
  readonly kind: 'query';
  readonly commands: readonly Command[];
}

export type Command<Extra = never> =
  | FieldsCommand<Extra>
  | DisplayCommand<Extra>
  | FilterCommand<Extra>
  | SortCommand<Extra>
  | LimitCommand
  | StatsCommand<Extra>
  | ParseCommand
  | DedupCommand
  | UnnestCommand
  | ExpandCommand
  | PatternCommand<Extra>
  | FillMissingCommand
  | FillDownCommand
  | SessionizeCommand
  | OutlierCommand
  | CountFrequentCommand
  | AccumCommand
  | AutoregressCommand
  | AddTotalsCommand;

interface FieldsCommand<Extra = never> extends Node {
  readonly kind: 'fields';
  readonly items: readonly Projection<Extra>[];
}

interface DisplayCommand<Extra = never> extends Node {
  readonly kind: 'display';
  readonly items: readonly Projection<Extra>[];
}

export interface FilterCommand<Extra = never> extends Node {
  readonly kind: 'filter';
  readonly condition: Expression<Extra>;
}

export interface SortCommand<Extra = never> extends Node {
  readonly kind: 'sort';
  readonly keys: readonly SortKey<Extra>[];
}

export interface LimitCommand extends Node {
  readonly kind: 'limit';
  readonly count: number;
}

export interface StatsCommand<Extra = never> extends Node {
  readonly kind: 'stats';
  readonly aggregates: readonly Projection<Extra>[];
  readonly by: readonly Projection<Extra>[];
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

export interface PatternCommand<Extra = never> extends Node {
  readonly kind: 'pattern';
  readonly source: Expression<Extra>;
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

/** The sum of a field over this row and those before it. */
export interface AccumCommand extends Node {
  readonly kind: 'accum';
  readonly source: Field;
  readonly into: string;
}

/** The field's value in earlier rows: one column for each distance. */
export interface AutoregressCommand extends Node {
  readonly kind: 'autoregress';
  readonly source: Field;
  readonly lags: readonly Lag[];
  /** Were the names given? Else they are made from the field's. */
  readonly named: boolean;
}

interface Lag {
  readonly distance: number;
  readonly into: string;
}

/** Sums numbers across each row, and down each column into a row of its own. No field means every column. */
export interface AddTotalsCommand extends Node {
  readonly kind: 'addtotals';
  readonly row: boolean;
  readonly column: boolean;
  readonly into: string;
  readonly fields: readonly Field[];
}

/** An expression with an optional name: `count(*) as total`. */
export interface Projection<Extra = never> extends Node {
  readonly kind: 'projection';
  readonly expression: Expression<Extra>;
  readonly alias?: string;
}

type SortDirection = 'asc' | 'desc';

export interface SortKey<Extra = never> extends Node {
  readonly kind: 'sortKey';
  readonly expression: Expression<Extra>;
  readonly direction: SortDirection;
}

export type Expression<Extra = never> =
  | Field
  | StringLiteral
  | NumberLiteral
  | Period
  | Star
  | Call<Extra>
  | Comparison<Extra>
  | Like<Extra>
  | Membership<Extra>
  | Arithmetic<Extra>
  | Minus<Extra>
  | Not<Extra>
  | Connective<Extra>
  | Extra;

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
export interface Call<Extra = never> extends Node {
  readonly kind: 'call';
  readonly name: string;
  readonly args: readonly Expression<Extra>[];
}

export type ComparisonOperator = '=' | '!=' | '<' | '<=' | '>' | '>=';

interface Comparison<Extra = never> extends Node {
  readonly kind: 'comparison';
  readonly operator: ComparisonOperator;
  readonly left: Expression<Extra>;
  readonly right: Expression<Extra>;
}

/** `source` is what stands between the slashes; a slash inside is written `\/`, a newline `\n`. */
export interface Regex extends Node {
  readonly kind: 'regex';
  readonly source: string;
}

/** `operand like pattern`; `=~` is read as `like`. */
export interface Like<Extra = never> extends Node {
  readonly kind: 'like';
  readonly operand: Expression<Extra>;
  readonly pattern: StringLiteral | Regex;
  readonly negated: boolean;
}

export interface Membership<Extra = never> extends Node {
  readonly kind: 'in';
  readonly operand: Expression<Extra>;
  readonly list: readonly (StringLiteral | NumberLiteral)[];
  readonly negated: boolean;
}

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%' | '^';

interface Arithmetic<Extra = never> extends Node {
  readonly kind: 'arithmetic';
  readonly operator: ArithmeticOperator;
  readonly left: Expression<Extra>;
  readonly right: Expression<Extra>;
}

/** A minus sign before anything but a number. */
interface Minus<Extra = never> extends Node {
  readonly kind: 'minus';
  readonly operand: Expression<Extra>;
}

interface Not<Extra = never> extends Node {
  readonly kind: 'not';
  readonly operand: Expression<Extra>;
}

/** At least two operands. */
export interface Connective<Extra = never> extends Node {
  readonly kind: 'and' | 'or';
  readonly operands: readonly Expression<Extra>[];
}
