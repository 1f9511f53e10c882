import type { Command, Expression, Field, Node, Period, Projection, StatsCommand } from './syntax.ts';

/** The tree of any query of the language, with what may never run: only the firewall makes a `Query` of it. */
export interface ParsedQuery extends Node {
  readonly kind: 'query';
  readonly commands: readonly ParsedCommand[];
}

export type ParsedCommand = PlainCommand | RefusedCommand;

/** A command that may run if no expression in it is refused. */
export type PlainCommand = Command<InQuery>;

export type ParsedExpression = Expression<InQuery>;
export type ParsedProjection = Projection<InQuery>;

/** `operand in ( query )`. */
export interface InQuery extends Node {
  readonly kind: 'inQuery';
  readonly operand: ParsedExpression;
  readonly query: ParsedQuery;
  readonly negated: boolean;
}

export type RefusedCommand =
  | SourceCommand
  | JoinCommand
  | AppendColsCommand
  | LookupCommand
  | UnmaskCommand
  | DiffCommand
  | LogCompareCommand
  | ShiftedStatsCommand
  | RelevantFieldsCommand
  | BareCommand
  | UndocumentedCommand;

/** `START=… END=…` may stand without groups. */
export interface SourceCommand extends Node {
  readonly kind: 'source';
  readonly targets: readonly SourceTarget[];
  /** As written: `-1d`, `now`, milliseconds. */
  readonly from?: string;
  readonly to?: string;
}

/** The name of a log group, or a choice of several such as `logGroups(namePrefix: ["/prod"])`. */
export type SourceTarget =
  | { readonly kind: 'group'; readonly name: string }
  | { readonly kind: 'selector'; readonly name: string; readonly args: readonly SourceArgument[] };

export interface SourceArgument {
  readonly name?: string;
  readonly values: readonly string[];
}

export interface JoinCommand extends Node {
  readonly kind: 'join';
  readonly type?: 'inner' | 'left';
  readonly left: string;
  readonly right: string;
  readonly condition: ParsedExpression;
  readonly query: ParsedQuery;
}

export interface AppendColsCommand extends Node {
  readonly kind: 'appendcols';
  readonly override?: boolean;
  readonly max?: number;
  readonly query: ParsedQuery;
}

/** `keys` pair a column of the table with a field; for `cidrlookup` the one field with the table's column. */
export interface LookupCommand extends Node {
  readonly kind: 'lookup' | 'cidrlookup';
  readonly table: string;
  readonly keys: readonly Renaming[];
  readonly mode: 'OUTPUT' | 'OUTPUTNEW';
  readonly outputs: readonly Renaming[];
}

export interface Renaming {
  readonly name: string;
  readonly as?: string;
}

export interface UnmaskCommand extends Node {
  readonly kind: 'unmask';
  readonly fields: readonly Field[];
}

export interface DiffCommand extends Node {
  readonly kind: 'diff';
  readonly against?: 'previousDay' | 'previousWeek' | 'previousMonth';
}

export interface LogCompareCommand extends Node {
  readonly kind: 'logcompare';
  readonly shift: Period;
}

/** `stats … offset 1d`. */
export interface ShiftedStatsCommand extends Node {
  readonly kind: 'shiftedStats';
  readonly stats: StatsCommand<InQuery>;
  readonly offset: Offset;
}

interface Offset extends Node {
  readonly kind: 'offset';
  readonly period: Period;
}

export interface RelevantFieldsCommand extends Node {
  readonly kind: 'relevantfields';
  readonly fields: readonly Field[];
  readonly condition: ParsedExpression;
}

/** Commands that take nothing. */
interface BareCommand extends Node {
  readonly kind: 'anomaly' | 'estimate';
}

/** A word of the service's grammar without any documentation, with the tokens behind it. */
export interface UndocumentedCommand extends Node {
  readonly kind: 'undocumented';
  readonly name: 'search' | 'order' | 'head' | 'tail';
  readonly tokens: readonly string[];
}
