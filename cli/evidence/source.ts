import { statSync } from 'node:fs';
import { evidenceCopy, servedCopy } from '../../adapters/files/evidence-copy.ts';
import type { S3Place } from '../../adapters/s3/evidence-reader.ts';
import type { EventCopies } from '../../core/audit/log/reconciler.ts';
import type { EvidenceStore, ServedStore } from '../../core/audit/log/verify/store.ts';
import { CliError } from '../errors.ts';

export interface Source {
  store: EvidenceStore;
  /** When a copy was made, where it tells. */
  listedAtMs?: number | undefined;
}

/** The evidence in a folder or in `s3://bucket/prefix`. */
export async function openEvidence(place: string): Promise<Source> {
  const s3 = parseS3(place);
  if (s3) {
    const { evidenceReader } = await reader();
    return { store: evidenceReader(s3) };
  }
  assertFolder(place);
  const store = evidenceCopy(place);
  return { store, listedAtMs: store.listedAtMs };
}

/** The served log in a folder or in `s3://bucket/prefix`. */
export async function openServed(place: string): Promise<ServedStore> {
  const s3 = parseS3(place);
  if (s3) {
    const { servedReader } = await reader();
    return servedReader(s3);
  }
  assertFolder(place);
  return servedCopy(place);
}

/** The fast copy of the events in a table of DynamoDB. */
export async function openCopies(table: string): Promise<Pick<EventCopies, 'ofDay'>> {
  const { documentClient } = await import('../../adapters/dynamodb/client.ts');
  const { eventCopies } = await import('../../adapters/dynamodb/timeline.ts');
  return eventCopies(documentClient(), { table, days: 0 });
}

/** Parts of `s3://bucket/prefix`; undefined for what does not start so. */
export function parseS3(place: string): S3Place | undefined {
  if (!place.startsWith('s3://')) return undefined;
  const [, bucket, prefix = ''] = /^s3:\/\/([a-z0-9.-]+)(?:\/(.*))?$/.exec(place) ?? [];
  if (bucket === undefined) throw new CliError('usage', `${place} does not look like s3://bucket/prefix`);
  return { bucket, prefix: prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/` };
}

/** Loading the client takes a while, which a folder does not need. */
function reader(): Promise<typeof import('../../adapters/s3/evidence-reader.ts')> {
  return import('../../adapters/s3/evidence-reader.ts');
}

function assertFolder(place: string): void {
  if (statSync(place, { throwIfNoEntry: false })?.isDirectory()) return;
  throw new CliError('usage', `${place} is no folder; give a copy of the evidence, or s3://bucket`);
}
