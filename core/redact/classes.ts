import { isDigit, isLower, isSpace, isUpper } from './characters.ts';

/** Classes of characters as bits, so that one look-up tells whether a character is of any of several. */
export const digit = 1;
export const hexLower = 2;
const otherLower = 4;
export const hexUpper = 8;
const otherUpper = 16;
const dash = 32;
const underscore = 64;
const dot = 128;
const plusOrSlash = 256;
const equals = 512;
const tilde = 1_024;
const percent = 2_048;
export const blank = 4_096;
const otherSign = 8_192;
const beyondAscii = 16_384;
/** There is no character: the text begins or ends. */
const outside = 32_768;

export const lower = hexLower | otherLower;
export const upper = hexUpper | otherUpper;
export const letter = lower | upper;
export const alphanumeric = digit | letter;
export const anything = 65_535;

const signs: ReadonlyMap<string, number> = new Map([
  ['-', dash],
  ['_', underscore],
  ['.', dot],
  ['+', plusOrSlash],
  ['/', plusOrSlash],
  ['=', equals],
  ['~', tilde],
  ['%', percent],
]);

/** The classes of these signs; those that have no class of their own are not told apart. */
export function classesOf(characters: string): number {
  return Array.from(characters).reduce((classes, sign) => classes | (signs.get(sign) ?? otherSign), 0);
}

function classOf(code: number): number {
  if (isDigit(code)) return digit;
  if (isLower(code)) return code <= 0x66 ? hexLower : otherLower;
  if (isUpper(code)) return code <= 0x46 ? hexUpper : otherUpper;
  if (isSpace(code)) return blank;
  return signs.get(String.fromCharCode(code)) ?? otherSign;
}

/** By the bytes of a survey; beyond ASCII all are of one class. */
const table = Int32Array.from({ length: 256 }, (_, code) => (code < 128 ? classOf(code) : beyondAscii));

/** The class of the character at the offset in a text of that length. */
export function classAt(codes: Uint8Array, length: number, at: number): number {
  return at < 0 || at >= length ? outside : (table[codes[at] ?? 0] ?? otherSign);
}
