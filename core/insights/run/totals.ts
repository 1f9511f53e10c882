import { compile } from '../compile.ts';
import { ExactSum } from '../exact-sum.ts';
import type { AccumCommand, AddTotalsCommand, AutoregressCommand } from '../syntax.ts';
import { toNumber, type Value } from '../values.ts';
import { allRows, type MakeStage, type StageScope } from './stage.ts';

/** The sum of the field over the rows so far, in rows that have a number there (CWL_QuerySyntax-Accum). */
export function accum({ source, into }: AccumCommand, scope: StageScope): MakeStage {
  const read = compile(source, scope);
  const slot = scope.slots.of(into);
  return allRows('accum', scope.order, (rows) => {
    let total = 0;
    for (const row of rows) {
      const number = toNumber(read(row));
      if (number !== undefined) total += number;
      row.set(slot, number === undefined ? null : total);
    }
    return rows;
  });
}

/** The values that the field has in the rows before (CWL_QuerySyntax-Autoregress). */
export function autoregress({ source, lags }: AutoregressCommand, scope: StageScope): MakeStage {
  const read = compile(source, scope);
  const columns = lags.map(({ distance, into }) => ({ distance, slot: scope.slots.of(into) }));
  return allRows('autoregress', scope.order, (rows) => {
    const values = rows.map(read);
    for (const [index, row] of rows.entries()) {
      for (const { distance, slot } of columns) row.set(slot, values[index - distance] ?? null);
    }
    return rows;
  });
}

/**
 * Sums across each row, down each column, or both (CWL_QuerySyntax-Addtotals). Without fields it sums the numbers of every
 * column in `shown` but the service's own.
 */
export function addTotals(
  command: AddTotalsCommand,
  shown: readonly string[],
  { slots, order }: StageScope,
): MakeStage {
  const named = command.fields.map(({ name }) => name);
  const names = named.length > 0 ? named : shown.filter((name) => !name.startsWith('@'));
  const summed = names.map((name) => slots.of(name));
  const total = slots.of(command.into);
  const totalled = [...new Set(command.row ? [...summed, total] : summed)];
  return allRows('addtotals', order, (rows) => {
    if (command.row) for (const row of rows) row.set(total, sumOf(summed.map((slot) => row.get(slot))));
    if (!command.column) return rows;
    const sums = slots.madeRow();
    for (const slot of totalled) sums.set(slot, sumOf(rows.map((row) => row.get(slot))));
    return [...rows, sums];
  });
}

function sumOf(values: readonly Value[]): number | null {
  const sum = new ExactSum();
  let isEmpty = true;
  for (const value of values) {
    const number = toNumber(value);
    if (number === undefined) continue;
    sum.add(number);
    isEmpty = false;
  }
  return isEmpty ? null : sum.value;
}
