import { stateOnly, wordEnds } from './automaton.ts';
import { isAlphanumeric, isDigit } from './characters.ts';
import type { Rules } from './rules.ts';

/** A small integer, as others are stored in a slower way. */
const farAway = 0x3fff_ffff;

/** Offsets in ascending order; only the first `count` of the array are any. */
export class Offsets {
  count = 0;
  #at: Int32Array = new Int32Array(64);

  push(offset: number): void {
    if (this.count === this.#at.length) {
      const grown = new Int32Array(2 * this.count);
      grown.set(this.#at);
      this.#at = grown;
    }
    this.#at[this.count] = offset;
    this.count += 1;
  }

  /** The offset of that number; behind any text if there are not so many. */
  get(index: number): number {
    return index < this.count ? (this.#at[index] ?? farAway) : farAway;
  }
}

/** Shorter words hold nothing that is worth a look when decoded. */
export const minEncodedLength = 16;

const digit = 1;
const letter = 2;
const encodedSign = 4;
const runSign = 8;

const kinds = Uint8Array.from({ length: 256 }, (_, code) => {
  if (code >= 128) return 0;
  if (isAlphanumeric(code)) return isDigit(code) ? digit : letter;
  const character = String.fromCharCode(code);
  if ('+/-_'.includes(character)) return encodedSign;
  return '"\\\n'.includes(character) ? runSign : 0;
});

/**
 * What one pass over a text has noted for all that comes after it. The pass decides nothing, which is several times faster than
 * to look at each thing where it is met, and it is the only one that reads every character.
 */
export class Survey {
  /** The last characters of the anchors met. */
  readonly anchors: Offsets = new Offsets();
  /** The states of the automaton there. */
  readonly states: Offsets = new Offsets();
  /** Where the tokens start that an opening may fit. */
  readonly tokens: Offsets = new Offsets();
  /** Starts and ends, by turns, of words long enough to hold something in base 64 or hexadecimal. */
  readonly encoded: Offsets = new Offsets();
  /** Double quotes, backslashes and line ends. */
  readonly signs: Offsets = new Offsets();
  /** The characters as bytes, which are read several times faster; those beyond ASCII, and one behind the text, are 128. */
  codes: Uint8Array = new Uint8Array(1_024);

  /** Forgets the text before, and reads this one. */
  read(text: string, { automaton, openings }: Rules): void {
    const { anchors, states, tokens, encoded, signs } = this;
    for (const offsets of [anchors, states, tokens, encoded, signs]) offsets.count = 0;
    this.#readCodes(text);
    const { codes } = this;
    const { column, next, rowBits } = automaton;
    let state = 0;
    let tokenStart = -1;
    let kindsInToken = 0;
    let encodedStart = 0;
    for (let at = 0; at <= text.length; at += 1) {
      const code = codes[at] ?? 0;
      const step = next[(state << rowBits) | (column[code] ?? 0)] ?? 0;
      state = step & stateOnly;
      if ((step & wordEnds) !== 0) {
        anchors.push(at);
        states.push(state);
      }
      const kind = kinds[code] ?? 0;
      if ((kind & (digit | letter)) !== 0) {
        kindsInToken |= kind;
        if (tokenStart < 0) tokenStart = at;
        continue;
      }
      if (tokenStart >= 0) {
        if ((kindsInToken & digit) !== 0 || mayFitLetters(openings, at - tokenStart, code))
          tokens.push(tokenStart);
        // The two digits of a percent-encoded character are no part of the token behind them.
        if (tokenStart > 0 && codes[tokenStart - 1] === 0x25 && at - tokenStart > 2)
          tokens.push(tokenStart + 2);
        tokenStart = -1;
        kindsInToken = 0;
      }
      if (kind === encodedSign) continue;
      if (at - encodedStart >= minEncodedLength) {
        encoded.push(encodedStart);
        encoded.push(at);
      }
      encodedStart = at + 1;
      if (kind === runSign) signs.push(at);
    }
  }

  #readCodes(text: string): void {
    if (this.codes.length <= text.length) this.codes = new Uint8Array(2 * text.length);
    const { codes } = this;
    const { read, written } = utf8.encodeInto(text, codes);
    if (read !== text.length || written !== read)
      for (let at = 0; at < text.length; at += 1) codes[at] = Math.min(text.charCodeAt(at), 128);
    codes[text.length] = 128;
  }
}

const utf8 = new TextEncoder();

/** May an opening fit a token of so many letters, with this character behind it? */
function mayFitLetters(
  { lettersOnly, column, rowBits }: Rules['openings'],
  letters: number,
  code: number,
): boolean {
  const row = Math.min(letters << rowBits, lettersOnly.length - (1 << rowBits));
  return lettersOnly[row + (column[code] ?? 0)] === 1;
}
