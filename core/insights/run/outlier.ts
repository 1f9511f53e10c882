import { compile, type Evaluate } from '../compile.ts';
import type { OutlierCommand } from '../syntax.ts';
import { toQuantity } from '../values.ts';
import { outlierMark } from '../walk.ts';
import type { WorkRow } from './row.ts';
import { allRows, type MakeStage, type StageScope } from './stage.ts';

/** Numbers above the upper quartile by more than `param` times the range between the quartiles (CWL_QuerySyntax-Outlier). */
export function outlier(command: OutlierCommand, scope: StageScope): MakeStage {
  const mark = scope.slots.of(outlierMark);
  const fields = command.fields.map((field) => ({
    slot: scope.slots.of(field.name),
    read: compile(field, scope),
  }));
  return allRows('outlier', scope.order, (rows) => {
    let kept = rows;
    for (const { slot, read } of fields) {
      const edges = edgesOf(kept, command, read);
      kept = kept.filter((row) => {
        const number = toQuantity(read(row));
        if (number === undefined || (number <= edges.high && number >= edges.low)) return true;
        if (command.action === 'remove') return false;
        row.set(slot, number > edges.high ? edges.high : edges.low);
        if (command.mark) row.set(mark, 1);
        return true;
      });
    }
    return kept;
  });
}

function edgesOf(
  rows: readonly WorkRow[],
  { param, useLower }: OutlierCommand,
  read: Evaluate,
): { low: number; high: number } {
  const numbers = rows.map((row) => toQuantity(read(row))).filter((number) => number !== undefined);
  numbers.sort((a, b) => a - b);
  const at = (share: number) => numbers[Math.floor(share * (numbers.length - 1))] ?? 0;
  const reach = (at(0.75) - at(0.25)) * Number(param.text);
  return { low: useLower ? at(0.25) - reach : Number.NEGATIVE_INFINITY, high: at(0.75) + reach };
}
