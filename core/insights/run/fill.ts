import { timeColumn } from '../check-commands.ts';
import { periodMilliseconds } from '../periods.ts';
import { columnName } from '../print.ts';
import type { FillDownCommand, FillMissingCommand, StatsCommand } from '../syntax.ts';
import { formatTimestamp, parseTimestamp } from '../timestamps.ts';
import { numberLiteral, toText, type Value } from '../values.ts';
import type { Slots, WorkRow } from './row.ts';
import { allRows, holdOneMore, type MakeStage, type StageScope } from './stage.ts';

/** An empty field takes the value of the row before it. */
export function fillDown({ fields }: FillDownCommand, { slots, order }: StageScope): MakeStage {
  const isMeant = (name: string) =>
    fields.length === 0 ||
    fields.some((each) => (each.endsWith('*') ? name.startsWith(each.slice(0, -1)) : name === each));
  return allRows('filldown', order, (rows) => {
    // Fields that the query does not name are seen by nobody.
    const meant = [...slots.named].filter(([name]) => isMeant(name)).map(([, slot]) => slot);
    const last = new Map<number, Value>();
    for (const row of rows) {
      for (const slot of meant) {
        const text = toText(row.get(slot));
        if (text === null || text === '') row.set(slot, last.get(slot) ?? row.get(slot));
        const value = row.get(slot);
        if (value !== null) last.set(slot, value);
      }
    }
    return rows;
  });
}

/** A row for each bucket of time between the first and the last that has none, for each combination of the other groups. */
export function fillMissing(
  command: FillMissingCommand,
  stats: StatsCommand | undefined,
  { slots, order }: StageScope,
): MakeStage {
  const time = stats && timeColumn(stats);
  const period = time?.expression.kind === 'call' ? time.expression.args.at(-1) : undefined;
  const step = period?.kind === 'period' ? periodMilliseconds(period.text) : undefined;
  if (stats === undefined || time === undefined || step === undefined) {
    return allRows('fillmissing', order, (rows) => rows);
  }
  const column = slots.of(columnName(time));
  const others = stats.by.filter((item) => item !== time).map((item) => slots.of(columnName(item)));
  const filling = fillings(command, stats, slots);
  return allRows('fillmissing', order, (rows) => filled(rows, { slots, column, others, step, filling }));
}

interface Filling {
  slots: Slots;
  column: number;
  others: readonly number[];
  step: number;
  filling: readonly (readonly [slot: number, value: Value])[];
}

function filled(rows: WorkRow[], { slots, column, others, step, filling }: Filling): WorkRow[] {
  const at = (row: WorkRow) => parseTimestamp(toText(row.get(column)) ?? '');
  const times = rows.map(at).filter((each) => each !== undefined);
  const first = times.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const last = times.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const idOf = (row: WorkRow) => JSON.stringify(others.map((slot) => toText(row.get(slot))));
  const groups = new Map(rows.map((row) => [idOf(row), row]));
  const known = new Set(rows.map((row) => `${at(row)} ${idOf(row)}`));
  const all = [...rows];
  for (let bucket = first; bucket <= last; bucket += step) {
    for (const [id, sample] of groups) {
      if (known.has(`${bucket} ${id}`)) continue;
      holdOneMore(all.length, '`fillmissing` makes a row for each bucket of time and combination of values');
      const row = slots.madeRow();
      row.set(column, formatTimestamp(bucket));
      for (const slot of others) row.set(slot, sample.get(slot));
      for (const [slot, value] of filling) row.set(slot, value);
      all.push(row);
    }
  }
  return all.sort((a, b) => (at(b) ?? 0) - (at(a) ?? 0));
}

function fillings(
  { value, fields }: FillMissingCommand,
  stats: StatsCommand,
  slots: Slots,
): [number, Value][] {
  if (value === undefined) return stats.aggregates.map((item) => [slots.of(columnName(item)), 0]);
  const filling = value.kind === 'string' ? value.value : numberLiteral(value.text);
  return fields.map((name) => [slots.of(name), filling]);
}
