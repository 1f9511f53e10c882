import type { DuckDBConnection } from '@duckdb/node-api';
import { literal } from './column-type.ts';
import type { Part } from './database.ts';

/** Which partitions a statement reads, and which columns of each. */
export type Scan = ReadonlyMap<Part, ReadonlySet<string>>;

/** The partitions that are left in the plan once the predicates on the partition key are folded. */
export async function plannedScan(
  connection: DuckDBConnection,
  sql: string,
  parts: readonly Part[],
): Promise<Scan> {
  const byName = new Map(parts.map((part) => [part.name, part]));
  const scan = new Map<Part, Set<string>>();
  const visit = (node: PlanNode): void => {
    const [, name = ''] = /athena_data\.(p\d+)$/.exec(textOf(node.extra_info?.['Table'])) ?? [];
    const part = byName.get(name);
    if (part) {
      const columns = scan.get(part) ?? new Set<string>();
      for (const column of columnsOf(node, part)) columns.add(column);
      scan.set(part, columns);
    }
    for (const child of node.children ?? []) visit(child);
  };
  const reader = await connection.runAndReadAll(`EXPLAIN (FORMAT JSON) ${sql}`);
  for (const [, plan] of reader.getRowsJson()) {
    for (const root of JSON.parse(String(plan)) as PlanNode[]) visit(root);
  }
  return scan;
}

/**
 * Bytes that Athena reads for a scan: of JSON the whole objects, of Parquet the pieces of the columns that are looked at
 * (Athena user guide, "Columnar storage formats").
 */
export async function scannedBytes(connection: DuckDBConnection, scan: Scan): Promise<number> {
  let sum = 0;
  for (const [{ source, partition }, columns] of scan) {
    sum +=
      source.table.format === 'json'
        ? partition.sizeBytes
        : await columnBytes(connection, partition.objects.map(source.pathOf), columns);
  }
  return sum;
}

async function columnBytes(
  connection: DuckDBConnection,
  files: readonly string[],
  columns: ReadonlySet<string>,
): Promise<number> {
  const reader = await connection.runAndReadAll(
    `SELECT coalesce(sum(total_compressed_size), 0) FROM parquet_metadata([${files.map(literal).join(', ')}])
     WHERE split_part(path_in_schema, ', ', 1) IN (${['', ...columns].map(literal).join(', ')})`,
  );
  return Number(reader.getRowsJson()[0]?.[0]);
}

/** A node of DuckDB's plan. */
interface PlanNode {
  children?: PlanNode[];
  extra_info?: Record<string, unknown>;
}

/** A scan names the columns that it hands on, and in its filters those that it only looks at. */
function columnsOf({ extra_info: info = {} }: PlanNode, { source }: Part): string[] {
  const words = new Set(`${textOf(info['Projections'])} ${textOf(info['Filters'])}`.match(/\w+/g) ?? []);
  return source.table.columns.map(({ name }) => name).filter((name) => words.has(name));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}
