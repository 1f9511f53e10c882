import { type Characters, contains, type Item, readItems } from './sequence-items.ts';

/**
 * A regular expression that is a plain sequence of texts, runs of characters and groups, as most of those in queries are:
 * `user=(?<user>\S+) took (?<ms>[\d.]+) ms`. Where a run ends is clear from its characters, so that nothing is tried twice.
 */
export interface Sequence {
  readonly items: readonly Item[];
  readonly groups: number;
  /** Begins with `^`. */
  readonly isAnchored: boolean;
}

/** The sequence that a regular expression is; undefined if it is more than that. */
export function readSequence(source: string): Sequence | undefined {
  const isAnchored = source.startsWith('^');
  const items = readItems(isAnchored ? source.slice(1) : source);
  if (items === undefined || !items.every((_, index) => isClear(items, index))) return undefined;
  const first = items.find(({ kind }) => kind !== 'open' && kind !== 'close');
  const begins = first?.kind === 'text' || (first?.kind === 'run' && first.min > 0);
  if (!isAnchored && !begins) return undefined;
  return { items, groups: items.filter(({ kind }) => kind === 'open').length, isAnchored };
}

/** Does the run end where its characters end, because what follows begins with none of them? */
function isClear(items: readonly Item[], index: number): boolean {
  const run = items[index];
  if (run?.kind !== 'run' || run.min === run.max) return true;
  for (const next of items.slice(index + 1)) {
    if (next.kind === 'end') return true;
    if (next.kind === 'upTo') return false;
    if (next.kind === 'text') return !contains(run.of, next.text.charCodeAt(0));
    if (next.kind !== 'run') continue;
    if (overlap(run.of, next.of)) return false;
    if (next.min > 0) return true;
  }
  return true;
}

function overlap(a: Characters, b: Characters): boolean {
  return (a.others && b.others) || a.ascii.some((isIn, code) => isIn && b.ascii[code] === true);
}

/** Steps over the text for each of its characters, after which RE2 takes over. */
const maxPasses = 4;

/** What a walk from one place comes to: `none` if no other place can do better. */
type Outcome = 'match' | 'fail' | 'none' | 'unsure';

/**
 * The texts of the groups in the first match; undefined if there is no match. Takes time linear in the text's length, and
 * is unsure where more time, a choice taken back, or characters of two units would be needed.
 */
export function matchSequence(sequence: Sequence, text: string): string[] | undefined | 'unsure' {
  const walk = new Walk(sequence, text);
  for (let start = walk.nextStart(0); start >= 0; start = walk.nextStart(start + 1)) {
    const outcome = walk.from(start);
    if (outcome === 'match') return walk.found;
    if (outcome === 'unsure') return 'unsure';
    if (outcome === 'none') return undefined;
  }
  return undefined;
}

class Walk {
  readonly found: string[];
  readonly #opened: number[];
  readonly #sequence: Sequence;
  readonly #text: string;
  #steps: number;

  constructor(sequence: Sequence, text: string) {
    this.#sequence = sequence;
    this.#text = text;
    this.#steps = maxPasses * text.length + 100;
    this.found = new Array<string>(sequence.groups).fill('');
    this.#opened = [];
  }

  /** Where a match may begin, from a place on; below zero if nowhere. */
  nextStart(from: number): number {
    const { items, isAnchored } = this.#sequence;
    if (isAnchored) return from === 0 ? 0 : -1;
    for (const item of items) {
      if (item.kind === 'text') return this.#text.indexOf(item.text, from);
      if (item.kind !== 'run') continue;
      let at = from;
      while (at < this.#text.length && !contains(item.of, this.#text.charCodeAt(at))) at += 1;
      return at < this.#text.length ? at : -1;
    }
    return -1;
  }

  from(start: number): Outcome {
    const text = this.#text;
    let at = start;
    let hasChosen = false;
    for (const item of this.#sequence.items) {
      switch (item.kind) {
        case 'text':
          if (!text.startsWith(item.text, at)) return hasChosen ? 'unsure' : 'fail';
          at += item.text.length;
          break;
        case 'run': {
          const end = this.#endOfRun(item, at);
          if (end === undefined || this.#steps < 0) return 'unsure';
          if (end - at < item.min) return hasChosen ? 'unsure' : 'fail';
          at = end;
          break;
        }
        case 'upTo': {
          const end = text.indexOf(item.text, at + item.min);
          // Neither a later choice nor a later start finds it.
          if (end < 0) return 'none';
          const reach = this.#endOfRun({ of: item.of, min: 0, max: Number.POSITIVE_INFINITY }, at, end);
          if (reach === undefined || this.#steps < 0) return 'unsure';
          if (reach < end) return hasChosen ? 'unsure' : 'fail';
          hasChosen = true;
          at = end;
          break;
        }
        case 'open':
          this.#opened[item.group] = at;
          break;
        case 'close':
          this.found[item.group] = text.slice(this.#opened[item.group], at);
          break;
        case 'end':
          if (at < text.length) return hasChosen ? 'unsure' : 'fail';
      }
    }
    return 'match';
  }

  /** The end of the run of characters at a place; undefined if it takes counting characters of two units. */
  #endOfRun({ of, min, max }: Run, from: number, to = this.#text.length): number | undefined {
    const text = this.#text;
    const { ascii, others } = of;
    const isCounted = min > 1 || max !== Number.POSITIVE_INFINITY;
    const last = Math.min(to, from + max);
    let at = from;
    for (; at < last; at += 1) {
      const code = text.charCodeAt(at);
      if (code >= 128 ? !others : ascii[code] !== true) break;
      if (isCounted && code >= 0xd800 && code <= 0xdfff) return undefined;
    }
    this.#steps -= at - from + 1;
    return at;
  }
}

type Run = Pick<Extract<Item, { kind: 'run' }>, 'of' | 'min' | 'max'>;
