import type { Times } from '../../../../../core/insights/compile.ts';
import type { OutlierCommand } from '../../../../../core/insights/syntax.ts';
import { toQuantity } from '../../../../../core/insights/values.ts';
import { outlierMark } from '../../../../../core/insights/walk.ts';
import { compile } from '../evaluate.ts';
import type { Rows, WorkRow } from '../rows.ts';

/** Numbers above the upper quartile by more than `param` times the range between the quartiles (CWL_QuerySyntax-Outlier). */
export function runOutlier(command: OutlierCommand, rows: Rows, times: Times): Rows {
  let kept: Rows = rows;
  for (const field of command.fields) {
    const read = compile(field, times);
    const edges = edgesOf(kept, command, (row) => toQuantity(read(row)));
    kept = kept.filter((row) => {
      const number = toQuantity(read(row));
      if (number === undefined || (number <= edges.high && number >= edges.low)) return true;
      if (command.action === 'remove') return false;
      row.set(field.name, number > edges.high ? edges.high : edges.low);
      if (command.mark) row.set(outlierMark, 1);
      return true;
    });
  }
  return kept;
}

function edgesOf(
  rows: Rows,
  { param, useLower }: OutlierCommand,
  read: (row: WorkRow) => number | undefined,
): { low: number; high: number } {
  const numbers = rows.map(read).filter((number) => number !== undefined);
  numbers.sort((a, b) => a - b);
  const at = (share: number) => numbers[Math.floor(share * (numbers.length - 1))] ?? 0;
  const reach = (at(0.75) - at(0.25)) * Number(param.text);
  return { low: useLower ? at(0.25) - reach : Number.NEGATIVE_INFINITY, high: at(0.75) + reach };
}
