import type { Times } from '../../../../../core/insights/compile.ts';
import type { CountFrequentCommand, DedupCommand } from '../../../../../core/insights/syntax.ts';
import { toText } from '../../../../../core/insights/values.ts';
import { approximateCount } from '../../../../../core/insights/walk.ts';
import { compile } from '../evaluate.ts';
import type { Rows, WorkRow } from '../rows.ts';

/** The first row of each combination of values; rows without one of the values all stay (CWL_QuerySyntax-Dedup). */
export function runDedup({ keys }: DedupCommand, rows: Rows, times: Times): Rows {
  const readers = keys.map((key) => compile(key, times));
  const seen = new Set<string>();
  return rows.filter((row) => {
    const values = readers.map((read) => toText(read(row)));
    if (values.includes(null)) return true;
    const id = JSON.stringify(values);
    if (seen.has(id)) return false;
    seen.add(id);
    return true;
  });
}

/** How often each combination of values occurs, the most frequent first; ours is exact. */
export function runCountFrequent({ keys }: CountFrequentCommand, rows: Rows, times: Times): WorkRow[] {
  const readers = keys.map((key) => ({ name: key.name, read: compile(key, times) }));
  const groups = new Map<string, { row: WorkRow; count: number }>();
  for (const row of rows) {
    const values = readers.map(({ read }) => read(row));
    const id = JSON.stringify(values.map(toText));
    const group = groups.get(id) ?? {
      row: new Map(readers.map(({ name }, at) => [name, values[at] ?? null])),
      count: 0,
    };
    group.count += 1;
    groups.set(id, group);
  }
  const sorted = [...groups.values()].sort((a, b) => b.count - a.count);
  for (const { row, count } of sorted) row.set(approximateCount, count);
  return sorted.map(({ row }) => row);
}
