import type { Sha256 } from './merkle.ts';
import { fromBase64, type NoteKey, openNote, toBase64, type VerifySignature } from './note.ts';

/** The head of the log at a moment (C2SP tlog-checkpoint). A signature carries no time, so the time is signed with it. */
export interface Checkpoint {
  /** Names the log, as its key does. */
  readonly origin: string;
  readonly size: number;
  /** Of the Merkle tree, 32 bytes. */
  readonly root: Uint8Array;
  /** ISO 8601, UTC, milliseconds. */
  readonly time: string;
}

/** The text that is signed; the time is an extension line. */
export function formatCheckpoint({ origin, size, root, time }: Checkpoint): string {
  return `${origin}\n${size}\n${toBase64(root)}\ntime ${time}\n`;
}

/** @returns undefined for any other text */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const [origin, size, encoded, timeLine, end, ...others] = text.split('\n');
  const root = encoded === undefined ? undefined : fromBase64(encoded);
  const time = /^time (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)$/.exec(timeLine ?? '')?.[1];
  if (!origin || size === undefined || !/^(?:0|[1-9]\d{0,14})$/.test(size)) return undefined;
  if (root?.length !== 32 || time === undefined || end !== '' || others.length > 0) return undefined;
  return { origin, size: Number(size), root, time };
}

/** A log is named after the bucket that it vouches for. */
export function logName(bucket: string): string {
  return `vitrine/${bucket}`;
}

export const checkpointPrefix = 'log/checkpoints/';

/** Its name in the locked bucket; names sort by time. */
export function checkpointName({ time, size }: Pick<Checkpoint, 'time' | 'size'>): string {
  return `${time.replaceAll(/[-:.]/g, '')}-${size}.txt`;
}

/** What one needs to know whether a note is by a key. */
export interface NoteChecking {
  key: NoteKey;
  sha256: Sha256;
  verify: VerifySignature;
}

/** The checkpoint in a note; undefined unless this key has signed it, of its own log. */
export function openCheckpoint(note: string, { key, sha256, verify }: NoteChecking): Checkpoint | undefined {
  const opened = openNote(note, key, sha256);
  if (!opened || !verify(key.publicKey, new TextEncoder().encode(opened.text), opened.signature))
    return undefined;
  const checkpoint = parseCheckpoint(opened.text);
  return checkpoint?.origin === key.name ? checkpoint : undefined;
}
