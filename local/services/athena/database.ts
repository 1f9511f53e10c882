import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { Column, GlueTable, GlueView } from './catalog.ts';
import { literal, quoted } from './column-type.ts';
import { MACROS, toDuckDb } from './dialect.ts';
import type { Partition } from './partitions.ts';

export interface Source {
  table: GlueTable;
  partitions: Partition[];
  /** Where the bytes of an object lie. */
  pathOf: (object: Partition['objects'][number]) => string;
}

export interface Dataset {
  database: string;
  sources: readonly Source[];
  views: readonly GlueView[];
}

/** A partition, with the name of the table that plays it. */
export interface Part {
  name: string;
  source: Source;
  partition: Partition;
}

const INTERRUPT_EVERY_MS = 20;
const SETTINGS = {
  threads: '1',
  memory_limit: '512MB',
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
};

/** Does something in a DuckDB of its own that knows Athena's functions. */
export async function inDatabase<T>(
  signal: AbortSignal,
  act: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> {
  const instance = await DuckDBInstance.create(':memory:', SETTINGS);
  const connection = await instance.connect();
  // DuckDB forgets an interrupt that arrives between two steps: it is repeated until the statement has ended.
  const interrupter = setInterval(() => signal.aborted && connection.interrupt(), INTERRUPT_EVERY_MS);
  try {
    await connection.run(MACROS.map((macro) => `CREATE MACRO ${macro};`).join('\n'));
    await connection.run("SET timezone = 'UTC'");
    // Statistics of the loaded rows would prune what Athena, which has none for JSON, must scan.
    await connection.run("SET disabled_optimizers = 'statistics_propagation'");
    return await act(connection);
  } finally {
    clearInterval(interrupter);
    connection.closeSync();
    instance.closeSync();
  }
}

export function partsOf(sources: readonly Source[]): Part[] {
  return sources
    .flatMap((source) => source.partitions.map((partition) => ({ source, partition })))
    .map((part, index) => ({ name: `p${index}`, ...part }));
}

/**
 * Makes an empty table for each partition; a view puts those of a table together, with the partition's value as a
 * constant, and the catalog's own views stand on these.
 */
export async function describe(
  connection: DuckDBConnection,
  { database, sources, views }: Dataset,
  parts: readonly Part[],
): Promise<void> {
  await connection.run('CREATE SCHEMA athena_data');
  const tables = parts.map(({ name, source }) => {
    const columns = source.table.columns.map((column) => `${quoted(column.name)} ${column.duckType}`);
    return `CREATE TABLE athena_data.${quoted(name)} (${columns.join(', ')});`;
  });
  if (tables.length > 0) await connection.run(tables.join('\n'));
  for (const source of sources) {
    await connection.run(`CREATE SCHEMA IF NOT EXISTS ${quoted(source.table.database)}`);
    await connection.run(
      viewOf(
        source,
        parts.filter((part) => part.source === source),
      ),
    );
  }
  for (const view of views) {
    await connection.run(`SET schema = ${literal(view.database)}`);
    await connection.run(`CREATE VIEW ${quoted(view.name)} AS ${toDuckDb(view.sql)}`);
  }
  const isKnown = sources.some(({ table }) => table.database === database);
  await connection.run(`SET schema = ${literal(isKnown ? database : 'main')}`);
}

/** Takes away everything outside of the database, for good. */
export async function lock(connection: DuckDBConnection): Promise<void> {
  await connection.run('SET enable_external_access = false');
  await connection.run('SET lock_configuration = true');
}

function viewOf({ table }: Source, parts: readonly Part[]): string {
  const view = `CREATE VIEW ${quoted(table.database)}.${quoted(table.name)} AS`;
  const columns = table.columns.map(({ name }) => quoted(name));
  const [key] = table.partitionKeys;
  const selects = parts.map(({ name, partition }) => {
    const value = key === undefined ? [] : [constant(key, partition.value)];
    return `SELECT ${[...columns, ...value].join(', ')} FROM athena_data.${quoted(name)}`;
  });
  if (selects.length > 0) return `${view} ${selects.join(' UNION ALL ')}`;
  const empty = [...table.columns, ...table.partitionKeys].map((column) => constant(column, undefined));
  return `${view} SELECT ${empty.join(', ')} WHERE false`;
}

function constant({ name, duckType }: Column, value: string | undefined): string {
  return `CAST(${value === undefined ? 'NULL' : literal(value)} AS ${duckType}) AS ${quoted(name)}`;
}
