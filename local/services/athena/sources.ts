import type { Caller, Installation } from '../../aws/types.ts';
import type { S3 } from '../s3/s3.ts';
import type { GlueCatalog, GlueTable } from './catalog.ts';
import { wordsOf } from './dialect.ts';
import type { Source } from './engine.ts';
import type { Execution } from './execution.ts';
import { parseLocation, partitionsOf } from './partitions.ts';

interface Surroundings {
  installation: Installation;
  catalog: GlueCatalog;
  s3: S3;
}

/**
 * The tables whose names occur in a statement, of its database and of those it names, with their data: as on AWS, Athena reads Glue and S3 with the
 * permissions of whoever started it.
 *
 * @throws AwsError `AccessDenied` for the first part that the caller may not read.
 */
export function readableSources(
  { sql, database, caller }: Pick<Execution, 'sql' | 'database' | 'caller'>,
  surroundings: Surroundings,
): Source[] {
  const { catalog } = surroundings;
  const words = wordsOf(sql);
  return catalog
    .databases()
    .filter((name) => name === database || words.has(name))
    .flatMap((name) => catalog.tables(name))
    .filter(({ name }) => words.has(name))
    .map((table) => readableSource(table, caller, surroundings));
}

function readableSource(
  table: GlueTable,
  caller: Caller,
  { installation, catalog, s3 }: Surroundings,
): Source {
  const { authorize, clock } = installation;
  for (const part of ['catalog', `database/${table.database}`, `table/${table.database}/${table.name}`]) {
    authorize(caller, 'glue:GetTable', catalog.arn(part));
  }
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
