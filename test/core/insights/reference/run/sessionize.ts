import type { Times } from '../../../../../core/insights/compile.ts';
import { periodMilliseconds } from '../../../../../core/insights/periods.ts';
import type { SessionizeCommand } from '../../../../../core/insights/syntax.ts';
import { parseTimestamp } from '../../../../../core/insights/timestamps.ts';
import { toText } from '../../../../../core/insights/values.ts';
import { compile } from '../evaluate.ts';
import type { Rows } from '../rows.ts';

/** Numbers the sessions: rows with the same values, none longer than the span after the one before. */
export function runSessionize({ keys, maxSpan, into }: SessionizeCommand, rows: Rows, times: Times): Rows {
  const readers = keys.map((key) => compile(key, times));
  const span = periodMilliseconds(maxSpan.text) ?? 0;
  const byTime = rows
    .map((row) => ({ row, at: parseTimestamp(toText(row.get('@timestamp') ?? null) ?? '') ?? 0 }))
    .sort((a, b) => a.at - b.at);
  const open = new Map<string, { session: number; at: number }>();
  let sessions = 0;
  for (const { row, at } of byTime) {
    const id = JSON.stringify(readers.map((read) => toText(read(row))));
    const last = open.get(id);
    const isSame = last !== undefined && at - last.at <= span;
    if (!isSame) sessions += 1;
    const session = isSame ? last.session : sessions;
    open.set(id, { session, at });
    row.set(into, session);
  }
  return rows;
}
