import type { ObjectVersion } from '../s3/bucket.ts';
import type { S3 } from '../s3/s3.ts';
import type { GlueTable } from './catalog.ts';

/** The objects under one value of the partition key, or all of a table that has none. */
export interface Partition {
  /** Absent for a table without partitions. */
  value?: string;
  objects: ObjectVersion[];
  sizeBytes: number;
}

export interface Location {
  bucket: string;
  prefix: string;
}

/**
 * The partitions of a table that hold objects, as Athena would find them: current versions only, and of a
 * partitioned table only those that its projection covers.
 *
 * @throws Error for a table that is partitioned in a way that is not played here.
 */
export function partitionsOf(table: GlueTable, s3: S3, now: number): Partition[] {
  const [key, ...others] = table.partitionKeys.map(({ name }) => name);
  if (key === undefined) return [partition(currentObjects(s3, parseLocation(table.location)))];
  if (others.length > 0) throw new Error(`${table.name}: only one partition key is played here.`);
  // Without projection Athena sees only partitions registered in Glue, and a template registers none.
  if (table.parameters['projection.enabled'] !== 'true') return [];
  const [from, to] = projectedRange(table, key, now);
  const { bucket, prefix } = parseLocation(
    (table.parameters['storage.location.template'] ?? `${table.location}${key}=\${${key}}/`).replace(
      /\/?$/,
      '/',
    ),
  );
  const [before = '', after = ''] = prefix.split(`\${${key}}`);
  const byValue = new Map<string, ObjectVersion[]>();
  for (const object of currentObjects(s3, { bucket, prefix: before })) {
    const end = object.key.indexOf(after, before.length);
    const value = object.key.slice(before.length, end);
    if (end < 0 || value < from || value > to) continue;
    byValue.set(value, [...(byValue.get(value) ?? []), object]);
  }
  return [...byValue].map(([value, objects]) => ({ value, ...partition(objects) }));
}

export function parseLocation(location: string): Location {
  const [, bucket, prefix] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(location) ?? [];
  if (bucket === undefined || prefix === undefined) throw new Error(`${location} is not an s3:// location.`);
  return { bucket, prefix };
}

function currentObjects(s3: S3, { bucket: name, prefix }: Location): ObjectVersion[] {
  const bucket = s3.bucket(name);
  if (!bucket) throw new Error(`The bucket ${name} does not exist.`);
  const found: ObjectVersion[] = [];
  for (const key of bucket.keysFrom(prefix)) {
    if (!key.startsWith(prefix)) break;
    const latest = bucket.latest(key);
    if (latest && !latest.deleteMarker && latest.sizeBytes > 0) found.push(latest);
  }
  return found;
}

function partition(objects: ObjectVersion[]): Partition {
  return { objects, sizeBytes: objects.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) };
}

/** First and last value of a projected date, as text; both inclusive. */
function projectedRange(table: GlueTable, key: string, now: number): [string, string] {
  const type = table.parameters[`projection.${key}.type`];
  const format = table.parameters[`projection.${key}.format`] ?? 'yyyy-MM-dd';
  const [from, to] = (table.parameters[`projection.${key}.range`] ?? '').split(',');
  if (type !== 'date' || format !== 'yyyy-MM-dd' || from === undefined || to === undefined) {
    throw new Error(`${table.name}: only projections of dates as yyyy-MM-dd over a range are played here.`);
  }
  return [rangeEnd(from, now), rangeEnd(to, now)];
}

/** A date as written, or `NOW`, perhaps with an offset such as `NOW-3YEARS`. */
function rangeEnd(text: string, now: number): string {
  const written = text.trim();
  const [, offset, unit] = /^NOW(?:([+-]\d+)(DAY|WEEK|MONTH|YEAR)S?)?$/.exec(written) ?? [];
  if (!written.startsWith('NOW')) return written;
  const date = new Date(now);
  const count = Number(offset ?? 0);
  if (unit === 'DAY') date.setUTCDate(date.getUTCDate() + count);
  if (unit === 'WEEK') date.setUTCDate(date.getUTCDate() + 7 * count);
  if (unit === 'MONTH') date.setUTCMonth(date.getUTCMonth() + count);
  if (unit === 'YEAR') date.setUTCFullYear(date.getUTCFullYear() + count);
  return date.toISOString().slice(0, 10);
}
