import { eventColumns } from '../event.ts';

export type HistoryType = 'string' | 'bigint' | 'timestamp' | 'array<string>' | 'map<string,bigint>';

/** The columns of an event as SQL wants them: what is an instant is a timestamp in UTC. */
export const historyColumns: readonly { name: string; type: HistoryType; comment: string }[] = Object.entries(
  eventColumns,
).map(([name, column]) => ({
  name,
  type: 'isInstant' in column ? 'timestamp' : column.sqlType,
  comment: column.comment,
}));
