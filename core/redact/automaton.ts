/**
 * Finds all of many words in one pass over a text, in any case of ASCII letters (Aho and Corasick, "Efficient string
 * matching", CACM 18(6), 1975), as a complete table: one look-up a character.
 */
export interface Automaton<T> {
  /** Columns of the table. */
  readonly width: number;
  /** The column of a character; those that occur in no word share column 0. */
  readonly column: Uint8Array;
  /** `next[state + column]`, multiplied by the width already; the start is state 0. */
  readonly next: Int32Array;
  /** 1 at `state` for the states in which a word ends. */
  readonly accepts: Uint8Array;
  /** By `state / width` the words that end there; none is written as undefined. */
  readonly found: readonly (readonly Word<T>[] | undefined)[];
}

export interface Word<T> {
  readonly text: string;
  /** What is wanted where the word is met. */
  readonly hit: T;
}

/** @throws RangeError for a word that is empty or not lower-case ASCII: a mistake in a declaration. */
export function buildAutomaton<T>(words: readonly Word<T>[]): Automaton<T> {
  for (const { text } of words) {
    if (!/^[!-@[-~ ]+$/.test(text)) throw new RangeError(`The anchor "${text}" is not lower-case ASCII`);
  }
  const { column, width } = columnsOf(words);
  const { next, found } = buildTrie(words, column, width);
  linkFailures(next, found, width);
  const accepts = new Uint8Array(next.length);
  for (const [state, ends] of found.entries()) if (ends) accepts[state * width] = 1;
  return { width, column, next, accepts, found };
}

type Found<T> = (Word<T>[] | undefined)[];

function columnsOf(words: readonly { readonly text: string }[]): { column: Uint8Array; width: number } {
  const column = new Uint8Array(128);
  let width = 1;
  for (const character of new Set(words.map(({ text }) => text).join(''))) {
    const code = character.charCodeAt(0);
    column[code] = width;
    column[character.toUpperCase().charCodeAt(0)] = width;
    width += 1;
  }
  return { column, width };
}

function buildTrie<T>(
  words: readonly Word<T>[],
  column: Uint8Array,
  width: number,
): { next: Int32Array; found: Found<T> } {
  const most = words.reduce((total, { text }) => total + text.length, 1);
  const next = new Int32Array(most * width);
  const found: Found<T> = [undefined];
  for (const word of words) {
    let state = 0;
    for (let at = 0; at < word.text.length; at += 1) {
      const edge = state + (column[word.text.charCodeAt(at)] ?? 0);
      if (next[edge] === 0) {
        next[edge] = found.length * width;
        found.push(undefined);
      }
      state = next[edge] ?? 0;
    }
    const ends = found[state / width];
    if (ends) ends.push(word);
    else found[state / width] = [word];
  }
  return { next: next.slice(0, found.length * width), found };
}

/** Breadth first, so that a state's fallback is complete before the state is. */
function linkFailures<T>(next: Int32Array, found: Found<T>, width: number): void {
  const fallback = new Int32Array(found.length);
  const queue = new Int32Array(found.length);
  let queued = 1;
  for (let done = 0; done < queued; done += 1) {
    const state = queue[done] ?? 0;
    const otherwise = fallback[state / width] ?? 0;
    if (state !== 0) {
      const more = found[otherwise / width];
      if (more) found[state / width] = [...(found[state / width] ?? []), ...more];
    }
    for (let edge = 0; edge < width; edge += 1) {
      const child = next[state + edge] ?? 0;
      const back = state === 0 ? 0 : (next[otherwise + edge] ?? 0);
      if (child === 0) {
        next[state + edge] = back;
        continue;
      }
      fallback[child / width] = back;
      queue[queued] = child;
      queued += 1;
    }
  }
}
