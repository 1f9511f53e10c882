import { visible } from './visible.ts';
import { cut, pad, widthOf, wrap } from './width.ts';

export interface TableOptions {
  /** Columns of the terminal; without it nothing is fitted, as for a pipe. */
  widthColumns?: number | undefined;
  /** What happens to a cell that does not fit: cut it with an ellipsis, or go on in the next line. */
  overflow: 'cut' | 'wrap';
}

export interface Table {
  header: string;
  /** The lines of one row. */
  lines: (row: readonly string[]) => string[];
}

/**
 * Lays a table out by its first rows; later rows keep to the same columns. Cells come as they are: whatever a terminal
 * would obey is made visible here.
 */
export function layOut(
  titles: readonly string[],
  firstRows: readonly (readonly string[])[],
  options: TableOptions,
): Table {
  const natural = titles.map((title, index) =>
    firstRows.reduce(
      (width, row) => Math.max(width, widthOf(visible(row[index] ?? ''))),
      widthOf(visible(title)),
    ),
  );
  const widths = options.widthColumns
    ? fitted(natural, options.widthColumns)
    : natural.map((width) => Math.min(width, widestPaddingColumns));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, index) => pad(cell, widths[index] ?? 0))
      .join(gap)
      .trimEnd();

  return {
    header: line(titles.map((title, index) => shorten(visible(title), widths[index] ?? 0, options))),
    lines: (row) => {
      const cells = titles.map((_, index) => visible(row[index] ?? ''));
      if (!options.widthColumns) return [line(cells)];
      if (options.overflow === 'cut') {
        return [line(cells.map((cell, index) => shorten(cell, widths[index] ?? 0, options)))];
      }
      const pieces = cells.map((cell, index) => wrap(cell, widths[index] ?? 1));
      const height = Math.max(1, ...pieces.map(({ length }) => length));
      return Array.from({ length: height }, (_, index) => line(pieces.map((piece) => piece[index] ?? '')));
    },
  };
}

const gap = '  ';
/** Narrower columns say nothing anymore. */
const narrowestColumns = 6;
/** In a pipe, one long cell must not fill every other row with blanks. */
const widestPaddingColumns = 60;

function shorten(text: string, width: number, options: TableOptions): string {
  return options.widthColumns ? cut(text, width) : text;
}

/** Takes from the widest columns until the row fits, or until nothing more can be taken. */
function fitted(natural: readonly number[], widthColumns: number): number[] {
  const room = widthColumns - gap.length * (natural.length - 1);
  const taken = (limit: number) => natural.reduce((sum, width) => sum + Math.min(width, limit), 0);
  let limit = Math.max(narrowestColumns, room);
  while (limit > narrowestColumns && taken(limit) > room) limit -= 1;
  return natural.map((width) => Math.min(width, limit));
}
