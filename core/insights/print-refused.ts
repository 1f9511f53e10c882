import { printName, printString } from './print-names.ts';
import type { Field, StatsCommand } from './syntax.ts';
import type {
  InQuery,
  LookupCommand,
  ParsedExpression,
  ParsedQuery,
  RefusedCommand,
  Renaming,
  SourceCommand,
  SourceTarget,
} from './syntax-parsed.ts';

/** How the rest of the tree is written, of which refused commands are a part. */
interface Printers {
  readonly query: (query: ParsedQuery) => string;
  readonly expression: (expression: ParsedExpression) => string;
  readonly command: (command: StatsCommand<InQuery>) => string;
}

/** The canonical text of a command that never runs: for the formatter alone. */
export function printRefused(command: RefusedCommand, printers: Printers): string {
  const { query, expression } = printers;
  switch (command.kind) {
    case 'source':
      return printSource(command);
    case 'join': {
      const type = command.type === undefined ? '' : `type=${command.type} `;
      const sides = `left=${printName(command.left)} right=${printName(command.right)}`;
      return `join ${type}${sides} where ${expression(command.condition)} (${query(command.query)})`;
    }
    case 'appendcols': {
      const override = command.override === undefined ? '' : `override=${command.override} `;
      const max = command.max === undefined ? '' : `max=${command.max} `;
      return `appendcols ${override}${max}(${query(command.query)})`;
    }
    case 'lookup':
    case 'cidrlookup':
      return printLookup(command);
    case 'unmask':
      return `unmask ${printFields(command.fields, expression)}`.trimEnd();
    case 'diff':
      return command.against === undefined ? 'diff' : `diff ${command.against}`;
    case 'logcompare':
      return `logcompare timeshift ${command.shift.text}`;
    case 'shiftedStats':
      return `${printers.command(command.stats)} offset ${command.offset.period.text}`;
    case 'relevantfields': {
      const fields = printFields(command.fields, expression);
      return `relevantfields ${fields}${fields === '' ? '' : ' '}where ${expression(command.condition)}`;
    }
    case 'anomaly':
    case 'estimate':
      return command.kind;
    case 'undocumented':
      return [command.name, ...command.tokens].join(' ');
  }
}

function printFields(fields: readonly Field[], expression: Printers['expression']): string {
  return fields.map(expression).join(', ');
}

function printSource({ targets, from, to }: SourceCommand): string {
  const times = [
    ...(from === undefined ? [] : [`START=${from}`]),
    ...(to === undefined ? [] : [`END=${to}`]),
  ];
  if (targets.length === 0) return times.join(' ');
  return ['SOURCE', targets.map(printTarget).join(', '), ...times].join(' ');
}

function printTarget(target: SourceTarget): string {
  if (target.kind === 'group') return printString(target.name);
  const args = target.args.map(({ name, values }) => {
    const list = `[${values.map(printString).join(', ')}]`;
    return name === undefined ? list : `${name}: ${list}`;
  });
  return `${target.name}(${args.join(', ')})`;
}

function printLookup({ kind, table, keys, mode, outputs }: LookupCommand): string {
  return `${kind} ${printTable(table)} ${printRenamings(keys)} ${mode} ${printRenamings(outputs)}`;
}

/** Tables may have dashes in their names, and stand without quotes. */
function printTable(name: string): string {
  return /^[A-Za-z0-9_./-]+$/.test(name) ? name : printName(name);
}

function printRenamings(renamings: readonly Renaming[]): string {
  return renamings
    .map(({ name, as }) => printName(name) + (as === undefined ? '' : ` as ${printName(as)}`))
    .join(', ');
}
