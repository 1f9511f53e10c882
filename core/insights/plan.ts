import { isDiscovered } from '../redact/row.ts';
import { fieldItem, fieldsOf, filterOf, limitTo, queryOf } from './build.ts';
import { maxRows } from './firewall.ts';
import { planStats } from './plan-stats.ts';
import { print } from './print.ts';
import { type Pushing, splitCondition } from './pushable.ts';
import { fieldsRead } from './reads.ts';
import type { Command, Expression, FilterCommand, Query, SortKey } from './syntax.ts';
import { commandColumns, commandExpressions, givenNames } from './walk.ts';

export interface PlanOptions {
  /** At `strict` the service searches no text at all. */
  level: 'standard' | 'strict';
  /** The scope's fields that redaction never changes: closed enumerations and numbers. */
  plainFields: readonly string[];
  /**
   * The types of pseudonym the redactor writes, if known. A search for a short lower-case word can be pushed down only
   * if it cannot be a part of one.
   */
  pseudonymTypes?: readonly string[];
  /**
   * Would redaction change the text? If given, such a text is never searched in raw rows. If not, a whole known value is
   * found in the spelling given, but not in another one that has the same pseudonym.
   */
  isSensitive?: (text: string) => boolean;
  /** Does the name of the field alone say that its value is a secret? If given, such a field is never searched raw. */
  isSecretField?: (name: string) => boolean;
  /** Words, beyond those every log has, whose searches may be counted on raw text at level `standard`. */
  publicTerms?: readonly string[];
}

/** What every log has: levels, and words for what goes wrong. */
const defaultPublicTerms: readonly string[] = [
  ...['fatal', 'critical', 'error', 'warn', 'warning', 'info', 'debug', 'trace', 'exception', 'traceback'],
  ...[
    'timeout',
    'timed out',
    'task timed out',
    'failed',
    'failure',
    'refused',
    'denied',
    'retry',
    'retrying',
  ],
];

/**
 * `pushdown` is the text for the service, `residual` what is left to do over its redacted rows; `pushdownLimit` is the
 * number of rows the pushdown returns at most.
 */
export interface Plan {
  pushdown: string;
  residual: Query;
  pushdownLimit: number;
  /** Which of the matching rows come first, and so stay when there are more than `pushdownLimit`. */
  order: RowOrder;
  /** Is `pushdownLimit` what the query itself asks for? Then rows beyond it are not missing. */
  isExact: boolean;
  /** The fields of the events that the query names. */
  fields: readonly string[];
}

/** `sorted`: in an order of the query's own. `groups`: the rows are groups of `stats`, in no or the query's own order. */
type RowOrder = 'newest' | 'oldest' | 'sorted' | 'groups';

const plainSystemFields: readonly string[] = ['@timestamp', '@ingestionTime', '@log'];

/** Streams are named by programs; some name them after addresses or people. */
const wholeSystemField = '@logStream';

/** Rows to fetch for each row wanted, where the service's text search lets through what the residual drops. */
const slackFactor = 4;
/** So many hidden occurrences of a piece it takes at least until the notice of an answer that was cut can tell of them. */
const minSlackRows = 1_000;

/**
 * Divides a query between the service, which sees raw text, and our executor, which sees redacted text. The service gets
 * time, whole fields, comparisons and aggregates of plain fields, and searches that cannot tell more than the same search
 * on redacted text ("Redact first, then compute"). Everything else stays in the residual, which also drops the columns
 * that were fetched only for it.
 *
 * The two together give what the whole query with redacted literals would give over redacted rows, up to the row limits.
 */
export function plan(query: Query, options: PlanOptions): Plan {
  const pushing = pushingFor(query, options);
  return planStats(query, pushing) ?? planRows(query, pushing);
}

/** A name given by the query never counts as the field of that name, wherever it stands: it may hold text under a plain name. */
function pushingFor(query: Query, options: PlanOptions): Pushing {
  const { level, plainFields, pseudonymTypes, publicTerms = [] } = options;
  const { isSensitive = () => false, isSecretField = () => false } = options;
  const given = new Set(query.commands.flatMap(givenNames));
  const plain = new Set([...plainFields, ...plainSystemFields]);
  plain.delete('@message');
  return {
    isPlain: (field) => plain.has(field) && !isGiven(field, given),
    isWhole: (field) => field === wholeSystemField && !isGiven(field, given),
    isRaw: (field) => !isGiven(field, given) && !isSensitive(field) && !isSecretField(field),
    text: level === 'standard',
    pseudonymTypes,
    publicTerms: new Set([...defaultPublicTerms, ...publicTerms.map((term) => term.toLowerCase())]),
    isSensitive,
  };
}

/** Is the name, or a beginning of it, one that the query gives? `m.user` leads into the map that `m` names. */
function isGiven(name: string, given: ReadonlySet<string>): boolean {
  for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
    if (given.has(name.slice(0, dot))) return true;
  }
  return given.has(name);
}

