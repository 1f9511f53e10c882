import { commands } from './commands.ts';
import { reservedWords } from './expression.ts';
import { isRefusedName } from './refusals.ts';
import { captures } from './regex.ts';
import type {
  Command,
  Expression,
  Field,
  Membership,
  ParseCommand,
  ParsedQuery,
  Projection,
  RefusedCommand,
  RefusedPart,
  Regex,
  SortKey,
  StringLiteral,
} from './syntax.ts';

/**
 * The canonical text of a query, on one line: `parse(print(query))` is the same tree. Compound operands stand in
 * parentheses, so that the text has one reading whatever the reader's precedence.
 *
 * @throws RangeError for a text or name that the language cannot write (no parsed query holds one)
 */
export function print(query: ParsedQuery): string {
  return query.commands.map(printCommand).join(' | ');
}

function printCommand(command: Command | RefusedCommand): string {
  switch (command.kind) {
    case 'refused':
      return [command.name, ...command.parts.map(printPart)].join(' ');
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
    case 'stats':
      return [
        `stats ${printItems(command.aggregates)}`,
        ...(command.by.length > 0 ? [`by ${printItems(command.by)}`] : []),
        ...(command.offset === undefined ? [] : [`offset ${command.offset.text}`]),
      ].join(' ');
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

function printPart(part: RefusedPart): string {
  return part.kind === 'text' ? part.text : printSubquery(part);
}

function printSubquery(query: ParsedQuery): string {
  return `(${print(query)})`;
}

function printFields(fields: readonly Field[]): string {
  return fields.map(printExpression).join(', ');
}

function printWildcard(name: string): string {
  return name.endsWith('*') ? `${printName(name.slice(0, -1))}*` : printName(name);
}

function printItems(items: readonly Projection[]): string {
  return items.map(printProjection).join(', ');
}

function printProjection({ expression, alias }: Projection): string {
  return printExpression(expression) + (alias === undefined ? '' : ` as ${printName(alias)}`);
}

function printSortKey({ expression, direction }: SortKey): string {
  return `${printExpression(expression)} ${direction}`;
}

export function printExpression(expression: Expression): string {
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
      return `${printOperand(expression.operand)}${not(expression)} in ${printMembers(expression)}`;
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

function printMembers({ list, subquery }: Membership): string {
  return subquery === undefined ? `[${list.map(printExpression).join(', ')}]` : printSubquery(subquery);
}

function not({ negated }: { readonly negated: boolean }): string {
  return negated ? ' not' : '';
}

/** A test under `and` or `or` needs no parentheses: no reader lets those bind tighter than a comparison. */
function printTerm(expression: Expression): string {
  const isTest = expression.kind === 'comparison' || expression.kind === 'like' || expression.kind === 'in';
  return isTest ? printExpression(expression) : printOperand(expression);
}

/** An operand that has an operator of its own stands in parentheses. */
function printOperand(expression: Expression): string {
  switch (expression.kind) {
    case 'comparison':
    case 'like':
    case 'in':
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

function printString(value: string): string {
  if (/[\\\n\r]/.test(value))
    throw new RangeError('A string with a backslash or a line break cannot be written');
  if (!value.includes('"')) return `"${value}"`;
  if (!value.includes("'")) return `'${value}'`;
  throw new RangeError('A string with both kinds of quotes cannot be written');
}

const bareName = /^@{0,2}[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*$/;

/** A name that is also a word of the language stands in backticks; a leading `@` stands before them. */
function printName(name: string): string {
  const word = name.toLowerCase();
  const isKeyword = reservedWords.includes(word) || commands.has(word) || isRefusedName(word);
  if (bareName.test(name) && !isKeyword) return name;
  const at = /^@./.test(name) ? '@' : '';
  const rest = name.slice(at.length);
  return at + printQuoted(rest);
}

/** The first step is the name of a field, so what has dots in it stands as it is. */
function printSteps([first = '', ...rest]: readonly (string | number)[]): string {
  const steps = rest.map((step) =>
    typeof step === 'number'
      ? `[${step}]`
      : /^[A-Za-z0-9_]+$/.test(step)
        ? `.${step}`
        : `.${printQuoted(step)}`,
  );
  return printName(String(first)) + steps.join('');
}

function printQuoted(name: string): string {
  if (name === '' || unwritable.test(name)) throw new RangeError('A field has a name that cannot be written');
  return `\`${name}\``;
}

const unwritable = /[`\\\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** The column an item makes: its alias, the name of its field, or its text. */
export function columnName(item: Projection): string {
  if (item.alias !== undefined) return item.alias;
  return item.expression.kind === 'field' ? item.expression.name : printExpression(item.expression);
}
