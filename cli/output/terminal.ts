import { styleText } from 'node:util';
import type { Host } from '../host.ts';
import { layOut } from './table.ts';
import { visible, visibleJson } from './visible.ts';
import { pad } from './width.ts';

export type OutputFormat = 'text' | 'json';

/** Writes results to standard output and everything else to standard error. */
export interface Terminal {
  format: OutputFormat;
  /** Columns of the terminal that standard output goes to; undefined for a pipe or a file. */
  widthColumns: number | undefined;
  /** A line of the result. */
  print: (line: string) => void;
  /** A line beside the result. */
  note: (line: string) => void;
  /** One object as one line. */
  json: (value: unknown) => void;
  bold: (text: string) => string;
  dim: (text: string) => string;
}

export function openTerminal(host: Host, format: OutputFormat): Terminal {
  const { stdout, stderr, env } = host;
  // https://no-color.org: any value but the empty one.
  const colours = Boolean(stdout.isTTY) && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  const paint = (style: 'bold' | 'dim') => (text: string) =>
    colours ? styleText(style, text, { validateStream: false }) : text;
  return {
    format,
    widthColumns: stdout.isTTY ? stdout.columns : undefined,
    print: (line) => stdout.write(`${line}\n`),
    note: (line) => stderr.write(`${line}\n`),
    json: (value) => stdout.write(`${visibleJson(value)}\n`),
    bold: paint('bold'),
    dim: paint('dim'),
  };
}

/** Prints a short table, cut to the terminal. */
export function printTable(
  terminal: Terminal,
  titles: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  const table = layOut(titles, rows, { widthColumns: terminal.widthColumns, overflow: 'cut' });
  terminal.print(terminal.bold(table.header));
  for (const row of rows) for (const line of table.lines(row)) terminal.print(line);
}

/** Lines of names and values, one under the other; values that are undefined are left out. */
export function fieldLines(
  terminal: Terminal,
  fields: readonly (readonly [name: string, value: string | undefined])[],
): string[] {
  const present = fields.filter(([, value]) => value !== undefined);
  const width = Math.max(0, ...present.map(([name]) => name.length));
  return present.map(([name, value]) => `${terminal.dim(pad(name, width))}  ${visible(value ?? '')}`);
}
