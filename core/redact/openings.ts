import { isDigit, isLetter } from './characters.ts';

/** A pattern that a token may start with, and the caller's number for it. */
export interface Opening {
  readonly pattern: string;
  readonly id: number;
}

/** Does the text go on with the pattern at the offset? `9` is a digit, `A` a letter of ASCII, others are themselves. */
export function opensWith(text: string, at: number, pattern: string): boolean {
  if (at + pattern.length > text.length) return false;
  for (let index = 0; index < pattern.length; index += 1) {
    const code = text.charCodeAt(at + index);
    const wanted = pattern.charCodeAt(index);
    const fits = wanted === 0x39 ? isDigit(code) : wanted === 0x41 ? isLetter(code) : code === wanted;
    if (!fits) return false;
  }
  return true;
}
