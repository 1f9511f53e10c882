/**
 * Finds all of many words in one pass over a text, in any case of ASCII letters (Aho and Corasick, "Efficient string
 * matching", CACM 18(6), 1975), as a complete table: one look-up a character.
 */
export interface Automaton {
  /** Columns of the table. */
  readonly width: number;
  /** The column of a character; those that occur in no word share column 0. */
  readonly column: Uint8Array;
  /** `next[state * width + column]`, multiplied by the width already; the start is state 0. */
  readonly next: Int32Array;
  /** 1 at `state * width` for the states in which a word ends. */
  readonly accepts: Uint8Array;
  /** For each state the words that end there. */
  readonly found: readonly (readonly Word[])[];
}

export interface Word {
  readonly text: string;
  /** The caller's number for it. */
  readonly id: number;
}

/** @throws RangeError for a word that is empty or not lower-case ASCII: a mistake in a declaration. */
export function buildAutomaton(words: readonly Word[]): Automaton {
  for (const { text } of words) {
    if (!/^[!-@[-~ ]+$/.test(text)) throw new RangeError(`The anchor "${text}" is not lower-case ASCII`);
  }
  const { column, width } = columnsOf(words);
  const trie = buildTrie(words, column);
  return { width, column, ...linkFailures(trie, width) };
}

interface Node {
  readonly children: Map<number, number>;
  readonly words: Word[];
}

function columnsOf(words: readonly Word[]): { column: Uint8Array; width: number } {
  const column = new Uint8Array(128);
  let width = 1;
  for (const character of words.flatMap(({ text }) => Array.from(text))) {
    const code = character.charCodeAt(0);
    if (column[code] !== 0) continue;
    column[code] = width;
    column[character.toUpperCase().charCodeAt(0)] = width;
    width += 1;
  }
  return { column, width };
}

function buildTrie(words: readonly Word[], column: Uint8Array): Node[] {
  const root: Node = { children: new Map(), words: [] };
  const nodes = [root];
  for (const word of words) {
    let node = root;
    for (const character of word.text) {
      const edge = column[character.charCodeAt(0)] ?? 0;
      const known = nodes[node.children.get(edge) ?? -1];
      if (known) {
        node = known;
        continue;
      }
      const added: Node = { children: new Map(), words: [] };
      node.children.set(edge, nodes.length);
      nodes.push(added);
      node = added;
    }
    node.words.push(word);
  }
  return nodes;
}

/** Breadth first, so that a state's fallback is complete before the state is. */
function linkFailures(nodes: readonly Node[], width: number): Pick<Automaton, 'next' | 'accepts' | 'found'> {
  const next = new Int32Array(nodes.length * width);
  const found: Word[][] = nodes.map(({ words }) => [...words]);
  const queue: { state: number; fallback: number }[] = [{ state: 0, fallback: 0 }];
  for (const { state, fallback } of queue) {
    if (state !== 0) found[state]?.push(...(found[fallback] ?? []));
    for (let edge = 0; edge < width; edge += 1) {
      const otherwise = state === 0 ? 0 : (next[fallback * width + edge] ?? 0);
      const child = nodes[state]?.children.get(edge);
      next[state * width + edge] = child ?? otherwise;
      if (child !== undefined) queue.push({ state: child, fallback: otherwise });
    }
  }
  const accepts = new Uint8Array(nodes.length * width);
  for (const [state, words] of found.entries()) if (words.length > 0) accepts[state * width] = 1;
  for (let index = 0; index < next.length; index += 1) next[index] = (next[index] ?? 0) * width;
  return { next, accepts, found };
}
