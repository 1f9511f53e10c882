import { dayMs, dayOf } from '../../day.ts';
import { hex } from '../../hex.ts';
import type { AuditEvent } from '../event.ts';
import { parseEvent } from '../parse-event.ts';
import { isSameEvent } from '../same-event.ts';
import type { NoteChecking } from './checkpoint.ts';
import { dayNumber, daysDue, daysToCompare, isLatest } from './due.ts';
import { dayOfPrefix, dayPrefix, eventsPrefix } from './event-keys.ts';
import { newestHead } from './heads.ts';
import type { LockedLog, ServedLog } from './ledger.ts';
import { logPrefix } from './manifest.ts';
import { besideOwn, type Difference, differencesIn, type Row, rowsOf, type Stored } from './reconcile.ts';
import { LogIndex } from './served.ts';
import { skewMs } from './times.ts';

/** The evidence bucket as it is, with what a usual listing does not show. */
export interface EvidenceVersions {
  /** What lies directly below a prefix: the prefixes that end at the next slash, and keys. */
  below(prefix: string): Promise<string[]>;
  /** Versions and delete markers of the keys that begin so, sorted by key, the newest of a key first. */
  versions(prefix: string): AsyncIterable<Stored>;
  read(key: string, versionId: string): Promise<Uint8Array | undefined>;
}

/** The fast copy of the evidence. */
export interface EventCopies {
  /** Of a UTC day, sorted by id. */
  ofDay(day: string): AsyncIterable<AuditEvent>;
  put(event: AuditEvent): Promise<void>;
}

export interface Reconciliation {
  bucket: EvidenceVersions;
  locked: Pick<LockedLog, 'checkpointNames' | 'checkpoint'>;
  served: Pick<ServedLog, 'read'>;
  copies: EventCopies;
  checking: NoteChecking;
  /** Milliseconds since the epoch. */
  now: () => number;
  /** For how long nothing may be missing; after that it may have been forgotten rightly. */
  keptDays: { evidence: number; copies: number };
}

export interface Reconciled {
  /** Entries of the signed head that all was compared with. */
  entries: number;
  days: number;
  /** Keys compared. */
  events: number;
  /** Events that were read again. */
  read: number;
  /** Copies that were missing and are there again. */
  repaired: number;
  found: number;
  /** The first of the differences. */
  differences: Difference[];
}

/** Events read at a time. */
const atOnce = 32;
/** Days compared at a time. */
const daysAtOnce = 4;
/** Of the differences so many are named. */
const maxNamed = 100;
/** Of the older days' events one in so many is read again, each once in so many days. */
const readingDays = 128;

/**
 * Proves that bucket, log and copy have the same events, and tells every difference. It reads the whole served log against the
 * newest signed head, then compares the days whose turn it is one key after the other.
 */
export async function reconcile(at: Reconciliation): Promise<Reconciled> {
  const now = at.now();
  const head = await newestHead(at.locked, at.checking, now + skewMs);
  const read = (path: string) => at.served.read(path);
  const index = await LogIndex.read({ head, read, sha256: at.checking.sha256 });
  const comparing = new Comparing(at, index, now);
  comparing.add(index.wrong.map((key) => ({ kind: 'served wrongly', key })));
  await comparing.log();
  const parts = await at.bucket.below(eventsPrefix);
  await comparing.strangers(parts.filter((part) => dayOfPrefix(part) === undefined));
  // What is not proven cannot be compared with; the ledger is to serve it anew.
  if (index.isProven) {
    const found = [
      ...index.days.filter((day) => day !== ''),
      ...parts.flatMap((part) => dayOfPrefix(part) ?? []),
    ];
    const keptFrom = dayOf(now - (at.keptDays.evidence - 1) * dayMs);
    const due = daysDue(daysToCompare(found, { keptFrom, now }), { now, entries: index.size });
    for (let first = 0; first < due.length; first += daysAtOnce) {
      await Promise.all(due.slice(first, first + daysAtOnce).map((day) => comparing.day(day)));
    }
  }
  return comparing.result;
}

