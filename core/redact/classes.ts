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

const table = Int32Array.from({ length: 128 }, (_, code) => classOf(code));

/** The class of the character at the offset. */
export function classAt(text: string, at: number): number {
  if (at < 0 || at >= text.length) return outside;
  const code = text.charCodeAt(at);
  return code < 128 ? (table[code] ?? otherSign) : beyondAscii;
}
