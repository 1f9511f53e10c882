import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, StatementType } from '@duckdb/node-api';
import { literal, quoted } from './column-type.ts';
import { type Dataset, describe, inDatabase, lock, type Part, partsOf } from './database.ts';
import { isReadOnly, toDuckDb } from './dialect.ts';
import { athenaType, columnName, render } from './render.ts';
import { plannedScan, type Scan, scannedBytes } from './scan.ts';

export interface ResultSet {
  columns: { name: string; type: string }[];
  rows: (string | undefined)[][];
}

export interface RunOptions extends Dataset {
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

/**
 * Runs one read-only statement. It is planned in a DuckDB that holds no data and run in another that holds the data of the
 * partitions in the plan; in both, everything outside the database is locked away before the statement is even looked at.
 *
 * @throws Error with DuckDB's message for a statement that it cannot run; {@link ScanLimitExceeded}
 */
export async function runStatement(sql: string, options: RunOptions): Promise<ResultSet> {
  if (!isReadOnly(sql)) throw new Error('Only queries (SELECT, WITH, VALUES) are played here.');
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(MAX_RUN_MS)]);
  const parts = partsOf(options.sources);
  const translated = toDuckDb(sql);
  const scan = await inDatabase(signal, async (connection) => {
    await describe(connection, options, parts);
    await lock(connection);
    await prepare(connection, translated);
    return plannedScan(connection, translated, parts);
  });
  return inDatabase(signal, async (connection) => {
    const bytes = await scannedBytes(connection, scan);
    options.onScan(bytes);
    if (bytes > options.scanLimitBytes) throw new ScanLimitExceeded(bytes, options.scanLimitBytes);
    await describe(connection, options, [...scan.keys()]);
    await load(connection, scan);
    await lock(connection);
    signal.throwIfAborted();
    return execute(connection, translated);
  });
}

async function prepare(connection: DuckDBConnection, sql: string) {
  const statements = await connection.extractStatements(sql);
  if (statements.count !== 1) throw new Error('Only one sql statement is allowed.');
  const prepared = await statements.prepare(0);
  if (prepared.statementType !== StatementType.SELECT) throw new Error('Only queries are played here.');
  return prepared;
}

async function execute(connection: DuckDBConnection, sql: string): Promise<ResultSet> {
  const prepared = await prepare(connection, sql);
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

async function load(connection: DuckDBConnection, scan: Scan): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-athena-'));
  try {
    for (const part of scan.keys()) {
      if (part.source.table.format === 'parquet') await loadParquet(connection, part);
      else await loadJson(connection, part, join(folder, `${part.name}.json`));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function loadParquet(
  connection: DuckDBConnection,
  { name, source: { table, pathOf }, partition }: Part,
): Promise<void> {
  const files = partition.objects.map((object) => literal(pathOf(object)));
  const columns = table.columns.map((column) => quoted(column.name));
  await connection.run(
    `INSERT INTO athena_data.${quoted(name)} SELECT ${columns.join(', ')} FROM read_parquet([${files.join(', ')}])`,
  );
}

async function loadJson(
  connection: DuckDBConnection,
  { name, source: { table, pathOf }, partition }: Part,
  file: string,
): Promise<void> {
  const contents: Buffer[] = [];
  for (const object of partition.objects) contents.push(await readFile(pathOf(object)), Buffer.from('\n'));
  await writeFile(file, Buffer.concat(contents));
  const columns = table.columns
    .map((column) => `${literal(column.name)}: ${literal(column.duckType)}`)
    .join(', ');
  const options = `format = 'newline_delimited', ignore_errors = ${table.ignoresMalformed}, columns = {${columns}}`;
  await connection.run(
    `INSERT INTO athena_data.${quoted(name)} SELECT * FROM read_json(${literal(file)}, ${options})`,
  );
}
