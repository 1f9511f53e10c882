import { compile } from '../compile.ts';
import type { CountFrequentCommand, DedupCommand } from '../syntax.ts';
import { toText, type Value } from '../values.ts';
import { approximateCount } from '../walk.ts';
import { groupKey } from './group-key.ts';
import type { WorkRow } from './row.ts';
import { handOn, holdOneMore, type MakeStage, type StageScope } from './stage.ts';

/** The first row of each combination of values; rows without one of the values all stay (CWL_QuerySyntax-Dedup). */
export function dedup({ keys }: DedupCommand, scope: StageScope): MakeStage {
  const readers = keys.map((key) => compile(key, scope));
  const keyOf = groupKey(readers);
  const first = new Map<string | null, WorkRow>();
  return (next) => ({
    push(row) {
      if (readers.some((read) => toText(read(row)) === null)) {
        next.push(row);
        return;
      }
      const key = keyOf(row);
      const known = first.get(key);
      if (known === undefined) holdOneMore(first.size, '`dedup` holds a row for each combination of values');
      if (known === undefined || scope.order(row, known) < 0) first.set(key, row);
    },
    finish() {
      for (const row of first.values()) next.push(row);
      next.finish();
    },
  });
}

interface Frequency {
  first: WorkRow;
  values: readonly Value[];
  count: number;
}

/** How often each combination of values occurs, the most frequent first; ours is exact. */
export function countFrequent({ keys }: CountFrequentCommand, scope: StageScope): MakeStage {
  const { slots, order } = scope;
  const readers = keys.map((key) => compile(key, scope));
  const columns = keys.map(({ name }) => slots.of(name));
  const countSlot = slots.of(approximateCount);
  const keyOf = groupKey(readers);
  const groups = new Map<string | null, Frequency>();
  const rowOf = ({ values, count }: Frequency) => {
    const row = slots.madeRow();
    for (const [index, slot] of columns.entries()) row.set(slot, values[index] ?? null);
    row.set(countSlot, count);
    return row;
  };
  return (next) => ({
    push(row) {
      const key = keyOf(row);
      const known = groups.get(key);
      if (known === undefined) {
        holdOneMore(groups.size, '`count_frequent` counts each combination of values');
        groups.set(key, { first: row, values: readers.map((read) => read(row)), count: 1 });
        return;
      }
      known.count += 1;
      if (order(row, known.first) >= 0) return;
      known.first = row;
      known.values = readers.map((read) => read(row));
    },
    finish() {
      const frequent = [...groups.values()].sort((a, b) => b.count - a.count || order(a.first, b.first));
      handOn(frequent.map(rowOf), next);
    },
  });
}
