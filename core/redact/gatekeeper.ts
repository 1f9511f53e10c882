import { isAlphanumeric, isDigit, isSpace, oneOf, skipBackWhile, skipWhile } from './characters.ts';
import { classAt, lower } from './classes.ts';
import type { Gate } from './gate.ts';

/** Lets the hits in one text through their gates. What lies ahead is read once for all the hits before it. */
export class Gatekeeper {
  readonly #text: string;
  readonly #codes: Uint8Array;
  #digitFrom = 0;
  #digitAt = -1;
  #atSignFrom = 0;
  #atSignAt = -1;
  #nameFrom = 0;
  #nameEnd = -1;
  #isValueAhead = false;

  /** @param codes the text's characters, as a survey has them. */
  constructor(text: string, codes: Uint8Array) {
    this.#text = text;
    this.#codes = codes;
  }

  lets(gate: Gate, start: number, end: number): boolean {
    const { length } = this.#text;
    const codes = this.#codes;
    const before = classAt(codes, length, start - 1);
    if ((before & gate.before) === 0 && !(gate.afterPercent && codes[start - 3] === 0x25)) return false;
    if (gate.startsWord && (before & lower) !== 0 && (classAt(codes, length, start) & lower) !== 0)
      return false;
    if ((classAt(codes, length, end) & gate.behind) === 0) return false;
    if ((classAt(codes, length, end + gate.distance - 1) & gate.far) === 0) return false;
    switch (gate.ahead) {
      case 'anything':
        return true;
      case 'value':
        return this.#hasValueAhead(end);
      case 'digit':
        return this.#nextDigit(end) - end < gate.reach;
      case 'at sign':
        return this.#nextAtSign(end) - end < gate.reach;
    }
  }

  #nextDigit(from: number): number {
    if (from < this.#digitFrom || from > this.#digitAt) {
      this.#digitFrom = from;
      const found = skipWhile(this.#text, from, this.#text.length, isNoDigit);
      this.#digitAt = found === this.#text.length ? farAway : found;
    }
    return this.#digitAt;
  }

  #nextAtSign(from: number): number {
    if (from < this.#atSignFrom || from > this.#atSignAt) {
      this.#atSignFrom = from;
      const found = this.#text.indexOf('@', from);
      this.#atSignAt = found < 0 ? farAway : found;
    }
    return this.#atSignAt;
  }

  /** Does a sign follow the name that holds the offset, such as stand between a name and a value? */
  #hasValueAhead(from: number): boolean {
    if (from < this.#nameFrom || from > this.#nameEnd) {
      this.#nameFrom = from;
      this.#nameEnd = skipWhile(this.#text, from, this.#text.length, isNameCharacter);
      this.#isValueAhead = mayLeadToValue(this.#text, this.#nameEnd);
    }
    return this.#isValueAhead;
  }
}

/** Behind any text; a small integer, as other numbers are stored in a slower way. */
const farAway = 0x3fff_ffff;

const isNoDigit = (code: number): boolean => !isDigit(code);
const isNameCharacter = oneOf('_.-$', isAlphanumeric);
const isSign = oneOf('"\'`]%=!:>(,?|');

/** Behind blanks also `value` of a pair of attributes, a type as in `token string = …`, or a default as in `token or "…"`. */
const isSignBehindBlanks = oneOf('%=!:(,[*sScv?|o');
const maxBlanks = 64;

function mayLeadToValue(text: string, nameEnd: number): boolean {
  const code = text.charCodeAt(nameEnd);
  if (code === 0x0a) return text.startsWith('value', skipWhile(text, nameEnd, nameEnd + maxBlanks, isSpace));
  if (code !== 0x20 && code !== 0x09) return isSign(code);
  const next = skipWhile(text, nameEnd, nameEnd + maxBlanks, isSpace);
  return isSignBehindBlanks(text.charCodeAt(next)) || isFlag(text, nameEnd);
}

/** A flag of a command line has its value behind a blank, and a tag behind its attributes. */
function isFlag(text: string, nameEnd: number): boolean {
  const start = skipBackWhile(text, nameEnd, 0, isNameCharacter);
  return (
    text.charCodeAt(start) === 0x2d ||
    text.charCodeAt(start - 1) === 0x3c ||
    text.slice(start, nameEnd).includes('--')
  );
}
