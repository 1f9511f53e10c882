import type { Value } from '../../../../core/insights/values.ts';

export type WorkRow = Map<string, Value>;
export type Rows = readonly WorkRow[];

/** More rows than any query may hold are a fault of the query, not of the machine. */
export const maxWorkRows = 1_000_000;

/** A copy of the row with the values under the names; a name without a value loses the one it had. */
export function withValues(row: WorkRow, names: readonly string[], values: readonly Value[]): WorkRow {
  const copy = new Map(row);
  for (const [index, name] of names.entries()) {
    const value = values[index] ?? null;
    if (value === null) copy.delete(name);
    else copy.set(name, value);
  }
  return copy;
}
