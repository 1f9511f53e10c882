import type { Plan } from '../insights/plan.ts';
import type { Query } from '../insights/syntax.ts';
import { parseTimestamp } from '../insights/timestamps.ts';
import type { RawResults } from '../ports.ts';
import type { QueryRun } from './run.ts';

/** What an answer that was computed on a part of the matching events says of itself. Times are milliseconds since the epoch. */
export interface Partial {
  notice: string;
  /** The time range whose events were not read, both ends included; undefined if no time range tells them apart. */
  unread?: { fromMs: number; toMs: number };
}

interface Answered {
  query: Query;
  plan: Plan;
  raw: RawResults;
  run: QueryRun;
  /** How many rows the answer has. */
  rows: number;
}

/** @returns undefined if no event that was left unread could have changed the answer */
export function partialAnswer({ query, plan, raw, run, rows }: Answered): Partial | undefined {
  const read = raw.rows.length;
  if (plan.isExact || read < plan.pushdownLimit || raw.matchedRecords <= read) return undefined;
  if (isFull(query, rows)) return undefined;
  const count = read.toLocaleString('en');
  switch (plan.order) {
    case 'groups':
      return {
        notice: `There are more than the ${count} groups computed on; narrow the filter or group by less.`,
      };
    case 'sorted':
      return {
        notice: `Computed on the first ${count} of the matching events, in the order asked for; narrow the time range to see the others.`,
      };
    case 'newest':
    case 'oldest': {
      const notice = `Computed on the ${plan.order} ${count} of the matching events; narrow the time range`;
      const unread = unreadRange(plan.order, raw, run);
      return unread === undefined
        ? { notice: `${notice} or the filter.` }
        : { notice: `${notice}, or go on with the range that is left.`, unread };
    }
  }
}

/** Whether the answer has all the rows its query asked for, so that events left unread could add none. */
function isFull(query: Query, rows: number): boolean {
  if (query.commands.some(({ kind }) => kind === 'stats')) return false;
  const limits = query.commands.flatMap((command) => (command.kind === 'limit' ? [command.count] : []));
  return limits.length > 0 && rows >= Math.min(...limits);
}

/** Events of the very moment at which reading stopped may be on either side, so the moment belongs to the rest as well. */
function unreadRange(order: 'newest' | 'oldest', raw: RawResults, run: QueryRun): Partial['unread'] {
  const stoppedAt = parseTimestamp(raw.rows.at(-1)?.get('@timestamp') ?? '');
  if (stoppedAt === undefined) return undefined;
  const unread =
    order === 'newest' ? { fromMs: run.fromMs, toMs: stoppedAt } : { fromMs: stoppedAt, toMs: run.toMs };
  const isShorter = unread.toMs - unread.fromMs < run.toMs - run.fromMs;
  return isShorter && unread.fromMs < unread.toMs ? unread : undefined;
}
