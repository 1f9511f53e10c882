import { type Manifest, manifestKey, manifestPrefix, parseManifest } from '../manifest.ts';
import type { Checking } from './checking.ts';
import { checkSingle, firstVersion, type History } from './histories.ts';
import { checkLock } from './locks.ts';
import { maxBytes } from './options.ts';
import { readObject } from './read.ts';
import type { Report } from './report.ts';

/** A manifest in its place. */
export interface Placed {
  readonly manifest: Manifest;
  readonly key: string;
  /** Whether every manifest before it is known, so that the tree can be derived. */
  readonly follows: boolean;
}

/** The place that the name of a manifest tells; undefined for another name. */
export function manifestPlace(key: string): number | undefined {
  const first = Number(key.slice(manifestPrefix.length, -'.json'.length));
  return Number.isSafeInteger(first) && first >= 0 && manifestKey(first) === key ? first : undefined;
}

/** A manifest of ten thousand entries has megabytes, so few are held. */
const manifestsAtOnce = 8;

/** Walks the manifests in the order of their places, and reports those that do not fit together. */
export async function* walkManifests(
  objects: readonly History[],
  checking: Checking,
): AsyncGenerator<Placed> {
  const places = new Places(checking.report);
  for (let at = 0; at < objects.length; at += manifestsAtOnce) {
    const some = objects.slice(at, at + manifestsAtOnce);
    const manifests = await Promise.all(some.map((history) => readManifest(history, checking)));
    for (const [offset, history] of some.entries()) {
      const { key } = history;
      const manifest = manifests[offset];
      const first = places.take(key, manifest);
      if (!manifest || first === undefined) continue;
      checking.report.tally.manifests += 1;
      yield { manifest: { ...manifest, first }, key, follows: places.follow };
    }
  }
}

/** Sees that manifests follow on each other. */
class Places {
  /** Whether all until here do. */
  follow = true;
  readonly #report: Report;
  #next = 0;
  /** Whether what is missing before the next manifest has been reported already. */
  #isExplained = false;

  constructor(report: Report) {
    this.#report = report;
  }

  /** The place of a manifest's entries; undefined if they have none. */
  take(key: string, manifest: Manifest | undefined): number | undefined {
    const place = manifestPlace(key) ?? 0;
    if (place > this.#next) this.#skipTo(place);
    this.#isExplained = false;
    if (!manifest) {
      this.#isExplained = true;
      this.follow = false;
      return undefined;
    }
    if (place < this.#next) {
      this.#misplaced(key, place, `the manifests before it end at ${this.#next}`);
      return undefined;
    }
    if (manifest.first !== place) {
      this.#misplaced(key, place, `it says that it starts at ${manifest.first}`);
      this.follow = false;
    }
    this.#next = place + manifest.entries.length;
    return place;
  }

  #skipTo(place: number): void {
    if (!this.#isExplained) {
      const detail = `entries ${this.#next} to ${place - 1} are in no manifest`;
      this.#report.find({
        code: 'manifest-missing',
        key: manifestKey(this.#next),
        index: this.#next,
        detail,
      });
    }
    this.follow = false;
    this.#next = place;
  }

  #misplaced(key: string, index: number, detail: string): void {
    this.#report.find({ code: 'manifest-misplaced', key, index, detail });
  }
}

async function readManifest(history: History, checking: Checking): Promise<Manifest | undefined> {
  const { key } = history;
  checkSingle(history, checking.report, manifestPlace(key));
  const version = firstVersion(history);
  const content = await readObject(version, maxBytes.manifest, checking);
  if (!content) return undefined;
  checkLock(version, content.lock, checking);
  const manifest = parseManifest(new TextDecoder().decode(content.bytes));
  if (!manifest) checking.report.find({ code: 'manifest-unreadable', key, detail: 'no manifest' });
  return manifest;
}
