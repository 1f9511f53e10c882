import { layOut, type Table } from './table.ts';
import type { Terminal } from './terminal.ts';

export type Row = ReadonlyMap<string, string | null>;

/**
 * Prints rows page by page: an object a line for programs; for people one table, laid out by its first page, whose long
 * cells go on in the next line, since a log line that is cut off helps nobody.
 */
export function rowTable(terminal: Terminal, columns: readonly string[]): (rows: readonly Row[]) => void {
  let table: Table | undefined;
  return (rows) => {
    if (terminal.format === 'json') {
      for (const row of rows) terminal.json(Object.fromEntries(row));
      return;
    }
    const cells = rows.map((row) => columns.map((column) => row.get(column) ?? ''));
    if (!table) {
      if (columns.length === 0) return;
      table = layOut(columns, cells, { widthColumns: terminal.widthColumns, overflow: 'wrap' });
      terminal.print(terminal.bold(table.header));
    }
    for (const row of cells) for (const line of table.lines(row)) terminal.print(line);
  };
}
