import { timeColumn } from '../../../../../core/insights/check-commands.ts';
import { periodMilliseconds } from '../../../../../core/insights/periods.ts';
import { columnName } from '../../../../../core/insights/print.ts';
import type {
  FillDownCommand,
  FillMissingCommand,
  StatsCommand,
} from '../../../../../core/insights/syntax.ts';
import { formatTimestamp, parseTimestamp } from '../../../../../core/insights/timestamps.ts';
import { numberLiteral, toText, type Value } from '../../../../../core/insights/values.ts';
import { maxWorkRows, type Rows, type WorkRow } from '../rows.ts';

/** An empty field takes the value of the row before it. */
export function runFillDown({ fields }: FillDownCommand, rows: Rows): Rows {
  const isMeant = (name: string) =>
    fields.length === 0 ||
    fields.some((each) => (each.endsWith('*') ? name.startsWith(each.slice(0, -1)) : name === each));
  const last = new Map<string, Value>();
  return rows.map((row) => {
    const filled = new Map(row);
    for (const [name, value] of last) {
      const text = toText(row.get(name) ?? null);
      if (text === null || text === '') filled.set(name, value);
    }
    for (const [name, value] of filled) if (isMeant(name) && value !== null) last.set(name, value);
    return filled;
  });
}

/** A row for each bucket of time between the first and the last that has none, for each combination of the other groups. */
export function runFillMissing(
  command: FillMissingCommand,
  stats: StatsCommand | undefined,
  rows: Rows,
): Rows {
  const time = stats && timeColumn(stats);
  const period = time?.expression.kind === 'call' ? time.expression.args.at(-1) : undefined;
  const step = period?.kind === 'period' ? periodMilliseconds(period.text) : undefined;
  if (stats === undefined || time === undefined || step === undefined) return rows;
  const column = columnName(time);
  const others = stats.by.filter((item) => item !== time).map(columnName);
  const at = (row: WorkRow) => parseTimestamp(toText(row.get(column) ?? null) ?? '');
  const times = rows.map(at).filter((each) => each !== undefined);
  const first = times.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const last = times.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const idOf = (row: WorkRow) => JSON.stringify(others.map((name) => toText(row.get(name) ?? null)));
  const groups = new Map(rows.map((row) => [idOf(row), row]));
  const known = new Set(rows.map((row) => `${at(row)} ${idOf(row)}`));
  const filling = fillings(command, stats);
  const added: WorkRow[] = [];
  for (let bucket = first; bucket <= last; bucket += step) {
    for (const [id, sample] of groups) {
      if (rows.length + added.length >= maxWorkRows) return [...rows, ...added];
      if (known.has(`${bucket} ${id}`)) continue;
      const row = new Map<string, Value>([[column, formatTimestamp(bucket)]]);
      for (const name of others) row.set(name, sample.get(name) ?? null);
      for (const [name, value] of filling) row.set(name, value);
      added.push(row);
    }
  }
  return [...rows, ...added].sort((a, b) => (at(b) ?? 0) - (at(a) ?? 0));
}

function fillings({ value, fields }: FillMissingCommand, stats: StatsCommand): [string, Value][] {
  if (value === undefined) return stats.aggregates.map((item) => [columnName(item), 0]);
  const filling = value.kind === 'string' ? value.value : numberLiteral(value.text);
  return fields.map((name) => [name, filling]);
}
