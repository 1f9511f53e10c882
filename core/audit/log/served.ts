import type { Checkpoint } from './checkpoint.ts';
import { Edge, isSame, type ServedFile } from './edge.ts';
import { dayOfEvent } from './event-keys.ts';
import { type Entry, parseEntry } from './manifest.ts';
import { type Sha256, treeHashing } from './merkle.ts';
import { decodeEntries, entriesPath, tileWidth } from './tiles.ts';

/** Where to read the served log, and how. */
export interface Serving {
  /** The signed head whose tree it has to have; undefined for a log that has none yet. */
  head: Pick<Checkpoint, 'size' | 'root'> | undefined;
  /** @returns undefined for a file that is not there */
  read: (path: string) => Promise<Uint8Array | undefined>;
  sha256: Sha256;
}

/** Files read at a time. */
const atOnce = 32;
/** Of wrong files so many are named; one is enough to derive all anew. */
const maxWrong = 100;

/**
 * The entries of the served log by the days of their events, after all of it was held against a signed head. In memory it has a digest
 * of each bundle of 256 entries and the bundles of each day, so that a day's entries can be read again.
 */
export class LogIndex {
  readonly #serving: Serving;
  readonly #edge: Edge;
  readonly #digests: Uint8Array[] = [];
  readonly #bundles = new Map<string, number[]>();
  #isProven = false;
  /** Files that are not there, or are not what the tree has. */
  readonly wrong: string[] = [];

  private constructor(serving: Serving) {
    this.#serving = serving;
    this.#edge = new Edge(treeHashing(serving.sha256));
  }

  static async read(serving: Serving): Promise<LogIndex> {
    const index = new LogIndex(serving);
    const count = Math.ceil(index.size / tileWidth);
    for (let first = 0; first < count; first += atOnce) {
      const numbers = Array.from({ length: Math.min(atOnce, count - first) }, (_, at) => first + at);
      const bundles = await Promise.all(numbers.map((number) => index.#bundle(number)));
      const tiles = bundles.flatMap((bundle, at) => index.#add(first + at, bundle));
      await index.#hold(tiles);
      // Without a bundle nothing can be told of what comes after it.
      if (index.#edge.size < Math.min(index.size, (first + atOnce) * tileWidth)) return index;
    }
    await index.#hold(index.#edge.partial().filter(isTile));
    const { head } = serving;
    index.#isProven = head === undefined || isSame(index.#edge.root, head.root);
    // The tiles may all fit the entries, and be those of another tree.
    if (!index.#isProven && index.wrong.length === 0) index.#note('tile/');
    return index;
  }

  /** Whether the entries are those that the head was signed for. */
  get isProven(): boolean {
    return this.#isProven;
  }

  get size(): number {
    return this.#serving.head?.size ?? 0;
  }

  /** Days of which the log has events; what is no event is under the empty string. */
  get days(): string[] {
    return [...this.#bundles.keys()];
  }

  /** The entries of a day, sorted by key. @throws if they are no longer what was proven. */
  async entriesOf(day: string): Promise<Entry[]> {
    const entries: Entry[] = [];
    for (const number of this.#bundles.get(day) ?? []) {
      const bundle = await this.#bundle(number);
      if (!bundle || !isSame(this.#serving.sha256(bundle), this.#digests[number])) {
        throw new Error(`Bundle ${number} of the served log changed while the log was being read.`);
      }
      entries.push(...entriesIn(bundle).filter(({ key }) => dayOfEvent(key) === day));
    }
    return entries.sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** Appends a bundle's entries and gives the full tiles that they complete. */
  #add(number: number, bundle: Uint8Array | undefined): ServedFile[] {
    if (this.#edge.size < number * tileWidth) return [];
    const width = this.#width(number);
    const bytes = bundle && decodeEntries(bundle);
    if (!bundle || bytes?.length !== width) {
      this.#note(entriesPath({ index: number, width }));
      return [];
    }
    this.#digests[number] = this.#serving.sha256(bundle);
    for (const { key } of entriesIn(bundle)) {
      const day = dayOfEvent(key) ?? '';
      const bundles = this.#bundles.get(day) ?? [];
      if (bundles.at(-1) !== number) bundles.push(number);
      this.#bundles.set(day, bundles);
    }
    return bytes.flatMap((entry) => this.#edge.append(entry)).filter(isTile);
  }

  /** Holds the served tiles against these. */
  async #hold(tiles: readonly ServedFile[]): Promise<void> {
    for (let at = 0; at < tiles.length; at += atOnce) {
      const some = tiles.slice(at, at + atOnce);
      const served = await Promise.all(some.map(({ path }) => this.#serving.read(path)));
      for (const [offset, { path, bytes }] of some.entries()) {
        if (!isSame(bytes, served[offset])) this.#note(path);
      }
    }
  }

  #note(path: string): void {
    if (this.wrong.length < maxWrong) this.wrong.push(path);
  }

  #width(number: number): number {
    return Math.min(tileWidth, this.size - number * tileWidth);
  }

  #bundle(number: number): Promise<Uint8Array | undefined> {
    return this.#serving.read(entriesPath({ index: number, width: this.#width(number) }));
  }
}

/** Entries are the reading's source; only the tiles can be held against them. */
function isTile({ path }: ServedFile): boolean {
  return !path.startsWith('tile/entries/');
}

/** What cannot be read as an entry stands under its own text, where no event is. */
function entriesIn(bundle: Uint8Array): Entry[] {
  return (decodeEntries(bundle) ?? []).map(
    (bytes) => parseEntry(bytes) ?? { key: new TextDecoder().decode(bytes), versionId: '', sha256: '' },
  );
}
