import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { encodeTime } from 'ulid';
import { sha256Bytes } from '../adapters/system/bytes.ts';
import { checkpointName, checkpointPrefix, formatCheckpoint } from '../core/audit/log/checkpoint.ts';
import { Edge, type ServedFile } from '../core/audit/log/edge.ts';
import { type Entry, entryBytes, formatManifest, manifestKey } from '../core/audit/log/manifest.ts';
import { treeHashing } from '../core/audit/log/merkle.ts';
import { signedNote } from '../core/audit/log/note.ts';
import { signerOf } from '../test/support/evidence-log.ts';

/** Events of a minute, and so of a manifest. */
const eventsAMinute = 1_000;
const minuteMs = 60_000;
const startMs = Date.parse('2026-11-01T00:00:00.000Z');

export const signer = signerOf('vitrine/bench', 'the benchmark');

/** When the last head of a log of so many events was signed. */
export function endOf(events: number): number {
  return startMs + Math.ceil(events / eventsAMinute) * minuteMs;
}

/** An event as it lies in the bucket: about as long as one of a query that returned rows. */
export function eventText(number: number, atMs: number): { key: string; text: string } {
  const time = new Date(atMs).toISOString();
  const id = `${encodeTime(atMs, 10)}${encodeTime(number, 16)}`;
  const event = {
    id,
    version: 1,
    time,
    type: 'query.returned',
    outcome: 'success',
    actor: 'alice',
    actor_subject: 'auth0|5f7c8ec7c33c6c004bbafe82',
    actor_groups: ['engineers', 'on-call'],
    actor_via: 'api',
    ip: '203.0.113.7',
    user_agent: 'vitrine/0.1.0 (linux; x64)',
    correlation_id: `c-${number}`,
    rules_version: '3f2a9c11d0e4b7aa',
    request_id: `01M8DGB8X5S37NGDG6${number % 997}`,
    scope: 'checkout-prod',
    query_handle: `q_${number}`,
    query: 'fields @timestamp, level, @message | filter level = "ERROR" | sort @timestamp desc | limit 200',
    rows_returned: number % 200,
    bytes_scanned: number * 1_024,
    redactions: { email: number % 7, ip: number % 3 },
    result_sha256: createHash('sha256').update(String(number)).digest('hex'),
  };
  return { key: `events/dt=${time.slice(0, 10)}/${id}.json`, text: `${JSON.stringify(event)}\n` };
}

/**
 * Writes a log of so many events as a copy of both buckets: `evidence/` with events, manifests and a head a minute, `served/`
 * with the tiles and the newest head. A version of an object has no name in a copy, so its entry has a made-up one.
 */
export async function writeLog(folder: string, events: number): Promise<void> {
  const evidence = writerTo(path.join(folder, 'evidence'));
  const served = writerTo(path.join(folder, 'served'));
  const edge = new Edge(treeHashing(sha256Bytes));
  const serve = (files: readonly ServedFile[]) => {
    for (const file of files) served(file.path, file.bytes);
  };
  let note = '';
  for (let first = 0; first < events; first += eventsAMinute) {
    const atMs = startMs + (first / eventsAMinute) * minuteMs;
    const entries: Entry[] = [];
    for (let number = first; number < Math.min(events, first + eventsAMinute); number += 1) {
      const { key, text } = eventText(number, atMs);
      evidence(key, text);
      const sha256 = createHash('sha256').update(text).digest('hex');
      entries.push({ key, versionId: `${String(number).padStart(8, '0')}.3sL4kqtJlcpXroDTDmJ`, sha256 });
    }
    evidence(manifestKey(first), formatManifest({ first, entries }));
    for (const entry of entries) serve(edge.append(entryBytes(entry)));
    const head = {
      origin: signer.key.name,
      size: edge.size,
      root: edge.root,
      time: new Date(atMs + minuteMs).toISOString(),
    };
    const text = formatCheckpoint(head);
    note = signedNote(text, await signer.sign(Buffer.from(text)), signer.key, sha256Bytes);
    evidence(checkpointPrefix + checkpointName(head), note);
  }
  serve(edge.partial());
  served('checkpoint', note);
}

function writerTo(root: string): (name: string, data: string | Uint8Array) => void {
  const made = new Set<string>();
  return (name, data) => {
    const file = path.join(root, name);
    const folder = path.dirname(file);
    if (!made.has(folder)) {
      mkdirSync(folder, { recursive: true });
      made.add(folder);
    }
    writeFileSync(file, data);
  };
}