class Comparing {
  readonly #at: Reconciliation;
  readonly #index: LogIndex;
  readonly #now: number;
  readonly result: Reconciled;

  constructor(at: Reconciliation, index: LogIndex, now: number) {
    this.#at = at;
    this.#index = index;
    this.#now = now;
    this.result = {
      entries: index.size,
      days: 0,
      events: 0,
      read: 0,
      repaired: 0,
      found: 0,
      differences: [],
    };
  }

  add(differences: readonly Difference[]): void {
    this.result.found += differences.length;
    this.result.differences.push(...differences.slice(0, maxNamed - this.result.differences.length));
  }

  /** Manifests and heads are there once each, and not hidden. */
  async log(): Promise<void> {
    const stored = this.#at.bucket.versions(logPrefix);
    for await (const row of rowsOf({ stored, logged: [], copies: [] })) {
      this.add(besideOwn(row.stored, row.stored.findLast(({ isMarker }) => !isMarker)?.versionId));
    }
  }

  /** What is neither an event nor in a day, in the bucket and in the log. */
  async strangers(parts: readonly string[]): Promise<void> {
    for (const part of parts) {
      for await (const { key } of this.#at.bucket.versions(part)) this.add([{ kind: 'not an event', key }]);
    }
    for (const { key } of await this.#index.entriesOf('')) this.add([{ kind: 'not an event', key }]);
  }

  async day(day: string): Promise<void> {
    const areCopied = day >= dayOf(this.#now - (this.#at.keptDays.copies - 1) * dayMs);
    const rows = rowsOf({
      stored: this.#at.bucket.versions(dayPrefix(day)),
      logged: await this.#index.entriesOf(day),
      copies: areCopied ? this.#copiesOf(day) : [],
    });
    this.result.days += 1;
    const compare = async (some: readonly Row<AuditEvent>[]) => {
      const asked = { isFull: isLatest(day, this.#now), areCopied };
      const found = await Promise.all(some.map((row) => this.#compare(row, asked)));
      this.result.events += some.length;
      this.add(found.flat());
    };
    let some: Row<AuditEvent>[] = [];
    for await (const row of rows) {
      some.push(row);
      if (some.length < atOnce) continue;
      await compare(some);
      some = [];
    }
    await compare(some);
  }

  async #compare(
    row: Row<AuditEvent>,
    { isFull, areCopied }: { isFull: boolean; areCopied: boolean },
  ): Promise<Difference[]> {
    const found = differencesIn(row, { areCopied });
    const [entry] = row.logged;
    const isLost = found.some(({ kind }) => kind === 'not copied');
    const isThere = entry && row.stored.some(({ versionId }) => versionId === entry.versionId);
    if (!isThere || !(isFull || isLost || this.#isTurnOf(entry.sha256))) return found;
    const { key, versionId } = entry;
    const bytes = await this.#at.bucket.read(key, versionId);
    this.result.read += 1;
    if (!bytes) return [...found, { kind: 'gone from the bucket', key, versionId }];
    if (hex(this.#at.checking.sha256(bytes)) !== entry.sha256) {
      return [...found, { kind: 'not what the log says', key, versionId }];
    }
    const event = parseEvent(new TextDecoder().decode(bytes));
    if (!event) return [...found, { kind: 'not an event', key, versionId }];
    if (row.copies.some((copy) => !isSameEvent(copy.event, event))) {
      found.push({ kind: 'copied otherwise', key });
    }
    if (isLost) {
      await this.#at.copies.put(event);
      this.result.repaired += 1;
    }
    return found;
  }

  /** Deals the events out to the days by their digests. */
  #isTurnOf(sha256: string): boolean {
    return Number.parseInt(sha256.slice(0, 8), 16) % readingDays === dayNumber(this.#now) % readingDays;
  }

  async *#copiesOf(day: string) {
    for await (const event of this.#at.copies.ofDay(day)) {
      yield { key: `${dayPrefix(day)}${event.id}.json`, event };
    }
  }
}
