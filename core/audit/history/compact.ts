import type { Entry, Manifest } from '../log/manifest.ts';
import { historyKey, type Range } from './files.ts';
import { dayOfKey, type HistoryRow, rowOf } from './rows.ts';

/** The locked bucket, as compaction sees it. What it puts there it puts once. */
export interface HistoryStore {
  /** First places of the manifests from a place on, in order; of many only the first. */
  manifestPlaces(from: number): Promise<number[]>;
  manifest(first: number): Promise<Manifest | undefined>;
  /** The bytes that the log vouches for; undefined when they are gone or others. */
  eventBytes(entry: Entry): Promise<Uint8Array | undefined>;
  newestRange(): Promise<Range | undefined>;
  /** False when another run has taken places from this one on first. */
  putRange(range: Range): Promise<boolean>;
  hasFile(key: string): Promise<boolean>;
  /** A key that is taken is fine: it stands for the same events. */
  putFile(key: string, bytes: Uint8Array): Promise<void>;
}

export interface Compaction {
  store: HistoryStore;
  toFile: (rows: readonly HistoryRow[]) => Uint8Array;
  /** Milliseconds since the epoch. */
  now: () => number;
}

const hourMs = 60 * 60_000;
/** So long after its end an hour's events are in the log: the ledger looks back 20 minutes, and clocks differ by five. */
const settledMs = 25 * 60_000;
/** A range ends with the manifest that reaches so many, which has at most as many itself: its events fit into memory twice. */
const rangeEvents = 10_000;
/** Ranges of one run; more wait for the next, a minute later. */
const maxRanges = 20;
/** Requests to S3 at a time. */
const atOnce = 32;

/**
 * Copies what is new in the log into files for SQL, once an hour. A range of places is taken by the write of its key, named
 * after its first place, and its files derive from it: runs may crash anywhere and run at once, and every event is in one file.
 *
 * @returns how many events were taken
 */
export async function compact(compaction: Compaction): Promise<number> {
  const { store, now } = compaction;
  const hour = hourOf(now() - settledMs - hourMs);
  let last = await store.newestRange();
  // A run that crashed may have taken it without having written its files.
  if (last) await writeFiles(compaction, last);
  let taken = 0;
  for (let ranges = 0; ranges < maxRanges; ranges += 1) {
    if (last && last.hour >= hour && last.end - last.first < rangeEvents) break;
    const range = await nextRange(compaction, last?.end ?? 0, hour);
    // Whoever took it first writes its files.
    if (!range || !(await store.putRange(range))) break;
    await writeFiles(compaction, range);
    taken += range.end - range.first;
    last = range;
  }
  return taken;
}

async function nextRange({ store }: Compaction, first: number, hour: string): Promise<Range | undefined> {
  let end = first;
  for (const place of await store.manifestPlaces(first)) {
    if (end - first >= rangeEvents) break;
    end += (await manifestAt(store, place, end)).entries.length;
  }
  return end > first ? { first, end, hour } : undefined;
}

/** Writes the files of a range that are not there, one for each day of its events. */
async function writeFiles({ store, toFile }: Compaction, range: Range): Promise<void> {
  const days = new Map<string, Entry[]>();
  for (const entry of await entriesOf(store, range)) {
    const day = dayOfKey(entry.key);
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  for (const [day, entries] of days) {
    const key = historyKey(day, range);
    if (await store.hasFile(key)) continue;
    const rows: HistoryRow[] = [];
    for (let at = 0; at < entries.length; at += atOnce) {
      const some = entries.slice(at, at + atOnce);
      const bytes = await Promise.all(some.map((entry) => store.eventBytes(entry)));
      rows.push(...some.map((entry, index) => rowOf(entry.key, bytes[index])));
    }
    await store.putFile(key, toFile(rows));
  }
}

async function entriesOf(store: HistoryStore, { first, end }: Range): Promise<Entry[]> {
  const entries: Entry[] = [];
  while (first + entries.length < end) {
    const places = await store.manifestPlaces(first + entries.length);
    if (places.length === 0) throw new Error(`The log ends at ${first + entries.length}, inside of a range.`);
    for (const place of places) {
      if (first + entries.length >= end) break;
      entries.push(...(await manifestAt(store, place, first + entries.length)).entries);
    }
  }
  return entries;
}

async function manifestAt(store: HistoryStore, place: number, expected: number): Promise<Manifest> {
  const manifest = await store.manifest(place);
  if (manifest?.first === expected) return manifest;
  throw new Error(`The manifest at ${place} does not follow a log of ${expected} entries.`);
}

/** `2026-11-27T10` */
function hourOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 13);
}
