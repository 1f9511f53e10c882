/**
 * Finds all of many words in one pass over a text, in any case of ASCII letters (Aho and Corasick, "Efficient string
 * matching", CACM 18(6), 1975), as a complete table: one look-up a character.
 */
export interface Automaton<T> {
  /** The column of a character below 256; those that occur in no word share column 0. */
  readonly column: Uint8Array;
  /**
   * `next[(state << rowBits) | column]` is the next state, and has the bit `wordEnds` if a word ends in it. The start is state 0; the
   * states near it, which most characters lead to, come first.
   */
  readonly next: Uint16Array;
  readonly rowBits: number;
  /** For each state the words that end there; none is written as undefined. */
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
  const rowBits = Math.ceil(Math.log2(width));
  const { next, found } = linkFailures(buildTrie(words, column), rowBits);
  if (found.length > maxStates) throw new RangeError(`The anchors take more than ${maxStates} states`);
  return { column, next, rowBits, found };
}

/** The table has 16 bits for each, so that what is often needed of it fits into a processor's cache. */
const maxStates = 32_768;
export const wordEnds = 0x8000;
export const stateOnly = 0x7fff;

/** Nodes by number, the root being 0; each names its first child, and each child the next one. 0 is none. */
interface Trie<T> {
  readonly firstChild: Int32Array;
  readonly nextChild: Int32Array;
  /** The column of the character that leads to the node. */
  readonly edge: Uint8Array;
  readonly ends: (Word<T>[] | undefined)[];
}

function columnsOf(words: readonly { readonly text: string }[]): { column: Uint8Array; width: number } {
  const column = new Uint8Array(256);
  let width = 1;
  for (const character of new Set(words.map(({ text }) => text).join(''))) {
    const code = character.charCodeAt(0);
    column[code] = width;
    column[character.toUpperCase().charCodeAt(0)] = width;
    width += 1;
  }
  return { column, width };
}

function buildTrie<T>(words: readonly Word<T>[], column: Uint8Array): Trie<T> {
  const most = words.reduce((total, { text }) => total + text.length, 1);
  const firstChild = new Int32Array(most);
  const nextChild = new Int32Array(most);
  const edge = new Uint8Array(most);
  const ends: Trie<T>['ends'] = [undefined];
  for (const word of words) {
    let node = 0;
    for (let at = 0; at < word.text.length; at += 1) {
      const step = column[word.text.charCodeAt(at)] ?? 0;
      let child = firstChild[node] ?? 0;
      while (child !== 0 && edge[child] !== step) child = nextChild[child] ?? 0;
      if (child === 0) {
        child = ends.length;
        ends.push(undefined);
        edge[child] = step;
        nextChild[child] = firstChild[node] ?? 0;
        firstChild[node] = child;
      }
      node = child;
    }
    const known = ends[node];
    if (known) known.push(word);
    else ends[node] = [word];
  }
  return { firstChild, nextChild, edge, ends };
}

/** Breadth first, so that a state's fallback is complete before the state is; states are numbered in that order. */
function linkFailures<T>(trie: Trie<T>, rowBits: number): Pick<Automaton<T>, 'next' | 'found'> {
  const { firstChild, nextChild, edge, ends } = trie;
  const next = new Uint16Array(ends.length << rowBits);
  const fallback = new Int32Array(ends.length);
  const nodes = new Int32Array(ends.length);
  const found: (Word<T>[] | undefined)[] = [ends[0]];
  for (let state = 0; state < found.length; state += 1) {
    const row = state << rowBits;
    const otherwise = (fallback[state] ?? 0) << rowBits;
    // Where no word goes on, the state is left as its fallback is.
    if (state > 0) next.copyWithin(row, otherwise, otherwise + (1 << rowBits));
    let child = firstChild[nodes[state] ?? 0] ?? 0;
    for (; child !== 0; child = nextChild[child] ?? 0) {
      const step = edge[child] ?? 0;
      const back = (next[row | step] ?? 0) & stateOnly;
      const [own, more] = [ends[child], found[back]];
      next[row | step] = found.length | (own || more ? wordEnds : 0);
      nodes[found.length] = child;
      fallback[found.length] = back;
      found.push(own && more ? [...own, ...more] : (own ?? more));
    }
  }
  return { next, found };
}
