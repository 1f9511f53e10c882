import { type Days, dayMs } from '../../../day.ts';
import { eventMoment } from '../event-keys.ts';
import type { Sha256 } from '../merkle.ts';
import type { NoteKey, VerifySignature } from '../note.ts';
import type { EventCopies } from '../reconciler.ts';
import { headEveryMs } from '../times.ts';
import type { ServedStore } from './store.ts';

/** What a verifier needs beside the evidence. None of it may come from the bucket that is verified. */
export interface VerifyOptions {
  /** The log's, as its owner has told it. */
  readonly key: NoteKey;
  readonly sha256: Sha256;
  readonly verify: VerifySignature;
  /** When the evidence was as it is seen: now, or when the copy was made. Milliseconds since the epoch. */
  readonly nowMs: number;
  /** For how long every object is to be locked from when it was put; undefined leaves locks alone. */
  readonly retentionDays?: number | undefined;
  /** After how many days events may have gone, by the lifecycle of the bucket; undefined if they stay. */
  readonly expireDays?: number | undefined;
  /** The fast copy of the events, to be compared as well, on days that are named. */
  readonly copies?: Pick<EventCopies, 'ofDay'> | undefined;
  /** Looks at the events of these days only; the log is verified as a whole all the same. */
  readonly days?: Days | undefined;
  /** The served log, to be compared as well. */
  readonly served?: ServedStore | undefined;
}

/** Whether an event with this key may have gone. */
export function isExpired(key: string, { nowMs, expireDays }: VerifyOptions): boolean {
  return expireDays !== undefined && eventMoment(key) < nowMs - expireDays * dayMs;
}

/** The run that signs a head may come late. */
export const gapMs: number = headEveryMs + 10 * 60_000;

/** More bytes than any object of the kind has. */
export const maxBytes = { event: 1_048_576, manifest: 16_777_216, checkpoint: 65_536 } as const;

/** Reads at a time: S3 answers each in some tens of milliseconds. */
export const atOnce = 64;
