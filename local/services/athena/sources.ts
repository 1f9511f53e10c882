import type { Caller, Installation } from '../../aws/types.ts';
import type { S3 } from '../s3/s3.ts';
import type { GlueCatalog, GlueTable, GlueView } from './catalog.ts';
import type { Dataset, Source } from './database.ts';
import { wordsOf } from './dialect.ts';
import type { Execution } from './execution.ts';
import { parseLocation, partitionsOf } from './partitions.ts';

interface Surroundings {
  installation: Installation;
  catalog: GlueCatalog;
  s3: S3;
}

/**
 * The tables and views whose names occur in a statement, of its database and of those it names, with their data: as on AWS, Athena reads Glue and S3
 * with the permissions of whoever started it.
 *
 * @throws AwsError `AccessDenied` for the first part that the caller may not read.
 */
export function readableDataset(
  { sql, database, caller }: Pick<Execution, 'sql' | 'database' | 'caller'>,
  surroundings: Surroundings,
): Dataset {
  const { catalog } = surroundings;
  const words = wordsOf(sql);
  const databases = catalog.databases().filter((name) => name === database || words.has(name));
  const views = databases.flatMap((name) => catalog.views(name)).filter(({ name }) => words.has(name));
  for (const view of views) {
    authorizeTable(view, caller, surroundings);
    for (const word of wordsOf(view.sql)) words.add(word);
  }
  const tables = databases.flatMap((name) => catalog.tables(name)).filter(({ name }) => words.has(name));
  return {
    database,
    views,
    sources: tables.map((table) => readableSource(table, caller, surroundings)),
  };
}

function authorizeTable(
  { database, name }: GlueTable | GlueView,
  caller: Caller,
  { installation, catalog }: Surroundings,
): void {
  for (const part of ['catalog', `database/${database}`, `table/${database}/${name}`]) {
    installation.authorize(caller, 'glue:GetTable', catalog.arn(part));
  }
}

function readableSource(table: GlueTable, caller: Caller, surroundings: Surroundings): Source {
  const { installation, s3 } = surroundings;
  const { authorize, clock } = installation;
  authorizeTable(table, caller, surroundings);
  const { bucket: name } = parseLocation(table.location);
  const bucket = s3.bucket(name);
  if (!bucket) throw new Error(`The bucket ${name} does not exist.`);
  authorize(caller, 's3:ListBucket', `arn:aws:s3:::${name}`);
  const partitions = partitionsOf(table, s3, clock());
  for (const { key } of partitions.flatMap(({ objects }) => objects)) {
    authorize(caller, 's3:GetObject', `arn:aws:s3:::${name}/${key}`);
  }
  return { table, partitions, pathOf: (object) => bucket.contentPath(object) };
}
