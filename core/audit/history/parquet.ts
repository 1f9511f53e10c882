import { parquetWriteBuffer } from 'hyparquet-writer';
import { type HistoryType, historyColumns } from './columns.ts';
import type { HistoryRow } from './rows.ts';

type SchemaElement = NonNullable<Parameters<typeof parquetWriteBuffer>[0]['schema']>[number];

/** Zstandard (RFC 8878). */
export type Compress = (bytes: Uint8Array) => Uint8Array;

/** More rows than a file has: one group of rows, so that a file has one piece of each column. */
const rowGroupSize = 100_000;

/** Rows as a Parquet file, with a column of its own type for each of an event's; a value of another type is null. */
export function toParquet(rows: readonly HistoryRow[], compress: Compress): Uint8Array {
  const buffer = parquetWriteBuffer({
    columnData: historyColumns.map(({ name, type }) => ({
      name,
      data: rows.map((row) => valueAs[type](Object.hasOwn(row, name) ? row[name] : undefined)),
    })),
    schema: [
      { name: 'event', num_children: historyColumns.length },
      ...historyColumns.flatMap(({ name, type }) => elementsOf(name, type)),
    ],
    codec: 'ZSTD',
    compressors: { ZSTD: compress },
    rowGroupSize,
    createdBy: 'vitrine',
  });
  return new Uint8Array(buffer);
}

const valueAs: Record<HistoryType, (value: unknown) => unknown> = {
  string: (value) => (typeof value === 'string' ? value : null),
  bigint: (value) => (Number.isSafeInteger(value) ? BigInt(value as number) : null),
  timestamp: (value) => {
    const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN;
    return Number.isNaN(ms) ? null : BigInt(ms);
  },
  'array<string>': (value) =>
    Array.isArray(value) ? value.filter((item) => typeof item === 'string') : null,
  'map<string,bigint>': (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    const counts = Object.entries(value).filter(([, count]) => Number.isSafeInteger(count));
    return counts.map(([key, count]) => ({ key, value: BigInt(count as number) }));
  },
};

/** A column in the schema; lists and maps as the Parquet format lays them out (apache/parquet-format, LogicalTypes.md). */
function elementsOf(name: string, type: HistoryType): SchemaElement[] {
  switch (type) {
    case 'string':
      return [leaf(name, 'OPTIONAL')];
    case 'bigint':
      return [{ name, type: 'INT64', repetition_type: 'OPTIONAL' }];
    case 'timestamp':
      return [{ name, type: 'INT64', converted_type: 'TIMESTAMP_MILLIS', repetition_type: 'OPTIONAL' }];
    case 'array<string>':
      return [
        { name, repetition_type: 'OPTIONAL', converted_type: 'LIST', num_children: 1 },
        { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
        leaf('element', 'OPTIONAL'),
      ];
    case 'map<string,bigint>':
      return [
        { name, repetition_type: 'OPTIONAL', converted_type: 'MAP', num_children: 1 },
        { name: 'key_value', repetition_type: 'REPEATED', num_children: 2 },
        leaf('key', 'REQUIRED'),
        { name: 'value', type: 'INT64', repetition_type: 'OPTIONAL' },
      ];
  }
}

function leaf(name: string, repetition_type: 'REQUIRED' | 'OPTIONAL'): SchemaElement {
  return { name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type };
}