/** Any other query: the service finds and returns the fields that are needed, the residual does the rest. */
function planRows(query: Query, pushing: Pushing): Plan {
  const aggregates = query.commands.some((command) => command.kind === 'stats');
  const hasLimit = query.commands.some((command) => command.kind === 'limit');
  const commands =
    aggregates || hasLimit ? query.commands : [...query.commands, limitTo(maxRows, query.span)];
  const { filters, sorts, wanted, searched, residual } = divide(commands, pushing);
  const pushdownLimit = Math.min(wanted ?? maxRows, maxRows);
  // A name that is itself a secret is never asked for: that the field exists would tell it.
  const needed = neededFields(residual).filter((name) => !pushing.isSensitive(name));
  // What is a secret in a field may show only from its place in the message.
  const context = needed.some((name) => isDiscovered(name) && !pushing.isPlain(name)) ? ['@message'] : [];
  const fields = ['@timestamp', '@log', ...needed, ...context];
  const projection = fieldsOf(
    [...new Set(fields)].map((name) => fieldItem(name, query.span)),
    query.span,
  );
  const keys = newestLast(sorts, query);
  const sort: Command = { kind: 'sort', keys, span: query.span };
  return {
    pushdown: print(queryOf(query, [projection, ...filters, sort, limitTo(pushdownLimit, query.span)])),
    residual: queryOf(query, residual),
    pushdownLimit,
    order: orderBy(keys[0]),
    isExact: hasLimit && wanted === pushdownLimit && !searched,
    fields: [...new Set([...needed, ...filters.flatMap(namesRead)])],
  };
}

/** Rows that are equal by the query's own keys come newest first, as `execute` has them; so does everything without any. */
function newestLast(sorts: readonly SortKey[], { span }: Query): readonly SortKey[] {
  if (sorts.some(isByTime)) return sorts;
  const expression: Expression = { kind: 'field', name: '@timestamp', span };
  return [...sorts, { kind: 'sortKey', expression, direction: 'desc', span }];
}

function orderBy(key: SortKey | undefined): RowOrder {
  if (key === undefined || !isByTime(key)) return 'sorted';
  return key.direction === 'desc' ? 'newest' : 'oldest';
}

function isByTime({ expression }: SortKey): boolean {
  return expression.kind === 'field' && expression.name === '@timestamp';
}

interface Division {
  filters: FilterCommand[];
  /** The order in which the rows are cut, first key first. */
  sorts: SortKey[];
  /** How many of the rows in that order are enough; undefined if the service cannot tell. */
  wanted: number | undefined;
  /** Does the service search text, and so return rows that the residual may drop? */
  searched: boolean;
  residual: Command[];
}

/**
 * Walks the commands as far as their rows can be told apart by the service: to the first `limit`, `stats` or other command
 * that looks at more than one row. A filter behind it must not run before it.
 */
function divide(commands: readonly Command[], pushing: Pushing): Division {
  const division: Division = { filters: [], sorts: [], wanted: undefined, searched: false, residual: [] };
  let canCut = true;
  for (const [index, command] of commands.entries()) {
    if (dependsOnOtherRows(command)) {
      if (command.kind === 'limit' && canCut)
        division.wanted = division.searched ? withSlack(command.count) : command.count;
      division.residual.push(...commands.slice(index));
      break;
    }
    if (command.kind === 'filter') {
      const split = splitCondition(command.condition, pushing);
      for (const part of [...split.exact, ...split.prefilters])
        division.filters.push(filterOf(part, command.span));
      if (split.residual.length > 0)
        division.residual.push(filterOf(conjunction(split.residual), command.span));
      if (split.prefilters.length > 0) division.searched = true;
      if (!split.isNarrow) canCut = false;
      continue;
    }
    // An empty list leaves no row.
    if (command.kind === 'unnest' || command.kind === 'expand') canCut = false;
    if (command.kind === 'sort') {
      if (
        command.keys.every(
          ({ expression }) => expression.kind === 'field' && pushing.isPlain(expression.name),
        )
      )
        division.sorts.unshift(...command.keys);
      else {
        canCut = false;
        division.sorts = [];
      }
    }
    division.residual.push(command);
  }
  // Rows in another order than the one asked for must not be cut short of the service's maximum.
  if (!canCut) division.wanted = undefined;
  return division;
}

/** Does the command look at more than one row? */
export function dependsOnOtherRows({ kind }: Command): boolean {
  const perRow: readonly Command['kind'][] = [
    'fields',
    'display',
    'filter',
    'sort',
    'parse',
    'unnest',
    'expand',
  ];
  return !perRow.includes(kind);
}

function withSlack(count: number): number {
  return Math.max(count * slackFactor, minSlackRows);
}

/** The event's fields that the commands read, before a name of their own hides them; with `stats`, only what it reads. */
function neededFields(commands: readonly Command[]): string[] {
  const needed = new Set<string>();
  const given = new Set<string>();
  let showsColumns = false;
  for (const command of commands) {
    for (const name of namesRead(command)) if (!isGiven(name, given)) needed.add(name);
    if (makesNewRows(command)) return [...needed];
    for (const name of commandColumns(command)) given.add(name);
    if (command.kind === 'fields' || command.kind === 'display') showsColumns = true;
  }
  return showsColumns ? [...needed] : [...needed, '@message'];
}

function namesRead(command: Command): string[] {
  const read = commandExpressions(command).flatMap((expression) => [...fieldsRead(expression)]);
  // Lists are cut out of the message, since the service has fields for their elements only.
  if (command.kind === 'unnest' || command.kind === 'expand') read.push('@message');
  if (command.kind === 'filldown') read.push(...command.fields.filter((name) => !name.endsWith('*')));
  return read;
}

function makesNewRows({ kind }: Command): boolean {
  return kind === 'stats' || kind === 'pattern' || kind === 'countfrequent';
}

function conjunction(parts: readonly Expression[]): Expression {
  const [first, ...others] = parts;
  if (first === undefined) throw new RangeError('A conjunction has at least one part');
  return others.length === 0 ? first : { kind: 'and', operands: parts, span: first.span };
}
