import { eventMoment, isEventKey } from '../event-keys.ts';
import { windowMs } from '../times.ts';
import type { Checking } from './checking.ts';
import { checkEvent, type Logged } from './event.ts';
import { eventVersions } from './event-versions.ts';
import { type History, histories } from './histories.ts';
import { atOnce, isExpired } from './options.ts';
import type { ObjectVersion } from './store.ts';

/** An entry whose event has not been met, or an event whose entry has not. */
type Pair = readonly [History, Logged];

/**
 * Brings entries of the log and events of the bucket together. Both come nearly in the order of their keys, so that few wait for
 * their counterpart, however many there are.
 */
export class Pairing {
  readonly #checking: Checking;
  readonly #objects: AsyncIterator<History[]>;
  readonly #waitingObjects = new Map<string, History>();
  readonly #waitingEntries = new Map<string, Logged>();
  #pairs: Pair[] = [];
  #lastObject = '';
  #isAtEnd = false;

  constructor(checking: Checking) {
    this.#checking = checking;
    this.#objects = histories(listingOf(checking), checking.report);
  }

  /** Takes an entry, after the events have been read as far as its key. */
  async take(key: string, logged: Logged): Promise<void> {
    while (!this.#isAtEnd && this.#lastObject < key) await this.#pull();
    const history = this.#waitingObjects.get(key);
    if (history) {
      this.#waitingObjects.delete(key);
      this.#pair(history, logged);
      if (this.#pairs.length >= atOnce) await this.#check();
      return;
    }
    const { report, options } = this.#checking;
    if (isExpired(key, options)) report.tally.expired += 1;
    else if (this.#waitingEntries.has(key)) {
      report.find({ code: 'entry-repeated', key, index: logged.index, detail: 'named before' });
    } else {
      this.#waitingEntries.set(key, logged);
    }
  }

  /**
   * Reads the rest of the events and reports those without an entry.
   * @returns the entries without an event
   */
  async finish(): Promise<ReadonlyMap<string, Logged>> {
    while (!this.#isAtEnd) await this.#pull();
    await this.#check();
    for (const { key, versions } of this.#waitingObjects.values()) {
      const { report, options } = this.#checking;
      if (eventMoment(key) > options.nowMs - windowMs) {
        report.tally.pending += 1;
        continue;
      }
      const detail = `made at ${new Date(eventMoment(key)).toISOString()}, in no manifest`;
      const versionId = versions[0]?.versionId;
      report.find({
        code: 'event-not-in-log',
        key,
        ...(versionId !== undefined && { versionId }),
        detail,
      });
    }
    return this.#waitingEntries;
  }

  async #pull(): Promise<void> {
    const { done, value } = await this.#objects.next();
    if (done) {
      this.#isAtEnd = true;
      return;
    }
    for (const history of value) this.#meet(history);
    await this.#check();
  }

  #meet(history: History): void {
    const { key } = history;
    if (!isEventKey(key)) {
      this.#checking.report.find({ code: 'object-unexpected', key, detail: 'no key of an event' });
      return;
    }
    if (key > this.#lastObject) this.#lastObject = key;
    const logged = this.#waitingEntries.get(key);
    if (!logged) {
      this.#waitingObjects.set(key, history);
      return;
    }
    this.#waitingEntries.delete(key);
    this.#pair(history, logged);
  }

  #pair(history: History, logged: Logged): void {
    this.#pairs.push([history, logged]);
  }

  async #check(): Promise<void> {
    const pairs = this.#pairs;
    this.#pairs = [];
    for (let at = 0; at < pairs.length; at += atOnce) {
      await Promise.all(
        pairs.slice(at, at + atOnce).map(([history, logged]) => checkEvent(history, logged, this.#checking)),
      );
    }
    this.#checking.report.progress();
  }
}

/** Without the delete markers behind which events go that may go. */
async function* listingOf({ store, options }: Checking): AsyncGenerator<readonly ObjectVersion[]> {
  for await (const batch of eventVersions(store, options.days)) {
    yield batch.filter(
      ({ key, isDeleteMarker }) => !(isDeleteMarker && isEventKey(key) && isExpired(key, options)),
    );
  }
}
