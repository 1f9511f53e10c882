import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance, StatementType } from '@duckdb/node-api';
import type { Column, GlueTable } from './catalog.ts';
import { literal, quoted } from './column-type.ts';
import { isReadOnly, MACROS, toDuckDb } from './dialect.ts';
import type { Partition } from './partitions.ts';
import { athenaType, columnName, render } from './render.ts';

export interface Source {
  table: GlueTable;
  partitions: Partition[];
  /** Where the bytes of an object lie. */
  pathOf: (object: Partition['objects'][number]) => string;
}

export interface ResultSet {
  columns: { name: string; type: string }[];
  rows: (string | undefined)[][];
}

export interface RunOptions {
  database: string;
  sources: readonly Source[];
  /** Bytes that the statement may scan; more of them refuse it before it runs. */
  scanLimitBytes: number;
  onScan: (scannedBytes: number) => void;
  signal: AbortSignal;
}

/** The statement was refused by its workgroup's limit. */
export class ScanLimitExceeded extends Error {
  constructor(scannedBytes: number, limitBytes: number) {
    super(`Query cancelled! : Bytes scanned limit was exceeded (${scannedBytes} of ${limitBytes})`);
    this.name = 'ScanLimitExceeded';
  }
}

/** Beyond it a result is refused: it would not fit the memory of one machine's stand-in. */
const MAX_RESULT_ROWS = 100_000;
/** Longer statements are given up, so that one of them never blocks those behind it for good. */
const MAX_RUN_MS = 60_000;
const INTERRUPT_EVERY_MS = 20;
const SETTINGS = {
  threads: '1',
  memory_limit: '512MB',
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
};

/**
 * Runs one read-only statement in a DuckDB of its own. The tables' data is loaded first; then everything outside the
 * database is locked away before the statement is even looked at.
 *
 * @throws Error with DuckDB's message for a statement that it cannot run; {@link ScanLimitExceeded}
 */
export async function runStatement(sql: string, options: RunOptions): Promise<ResultSet> {
  if (!isReadOnly(sql)) throw new Error('Only queries (SELECT, WITH, VALUES) are played here.');
  const instance = await DuckDBInstance.create(':memory:', SETTINGS);
  const connection = await instance.connect();
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(MAX_RUN_MS)]);
  // DuckDB forgets an interrupt that arrives between two steps: it is repeated until the statement has ended.
  const interrupter = setInterval(() => signal.aborted && connection.interrupt(), INTERRUPT_EVERY_MS);
  try {
    const sizes = await load(connection, options);
    await connection.run('SET enable_external_access = false');
    await connection.run('SET lock_configuration = true');
    signal.throwIfAborted();
    return await execute(connection, toDuckDb(sql), { ...options, sizes });
  } finally {
    clearInterval(interrupter);
    connection.closeSync();
    instance.closeSync();
  }
}

async function execute(
  connection: DuckDBConnection,
  sql: string,
  options: RunOptions & { sizes: ReadonlyMap<string, number> },
): Promise<ResultSet> {
  const statements = await connection.extractStatements(sql);
  if (statements.count !== 1) throw new Error('Only one sql statement is allowed.');
  const prepared = await statements.prepare(0);
  if (prepared.statementType !== StatementType.SELECT) throw new Error('Only queries are played here.');
  const scannedBytes = await plannedScan(connection, sql, options.sizes);
  options.onScan(scannedBytes);
  if (scannedBytes > options.scanLimitBytes)
    throw new ScanLimitExceeded(scannedBytes, options.scanLimitBytes);
  const reader = await prepared.runAndReadUntil(MAX_RESULT_ROWS + 1);
  const rows = reader.getRowsJson();
  if (rows.length > MAX_RESULT_ROWS) throw new Error(`The result has more than ${MAX_RESULT_ROWS} rows.`);
  const types = reader.columnTypes();
  return {
    columns: reader.columnNames().map((name, index) => ({
      name: columnName(name, index),
      type: types[index] ? athenaType(types[index]) : 'varchar',
    })),
    rows: rows.map((row) =>
      row.map((value, index) => {
        const type = types[index];
        return type && render(value, type);
      }),
    ),
  };
}

