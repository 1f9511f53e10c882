import { printName, printSteps, printString, printWildcard } from './print-names.ts';
import { printRefused } from './print-refused.ts';
import { captures } from './regex.ts';
import type { AutoregressCommand, Field, ParseCommand, Regex, SortKey, StringLiteral } from './syntax.ts';
import type {
  InQuery,
  ParsedCommand,
  ParsedExpression,
  ParsedProjection,
  ParsedQuery,
  PlainCommand,
} from './syntax-parsed.ts';
import { isRefused } from './walk.ts';

/**
 * The canonical text of a query, on one line: `parse(print(query))` is the same tree. Compound operands stand in
 * parentheses, so that the text has one reading whatever the reader's precedence.
 *
 * @throws RangeError for a text or name that the language cannot write (no parsed query holds one)
 */
export function print(query: ParsedQuery): string {
  return query.commands.map(printCommand).join(' | ');
}

function printCommand(command: ParsedCommand): string {
  return isRefused(command)
    ? printRefused(command, { query: print, expression: printExpression, command: printPlain })
    : printPlain(command);
}

function printPlain(command: PlainCommand): string {
  switch (command.kind) {
    case 'fields':
    case 'display':
      return `${command.kind} ${printItems(command.items)}`;
    case 'filter':
      return `filter ${printExpression(command.condition)}`;
    case 'sort':
      return `sort ${command.keys.map(printSortKey).join(', ')}`;
    case 'limit':
      return `limit ${command.count}`;
    case 'parse':
      return printParse(command);
    case 'dedup':
    case 'countfrequent':
      return `${command.kind} ${printFields(command.keys)}`;
    case 'unnest':
      return `unnest ${printExpression(command.source)} into ${printName(command.into)}`;
    case 'expand':
    case 'pattern':
      return `${command.kind} ${printExpression(command.source)}`;
    case 'fillmissing':
      return command.value === undefined
        ? 'fillmissing'
        : `fillmissing with ${printExpression(command.value)} for ${command.fields.map(printName).join(', ')}`;
    case 'filldown':
      return ['filldown', ...command.fields.map(printWildcard)].join(' ');
    case 'sessionize':
      return `sessionize ${printFields(command.keys)} maxspan ${command.maxSpan.text} as ${printName(command.into)}`;
    case 'outlier':
      return `outlier action=${command.action} param=${command.param.text} uselower=${command.useLower} mark=${command.mark} ${command.fields.map(printExpression).join(' ')}`;
    case 'accum':
      return `accum ${printExpression(command.source)} as ${printName(command.into)}`;
    case 'autoregress':
      return printAutoregress(command);
    case 'addtotals':
      return `addtotals fieldname=${printName(command.into)} row=${command.row} col=${command.column} ${printFields(command.fields)}`.trimEnd();
    case 'stats':
      return `stats ${printItems(command.aggregates)}${command.by.length > 0 ? ` by ${printItems(command.by)}` : ''}`;
  }
}

function printParse({ source, format, names, multi }: ParseCommand): string {
  const as = names.map(printName).join(', ');
  const from = printExpression(source);
  switch (format.kind) {
    case 'json':
      return `json field=${from} ${printString(format.path)} as ${as}`;
    case 'logfmt':
    case 'csv':
      return `parse ${from} ${format.kind} as ${as}`;
    case 'string':
      return `parse ${from} ${printString(format.value)} as ${as}`;
    case 'regex': {
      const isNamed =
        captures(format.source)
          .named.map(({ name }) => name)
          .join() === names.join();
      return `parse ${from} ${printPattern(format)}${isNamed ? '' : ` as ${as}`}${multi ? ' multi' : ''}`;
    }
  }
}

function printAutoregress({ source, lags, named }: AutoregressCommand): string {
  const [first, last] = [lags[0], lags.at(-1)].map((lag) => lag?.distance ?? 1);
  const as = named ? ` as ${printName(lags[0]?.into ?? '')}` : '';
  return `autoregress ${printExpression(source)}${as} p=${first === last ? first : `${first}-${last}`}`;
}

function printFields(fields: readonly Field[]): string {
  return fields.map(printExpression).join(', ');
}

function printItems(items: readonly ParsedProjection[]): string {
  return items.map(printProjection).join(', ');
}

function printProjection({ expression, alias }: ParsedProjection): string {
  return printExpression(expression) + (alias === undefined ? '' : ` as ${printName(alias)}`);
}

function printSortKey({ expression, direction }: SortKey<InQuery>): string {
  return `${printExpression(expression)} ${direction}`;
}

export function printExpression(expression: ParsedExpression): string {
  switch (expression.kind) {
    case 'field':
      return expression.steps === undefined ? printName(expression.name) : printSteps(expression.steps);
    case 'string':
      return printString(expression.value);
    case 'number':
    case 'period':
      return expression.text;
    case 'star':
      return '*';
    case 'call':
      return `${expression.name}(${expression.args.map(printExpression).join(', ')})`;
    case 'comparison':
      return `${printOperand(expression.left)} ${expression.operator} ${printOperand(expression.right)}`;
    case 'like':
      return `${printOperand(expression.operand)}${not(expression)} like ${printPattern(expression.pattern)}`;
    case 'in':
      return `${printOperand(expression.operand)}${not(expression)} in [${expression.list.map(printExpression).join(', ')}]`;
    case 'inQuery':
      return `${printOperand(expression.operand)}${not(expression)} in (${print(expression.query)})`;
    case 'arithmetic':
      return `${printOperand(expression.left)} ${expression.operator} ${printOperand(expression.right)}`;
    case 'minus':
      return `-${printOperand(expression.operand)}`;
    case 'not':
      return `not ${printOperand(expression.operand)}`;
    case 'and':
    case 'or':
      return expression.operands.map(printTerm).join(` ${expression.kind} `);
  }
}

function not({ negated }: { readonly negated: boolean }): string {
  return negated ? ' not' : '';
}

/** A test under `and` or `or` needs no parentheses: no reader lets those bind tighter than a comparison. */
function printTerm(expression: ParsedExpression): string {
  const tests: readonly ParsedExpression['kind'][] = ['comparison', 'like', 'in', 'inQuery'];
  return tests.includes(expression.kind) ? printExpression(expression) : printOperand(expression);
}

/** An operand that has an operator of its own stands in parentheses. */
function printOperand(expression: ParsedExpression): string {
  switch (expression.kind) {
    case 'comparison':
    case 'like':
    case 'in':
    case 'inQuery':
    case 'not':
    case 'and':
    case 'or':
    case 'arithmetic':
    case 'minus':
      return `(${printExpression(expression)})`;
    default:
      return printExpression(expression);
  }
}

function printPattern(pattern: StringLiteral | Regex): string {
  return pattern.kind === 'regex' ? `/${pattern.source}/` : printString(pattern.value);
}

/** Every rule about names asks for those of all items, and an item may be long. */
const columnNames = new WeakMap<ParsedProjection, string>();

/** The column an item makes: its alias, the name of its field, or its text. */
export function columnName(item: ParsedProjection): string {
  if (item.alias !== undefined) return item.alias;
  if (item.expression.kind === 'field') return item.expression.name;
  const known = columnNames.get(item);
  if (known !== undefined) return known;
  const name = printExpression(item.expression);
  columnNames.set(item, name);
  return name;
}
