import { compile, type Times } from '../compile.ts';
import type { AccumCommand, AddTotalsCommand, AutoregressCommand } from '../syntax.ts';
import { toNumber, type Value } from '../values.ts';
import { type Rows, type WorkRow, withValues } from './rows.ts';

/** The sum of the field over the rows so far, in rows that have a number there (CWL_QuerySyntax-Accum). */
export function runAccum({ source, into }: AccumCommand, rows: Rows, times: Times): Rows {
  const read = compile(source, times);
  let total = 0;
  return rows.map((row) => {
    const number = toNumber(read(row));
    if (number !== undefined) total += number;
    return withValues(row, [into], [number === undefined ? null : total]);
  });
}

/** The values that the field has in the rows before (CWL_QuerySyntax-Autoregress). */
export function runAutoregress({ source, lags }: AutoregressCommand, rows: Rows, times: Times): Rows {
  const read = compile(source, times);
  const values = rows.map(read);
  const names = lags.map(({ into }) => into);
  return rows.map((row, index) =>
    withValues(
      row,
      names,
      lags.map(({ distance }) => values[index - distance] ?? null),
    ),
  );
}

/**
 * Sums across each row, down each column, or both (CWL_QuerySyntax-Addtotals). Without fields it sums the numbers of every
 * column shown but the service's own.
 */
export function runAddTotals(
  command: AddTotalsCommand,
  { rows, columns }: { rows: Rows; columns: readonly string[] },
  times: Times,
): Rows {
  const named = command.fields.map((field) => ({ name: field.name, read: compile(field, times) }));
  const shown = columns
    .filter((name) => !name.startsWith('@'))
    .map((name) => ({ name, read: (row: WorkRow): Value => row.get(name) ?? null }));
  const summed = named.length > 0 ? named : shown;
  const totalOf = (values: readonly Value[]): number | null => {
    const numbers = values.map(toNumber).filter((number) => number !== undefined);
    return numbers.length === 0 ? null : numbers.reduce((sum, number) => sum + number, 0);
  };
  const withTotals = command.row
    ? rows.map((row) => withValues(row, [command.into], [totalOf(summed.map(({ read }) => read(row)))]))
    : rows;
  if (!command.column) return withTotals;
  const names = [...new Set([...summed.map(({ name }) => name), ...(command.row ? [command.into] : [])])];
  const sums = names.map((name) => {
    const read = summed.find((each) => each.name === name)?.read ?? ((row: WorkRow) => row.get(name) ?? null);
    return totalOf(withTotals.map(read));
  });
  return [...withTotals, withValues(new Map(), names, sums)];
}
