import { hex } from '../../../hex.ts';
import { eventMoment } from '../event-keys.ts';
import { latestMs, skewMs } from '../times.ts';
import type { Checking } from './checking.ts';
import type { FindingCode } from './findings.ts';
import { checkSingle, type History } from './histories.ts';
import { checkLock } from './locks.ts';
import { maxBytes } from './options.ts';
import { readObject } from './read.ts';
import type { ObjectVersion } from './store.ts';

/** What the log says about an event. */
export interface Logged {
  readonly index: number;
  readonly versionId: string;
  readonly sha256: string;
  /** When the first head was signed that vouches for it. */
  readonly signedMs: number | undefined;
}

/** Holds an event against its entry. */
export async function checkEvent(history: History, logged: Logged, checking: Checking): Promise<void> {
  const { options, report } = checking;
  const { key } = history;
  const { index } = logged;
  checkSingle(history, report, index);
  const version = history.versions.find(
    ({ versionId }) => versionId === undefined || versionId === logged.versionId,
  );
  if (!version) {
    const detail = `version ${logged.versionId} is not there`;
    report.find({ code: 'event-version-missing', key, versionId: logged.versionId, index, detail });
    return;
  }
  const content = await readObject(version, maxBytes.event, checking);
  if (!content) return;
  const sha256 = hex(options.sha256(content.bytes));
  if (sha256 !== logged.sha256) {
    report.find({
      code: 'event-changed',
      key,
      index,
      detail: `SHA-256 ${sha256}; the log has ${logged.sha256}`,
    });
    return;
  }
  report.tally.events += 1;
  checkLock(version, content.lock, checking);
  const found =
    faultOf(content.bytes, key) ?? faultOfTimes(version, eventMoment(key), logged.signedMs ?? options.nowMs);
  if (found) report.find({ ...found, key, index });
}

interface Fault {
  code: FindingCode;
  detail: string;
}

/** What is wrong with an event's text. */
function faultOf(bytes: Uint8Array, key: string): Fault | undefined {
  const event = parseObject(bytes);
  if (!event) return { code: 'event-unreadable', detail: 'no JSON object' };
  const { version, id, time } = event;
  if (version !== 1) return { code: 'event-version-unknown', detail: `version ${excerpt(version)}` };
  if (typeof id !== 'string' || typeof time !== 'string') {
    return { code: 'event-unreadable', detail: 'it has no id or no time' };
  }
  if (!key.endsWith(`/${id}.json`)) return { code: 'event-misnamed', detail: `its id is ${excerpt(id)}` };
  const atMs = Date.parse(time);
  const keyMs = eventMoment(key);
  if (!key.startsWith(`events/dt=${time.slice(0, 10)}/`) || !(Math.abs(atMs - keyMs) <= skewMs)) {
    const detail = `it says ${excerpt(time)}, its key ${timeText(keyMs)}`;
    return { code: 'event-time-wrong', detail };
  }
  return undefined;
}

/** What is wrong with the moments at which an event was made, put and signed. */
function faultOfTimes({ takenAtMs }: ObjectVersion, keyMs: number, signedMs: number): Fault | undefined {
  const code = 'event-time-wrong';
  if (keyMs > signedMs + skewMs) {
    return { code, detail: `made at ${timeText(keyMs)}, but signed for at ${timeText(signedMs)}` };
  }
  if (takenAtMs === undefined) return undefined;
  if (keyMs > takenAtMs + skewMs || keyMs < takenAtMs - latestMs) {
    return { code, detail: `made at ${timeText(keyMs)}, but put at ${timeText(takenAtMs)}` };
  }
  return undefined;
}

const decoder = new TextDecoder('utf-8', { fatal: true });

function parseObject(bytes: Uint8Array): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(decoder.decode(bytes));
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return value as Record<string, unknown>;
  } catch {
    // Neither what is no UTF-8 nor what is no JSON is an event.
    return undefined;
  }
}

/** The start of a value that may be anything, and as deep as a text allows. */
function excerpt(value: unknown): string {
  return typeof value === 'object' && value !== null ? 'of another kind' : String(value).slice(0, 60);
}

/** A moment that may be too far away for a date. */
function timeText(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? `${ms} ms` : date.toISOString();
}