/** Loads each partition into a table of its own; a view puts them together, with the partition's value as a constant. */
async function load(connection: DuckDBConnection, options: RunOptions): Promise<Map<string, number>> {
  for (const macro of MACROS) await connection.run(`CREATE MACRO ${macro}`);
  await connection.run("SET timezone = 'UTC'");
  // Statistics of the loaded rows would prune what Athena, which has none for JSON, must scan.
  await connection.run("SET disabled_optimizers = 'statistics_propagation'");
  await connection.run('CREATE SCHEMA athena_data');
  const sizes = new Map<string, number>();
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-athena-'));
  try {
    for (const source of options.sources) {
      const names: string[] = [];
      for (const partition of source.partitions) {
        const name = `p${sizes.size}`;
        names.push(name);
        sizes.set(name, partition.sizeBytes);
        await loadPartition(connection, { name, source, partition, file: join(folder, `${name}.json`) });
      }
      await connection.run(`CREATE SCHEMA IF NOT EXISTS ${quoted(source.table.database)}`);
      await connection.run(viewOf(source, names));
    }
    if (options.sources.some(({ table }) => table.database === options.database)) {
      await connection.run(`SET schema = ${literal(options.database)}`);
    }
    return sizes;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function loadPartition(
  connection: DuckDBConnection,
  on: { name: string; source: Source; partition: Partition; file: string },
): Promise<void> {
  const { table, pathOf } = on.source;
  const contents: Buffer[] = [];
  for (const object of on.partition.objects) contents.push(await readFile(pathOf(object)), Buffer.from('\n'));
  await writeFile(on.file, Buffer.concat(contents));
  const columns = table.columns
    .map(({ name, duckType }) => `${literal(name)}: ${literal(duckType)}`)
    .join(', ');
  const options = `format = 'newline_delimited', ignore_errors = ${table.ignoresMalformed}, columns = {${columns}}`;
  await connection.run(
    `CREATE TABLE athena_data.${quoted(on.name)} AS SELECT * FROM read_json(${literal(on.file)}, ${options})`,
  );
}

function viewOf({ table, partitions }: Source, names: readonly string[]): string {
  const view = `CREATE VIEW ${quoted(table.database)}.${quoted(table.name)} AS`;
  const columns = table.columns.map(({ name }) => quoted(name));
  const [key] = table.partitionKeys;
  const selects = names.map((name, index) => {
    const value = key === undefined ? [] : [constant(key, partitions[index]?.value)];
    return `SELECT ${[...columns, ...value].join(', ')} FROM athena_data.${quoted(name)}`;
  });
  if (selects.length > 0) return `${view} ${selects.join(' UNION ALL ')}`;
  const empty = [...table.columns, ...table.partitionKeys].map((column) => constant(column, undefined));
  return `${view} SELECT ${empty.join(', ')} WHERE false`;
}

function constant({ name, duckType }: Column, value: string | undefined): string {
  return `CAST(${value === undefined ? 'NULL' : literal(value)} AS ${duckType}) AS ${quoted(name)}`;
}

/** Bytes of the partitions that are left in the plan once the predicates on the partition key are folded. */
async function plannedScan(
  connection: DuckDBConnection,
  sql: string,
  sizes: ReadonlyMap<string, number>,
): Promise<number> {
  const reader = await connection.runAndReadAll(`EXPLAIN (FORMAT JSON) ${sql}`);
  const plan = JSON.stringify(reader.getRowsJson());
  const scanned = [...plan.matchAll(/memory\.athena_data\.(p\d+)/g)].map(([, name]) => name ?? '');
  return scanned.reduce((sum, name) => sum + (sizes.get(name) ?? 0), 0);
}
