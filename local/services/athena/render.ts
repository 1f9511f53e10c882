import type { DuckDBType, Json } from '@duckdb/node-api';
import { DuckDBListType, DuckDBMapType, DuckDBStructType, DuckDBTypeId } from '@duckdb/node-api';

/** Athena's name for a result column's type. */
export function athenaType(type: DuckDBType): string {
  switch (type.typeId) {
    case DuckDBTypeId.HUGEINT:
    case DuckDBTypeId.UBIGINT:
      return 'bigint';
    case DuckDBTypeId.LIST:
      return 'array';
    case DuckDBTypeId.STRUCT:
      return 'row';
    case DuckDBTypeId.TIMESTAMP_MS:
      return 'timestamp';
    case DuckDBTypeId.TIMESTAMP_TZ:
      return 'timestamp with time zone';
    case DuckDBTypeId.DECIMAL:
      return 'decimal';
    default:
      return DuckDBTypeId[type.typeId]?.toLowerCase() ?? 'varchar';
  }
}

/** A value as Athena writes it: `[a, b]`, `{k=v}`, `2026-11-21 10:00:00.000 UTC`; `undefined` for null. */
export function render(value: Json, type: DuckDBType): string | undefined {
  if (value === null) return undefined;
  if (type instanceof DuckDBListType && Array.isArray(value)) {
    return `[${value.map((item) => render(item, type.valueType) ?? 'null').join(', ')}]`;
  }
  if (type instanceof DuckDBMapType && Array.isArray(value)) {
    const pairs = value.map((pair) => {
      const { key = null, value: item = null } = pair as { key?: Json; value?: Json };
      return `${render(key, type.keyType)}=${render(item, type.valueType) ?? 'null'}`;
    });
    return `{${pairs.join(', ')}}`;
  }
  if (type instanceof DuckDBStructType && typeof value === 'object') {
    const fields = value as Record<string, Json>;
    const pairs = type.entryNames.map((name, index) => {
      const fieldType = type.entryTypes[index];
      return `${name}=${(fieldType && render(fields[name] ?? null, fieldType)) ?? 'null'}`;
    });
    return `{${pairs.join(', ')}}`;
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (type.typeId === DuckDBTypeId.TIMESTAMP || type.typeId === DuckDBTypeId.TIMESTAMP_MS) {
    return milliseconds(text);
  }
  if (type.typeId === DuckDBTypeId.TIMESTAMP_TZ)
    return `${milliseconds(text.replace(/[+-]00(:00)?$/, ''))} UTC`;
  return text;
}

/** Athena leaves the names of computed columns to their position. */
export function columnName(name: string, index: number): string {
  return /^[a-z_]\w*$/i.test(name) ? name : `_col${index}`;
}

function milliseconds(timestamp: string): string {
  const [whole = '', fraction = ''] = timestamp.split('.');
  return `${whole}.${fraction.slice(0, 3).padEnd(3, '0')}`;
}
