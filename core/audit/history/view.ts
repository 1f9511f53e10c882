import { type HistoryType, historyColumns } from './columns.ts';

/** The UTC day, by which the tables are divided. */
export const dayColumn = { name: 'dt', type: 'date', comment: 'UTC day of the event' } as const;

/** Three hours after its end a day is in the copy; from this day on, events are read as they were written. */
export const firstLiveDay = "CAST(current_timestamp - interval '3' hour AS date)";

const columnNames = [...historyColumns.map(({ name }) => name), dayColumn.name];

/** What auditors ask: every event once, with instants as timestamps. */
export const historySql = `SELECT ${columnNames.join(', ')}
FROM events_parquet
WHERE dt < ${firstLiveDay}
UNION ALL
SELECT ${[...historyColumns.map(fromJson), dayColumn.name].join(', ')}
FROM events
WHERE dt >= ${firstLiveDay}`;

/** Names of the types in Trino, in which a view states its columns. */
const trinoTypes: Record<HistoryType | 'date', string> = {
  string: 'varchar',
  bigint: 'bigint',
  timestamp: 'timestamp(3)',
  date: 'date',
  'array<string>': 'array(varchar)',
  'map<string,bigint>': 'map(varchar, bigint)',
};

export const historyViewColumns = [...historyColumns, dayColumn].map(({ name, type, comment }) => ({
  name,
  type,
  trinoType: trinoTypes[type],
  comment,
}));

/** An unreadable instant is null: it must not make all questions fail. */
function fromJson({ name, type }: { name: string; type: HistoryType }): string {
  if (type !== 'timestamp') return name;
  return `try(CAST(from_iso8601_timestamp(${name}) AS timestamp(3))) AS ${name}`;
}
