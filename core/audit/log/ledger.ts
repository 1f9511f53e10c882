import { inTurn } from '../../in-turn.ts';
import {
  type Checkpoint,
  checkpointName,
  formatCheckpoint,
  type NoteChecking,
  openCheckpoint,
} from './checkpoint.ts';
import { Edge, isSame, type ServedFile } from './edge.ts';
import { eventsSince, isEventKey } from './event-keys.ts';
import { newestHead } from './heads.ts';
import { type Entry, entryBytes, type Manifest } from './manifest.ts';
import { type Sha256, treeHashing } from './merkle.ts';
import { type NoteKey, signedNote, type VerifySignature } from './note.ts';
import { headEveryMs, skewMs, windowMs } from './times.ts';

/** The locked bucket, as the ledger sees it. What it puts there it puts once. */
export interface LockedLog {
  /** UTC days for which there are events. */
  eventDays(): Promise<string[]>;
  /** Keys of the events of a UTC day that sort after a key, in order. */
  eventKeys(day: string, after: string): Promise<string[]>;
  /** What is under the key of an event now; undefined for what was not put as events are, with its SHA-256, or is larger than any. */
  describe(key: string): Promise<Entry | undefined>;
  /** First places of the manifests from a place on, in order; of many only the first. */
  manifestPlaces(from: number): Promise<number[]>;
  manifest(first: number): Promise<Manifest | undefined>;
  /** False when another ledger has committed to this place first. */
  putManifest(manifest: Manifest): Promise<boolean>;
  /** Names that sort after this one, in order. */
  checkpointNames(after: string): Promise<string[]>;
  checkpoint(name: string): Promise<string | undefined>;
  /** A name that is taken is fine: it stands for the same head at the same moment. */
  putCheckpoint(name: string, note: string): Promise<void>;
}

/** The bucket from which anybody allowed fetches the log. All in it derives from the locked one. */
export interface ServedLog {
  read(path: string): Promise<Uint8Array | undefined>;
  write(path: string, bytes: Uint8Array): Promise<void>;
}

export interface LedgerSigner {
  readonly key: NoteKey;
  /** Ed25519 over the bytes (RFC 8032). */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

/** A witness outside, who is given each new head. Giving one twice does no harm. */
export interface Mirror {
  readonly name: string;
  give(name: string, note: string): Promise<void>;
}

export interface Ledger {
  locked: LockedLog;
  served: ServedLog;
  signer: LedgerSigner;
  mirrors: readonly Mirror[];
  verify: VerifySignature;
  sha256: Sha256;
  /** Milliseconds since the epoch. */
  now: () => number;
}

export interface Integrated {
  /** Entries that this run has committed. */
  added: number;
  size: number;
  /** Mirrors that did not take the head; they get the next one. */
  unmirrored: { mirror: string; error: unknown }[];
}

/** What a run does beside committing its window's events. */
export interface Beside {
  /** Events older than the window that are none of the log's first `absentFrom` entries. */
  late?: { keys: readonly string[]; absentFrom: number };
  /** Writes every tile anew from the manifests, whatever is served. */
  anew?: boolean;
}

/** A manifest of so many entries has about two megabytes. */
const maxEntries = 10_000;
/** Requests to S3 at a time. */
const atOnce = 32;
/** Lost races for a place before the rest is left to the next run. */
const maxRaces = 10;

/** Where the served bucket has the newest head. */
const headPath = 'checkpoint';

/**
 * Commits the events that are not in the log yet, brings the tree up to date and signs its head. It may crash anywhere and
 * run twice at once: the manifest's place is the only thing that is decided, and whoever comes second adopts it.
 */
export async function integrate(ledger: Ledger, { late, anew = false }: Beside = {}): Promise<Integrated> {
  const now = ledger.now();
  const log = await GrowingLog.open(ledger, { now, anew });
  if (late && log.size > late.absentFrom) {
    throw new RangeError(`A run that starts at ${log.size} cannot tell what came after ${late.absentFrom}.`);
  }
  await log.adopt();
  // Threat: a writer of events that puts something else would stop the log for everybody. It stays outside, where it is found.
  const strange = new Set<string>();
  let added = 0;
  for (let races = 0; races < maxRaces; ) {
    const wanted = new Set([...(late?.keys ?? []), ...(await recentKeys(ledger, now))]);
    const keys = [...wanted].filter((key) => !log.known.has(key) && !strange.has(key)).slice(0, maxEntries);
    if (keys.length === 0) break;
    const described = await inTurn(keys, (key) => ledger.locked.describe(key));
    for (const [at, key] of keys.entries()) if (!described[at]) strange.add(key);
    const entries = described.filter((entry) => entry !== undefined);
    if (entries.length === 0) continue;
    const isOurs = await ledger.locked.putManifest({ first: log.size, entries });
    if (isOurs) added += entries.length;
    else races += 1;
    await log.adopt();
  }
  const unmirrored = await log.publish();
  return { added, size: log.size, unmirrored };
}

/** Keys of the window's events, which may be of two days. */
async function recentKeys({ locked }: Ledger, now: number): Promise<string[]> {
  const keys = await Promise.all(
    eventsSince(now - windowMs, now + skewMs).map(({ day, after }) => locked.eventKeys(day, after)),
  );
  return keys.flat().filter(isEventKey);
}

/** The log as this run knows it: it starts at a signed head that is older than the window and follows the manifests from there. */
class GrowingLog {
  readonly known = new Set<string>();
  readonly #ledger: Ledger;
  readonly #edge: Edge;
  /** A signed head that the tree has to have had. */
  readonly #base: Checkpoint | undefined;
  /** What the served bucket shows. Tiles of a tree of this size are there. */
  readonly #shown: Checkpoint | undefined;

