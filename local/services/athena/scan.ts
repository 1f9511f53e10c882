import type { DuckDBConnection } from '@duckdb/node-api';
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
