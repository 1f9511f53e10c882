import { compile } from '../compile.ts';
import { periodMilliseconds } from '../periods.ts';
import type { SessionizeCommand } from '../syntax.ts';
import { parseTimestamp } from '../timestamps.ts';
import { toText } from '../values.ts';
import { groupKey } from './group-key.ts';
import { allRows, type MakeStage, type StageScope } from './stage.ts';

/** Numbers the sessions: rows with the same values, none longer than the span after the one before. */
export function sessionize({ keys, maxSpan, into }: SessionizeCommand, scope: StageScope): MakeStage {
  const keyOf = groupKey(keys.map((key) => compile(key, scope)));
  const [time, column] = [scope.slots.of('@timestamp'), scope.slots.of(into)];
  const span = periodMilliseconds(maxSpan.text) ?? 0;
  return allRows('sessionize', scope.order, (rows) => {
    const byTime = rows
      .map((row) => ({ row, at: parseTimestamp(toText(row.get(time)) ?? '') ?? 0 }))
      .sort((a, b) => a.at - b.at);
    const open = new Map<string | null, { session: number; at: number }>();
    let sessions = 0;
    for (const { row, at } of byTime) {
      const id = keyOf(row);
      const last = open.get(id);
      const isSame = last !== undefined && at - last.at <= span;
      if (!isSame) sessions += 1;
      const session = isSame ? last.session : sessions;
      open.set(id, { session, at });
      row.set(column, session);
    }
    return rows;
  });
}
