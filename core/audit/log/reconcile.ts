import { isEventKey } from './event-keys.ts';
import type { Entry } from './manifest.ts';

/** What the bucket has under a key: a version of the object, or a marker that hides its versions. */
export interface Stored {
  readonly key: string;
  readonly versionId: string;
  readonly isMarker: boolean;
}

/** The fast copy of the event that belongs under a key. */
export interface Copied<Event> {
  readonly key: string;
  readonly event: Event;
}

/** Something that is not the same in the bucket, the log and the copy. */
export interface Difference {
  readonly kind:
    | 'not an event'
    | 'hidden by a delete marker'
    | 'more than one version'
    | 'not in the log'
    | 'in the log twice'
    | 'gone from the bucket'
    | 'not what the log says'
    | 'not copied'
    | 'copied otherwise'
    | 'only in the copy'
    | 'served wrongly';
  readonly key: string;
  readonly versionId?: string;
}

/** All that is known of one key. */
export interface Row<Event> {
  readonly key: string;
  readonly stored: readonly Stored[];
  readonly logged: readonly Entry[];
  readonly copies: readonly Copied<Event>[];
}

type Sorted<T> = AsyncIterable<T> | Iterable<T>;

/** Three sources sorted by key, read side by side: what they say of each key, with one key's worth in memory. */
export async function* rowsOf<Event>(sources: {
  stored: Sorted<Stored>;
  logged: Sorted<Entry>;
  copies: Sorted<Copied<Event>>;
}): AsyncGenerator<Row<Event>> {
  const stored = new Grouped(sources.stored);
  const logged = new Grouped(sources.logged);
  const copies = new Grouped(sources.copies);
  for (;;) {
    const heads = await Promise.all([stored.head(), logged.head(), copies.head()]);
    const key = heads.reduce((least, head) => (least === undefined || (head && head < least) ? head : least));
    if (key === undefined) return;
    yield {
      key,
      stored: await stored.take(key),
      logged: await logged.take(key),
      copies: await copies.take(key),
    };
  }
}

/** What can be told of a key without reading the event. */
export function differencesIn<Event>(
  { key, stored, logged, copies }: Row<Event>,
  { areCopied }: { areCopied: boolean },
): Difference[] {
  if (!isEventKey(key)) return [{ kind: 'not an event', key }];
  const [entry] = logged;
  const versions = stored.filter(({ isMarker }) => !isMarker);
  // The first version is the event; S3 lists the newest first.
  const own = entry?.versionId ?? versions.at(-1)?.versionId;
  const found = besideOwn(stored, own);
  if (logged.length > 1) found.push({ kind: 'in the log twice', key });
  if (entry && !versions.some(({ versionId }) => versionId === entry.versionId)) {
    found.push({ kind: 'gone from the bucket', key, versionId: entry.versionId });
  }
  if (!entry && own !== undefined) found.push({ kind: 'not in the log', key, versionId: own });
  if (!entry && own === undefined && copies.length > 0) found.push({ kind: 'only in the copy', key });
  if (areCopied && own !== undefined && copies.length === 0) found.push({ kind: 'not copied', key });
  return found;
}

/** Markers, and versions beside the one that is to be there. */
export function besideOwn(stored: readonly Stored[], own: string | undefined): Difference[] {
  return stored
    .filter(({ isMarker, versionId }) => isMarker || versionId !== own)
    .map(({ isMarker, key, versionId }) => {
      return { kind: isMarker ? 'hidden by a delete marker' : 'more than one version', key, versionId };
    });
}

/** Takes what a source says of one key after the other. @throws if the source is not sorted. */
class Grouped<T extends { key: string }> {
  readonly #items: AsyncIterator<T> | Iterator<T>;
  #next: IteratorResult<T> | undefined;

  constructor(source: Sorted<T>) {
    this.#items = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  }

  async head(): Promise<string | undefined> {
    this.#next ??= await this.#items.next();
    return this.#next.done ? undefined : this.#next.value.key;
  }

  async take(key: string): Promise<T[]> {
    const taken: T[] = [];
    for (let head = await this.head(); head === key; head = await this.head()) {
      if (this.#next?.done === false) taken.push(this.#next.value);
      this.#next = undefined;
    }
    const after = await this.head();
    if (after !== undefined && after < key) throw new Error(`${after} comes after ${key} in a sorted list.`);
    return taken;
  }
}