  private constructor(
    ledger: Ledger,
    { edge, base, shown }: { edge: Edge; base: Checkpoint | undefined; shown: Checkpoint | undefined },
  ) {
    this.#ledger = ledger;
    this.#edge = edge;
    this.#base = base;
    this.#shown = shown;
  }

  static async open(ledger: Ledger, { now, anew }: { now: number; anew: boolean }): Promise<GrowingLog> {
    const { locked, served, sha256 } = ledger;
    const hashing = treeHashing(sha256);
    const note = await served.read(headPath);
    const shown = note && openCheckpoint(new TextDecoder().decode(note), checking(ledger));
    const base = await newestHead(locked, checking(ledger), now - windowMs - skewMs);
    if (!base && !anew) return new GrowingLog(ledger, { edge: new Edge(hashing), base, shown });
    // The served bucket is not locked. Where it is behind or disagrees, all is derived from the manifests anew.
    const isAhead = !anew && base !== undefined && shown !== undefined && shown.size >= base.size;
    const edge = isAhead ? await Edge.load(base, (path) => served.read(path), hashing) : undefined;
    return edge
      ? new GrowingLog(ledger, { edge, base, shown })
      : new GrowingLog(ledger, { edge: new Edge(hashing), base, shown: undefined });
  }

  get size(): number {
    return this.#edge.size;
  }

  /** Follows the manifests that are there. */
  async adopt(): Promise<void> {
    const { locked } = this.#ledger;
    for (;;) {
      const places = await locked.manifestPlaces(this.size);
      if (places.length === 0) return;
      for (let at = 0; at < places.length; at += atOnce) {
        const manifests = await Promise.all(
          places.slice(at, at + atOnce).map((first) => locked.manifest(first)),
        );
        for (const [offset, manifest] of manifests.entries()) {
          if (manifest?.first !== this.size) {
            throw new Error(
              `The manifest at ${places[at + offset]} does not follow a log of ${this.size} entries.`,
            );
          }
          await this.#follow(manifest);
        }
      }
    }
  }

  /** Completes the served tiles and signs the head, if there is anything to show. */
  async publish(): Promise<Integrated['unmirrored']> {
    const { locked, served, signer, sha256, now } = this.#ledger;
    const [size, root, at] = [this.size, this.#edge.root, now()];
    const shown = this.#shown;
    const isShown = shown?.size === size && isSame(root, shown.root);
    if (isShown && at - Date.parse(shown.time) < headEveryMs) return [];
    if (!isShown) await this.#write(this.#edge.partial());
    const head = { origin: signer.key.name, size, root, time: new Date(at).toISOString() };
    const text = formatCheckpoint(head);
    const signature = await signer.sign(new TextEncoder().encode(text));
    const note = signedNote(text, signature, signer.key, sha256);
    await locked.putCheckpoint(checkpointName(head), note);
    await served.write(headPath, new TextEncoder().encode(note));
    return this.#mirror(checkpointName(head), note);
  }

  /** The log is complete without its mirrors, so what keeps them from taking a head stops nothing. */
  async #mirror(name: string, note: string): Promise<Integrated['unmirrored']> {
    const { mirrors } = this.#ledger;
    const outcomes = await Promise.allSettled(mirrors.map((mirror) => mirror.give(name, note)));
    return mirrors.flatMap((mirror, at) => {
      const outcome = outcomes[at];
      return outcome?.status === 'rejected'
        ? [{ mirror: mirror.name, error: outcome.reason as unknown }]
        : [];
    });
  }

  async #follow({ entries }: Manifest): Promise<void> {
    const files: ServedFile[] = [];
    for (const entry of entries) {
      this.known.add(entry.key);
      const full = this.#edge.append(entryBytes(entry));
      if (this.size > (this.#shown?.size ?? 0)) files.push(...full);
    }
    await this.#write(files);
    if (this.size !== this.#base?.size) return;
    if (!isSame(this.#edge.root, this.#base.root)) {
      throw new Error(`The manifests contradict the head that was signed at ${this.#base.time}.`);
    }
    // The next run is to start here again.
    await this.#write(this.#edge.partial());
  }

  async #write(files: readonly ServedFile[]): Promise<void> {
    await inTurn(files, ({ path, bytes }) => this.#ledger.served.write(path, bytes));
  }
}

/** What it takes to know the log's own heads. */
export function checking({ signer, sha256, verify }: Ledger): NoteChecking {
  return { key: signer.key, sha256, verify };
}
