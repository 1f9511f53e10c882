import type { Automaton } from './automaton.ts';
import { isAlphanumeric } from './characters.ts';
import type { Openings } from './openings.ts';

/**
 * The two loops over all characters. They call nothing and only note where something is, which is several times faster than
 * looking at it at once.
 */

/** So many characters are searched before the hits in them are looked at; no more hits than that are found. */
export const hitWindow = 1_024;

interface Hits {
  count: number;
  readonly at: Int32Array;
}

/** The last characters of the words found, and the states of the automaton there. */
export const wordHits: Hits & { readonly state: Int32Array } = {
  count: 0,
  at: new Int32Array(hitWindow),
  state: new Int32Array(hitWindow),
};

/** Where the tokens start that an opening fits. */
export const tokenHits: Hits = { count: 0, at: new Int32Array(hitWindow) };

/** Fills `wordHits`; goes on in a state of the automaton, and returns the one it ends in. */
export function findWords<T>(
  text: string,
  from: number,
  to: number,
  before: number,
  { column, next, rowBits, accepts }: Automaton<T>,
): number {
  const { at: positions, state: states } = wordHits;
  let count = 0;
  let state = before;
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    state = code < 128 ? (next[(state << rowBits) | (column[code] ?? 0)] ?? 0) : 0;
    if (accepts[state] === 1) {
      positions[count] = at;
      states[count] = state;
      count += 1;
    }
  }
  wordHits.count = count;
  return state;
}

const tokenCharacters = Uint8Array.from({ length: 128 }, (_, code) => (isAlphanumeric(code) ? 1 : 0));

/** Fills `tokenHits`. A token starts behind another character, or behind the two digits of a percent-encoded one. */
export function findTokens<T>(
  text: string,
  start: number,
  from: number,
  to: number,
  { column, next, start: first, accepts }: Openings<T>,
): void {
  const { at: positions } = tokenHits;
  let count = 0;
  let inToken = from > start && tokenCharacters[text.charCodeAt(from - 1)] === 1;
  let afterPercent = percentBefore(text, from) + 3;
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    const isToken = code < 128 && tokenCharacters[code] === 1;
    if (!isToken) {
      if (code === 0x25) afterPercent = at + 3;
    } else if (!inToken || at === afterPercent) {
      let state = first;
      for (let ahead = at; ahead < text.length; ahead += 1) {
        const following = text.charCodeAt(ahead);
        state = following < 128 ? (next[state + (column[following] ?? 0)] ?? 0) : 0;
        if (state === 0) break;
        if (accepts[state] === 1) {
          positions[count] = at;
          count += 1;
          break;
        }
      }
    }
    inToken = isToken;
  }
  tokenHits.count = count;
}

/** Where a percent-encoded character begins that goes on beyond the offset; far before the text if none does. */
function percentBefore(text: string, offset: number): number {
  const at = text.slice(Math.max(0, offset - 3), offset).lastIndexOf('%');
  return at < 0 ? -3 : Math.max(0, offset - 3) + at;
}
