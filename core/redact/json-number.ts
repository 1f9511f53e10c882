import { isDigit, isSpace, oneOf, skipBackWhile, skipWhile, testAt } from './characters.ts';
import type { Runs } from './runs.ts';
import type { Candidate } from './select.ts';

const isNumberCharacter = oneOf('+-.eE', isDigit);
const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/**
 * A candidate that is a number of JSON, or lies in one, takes the whole number and gets quotes, as a mask without quotes is no
 * JSON. After `"name":` that is always so; in a list only if the whole text is JSON, as prose has brackets and commas, too.
 */
export function asJsonString(
  candidate: Candidate,
  text: string,
  runs: Runs,
  isJson: () => boolean,
): Candidate {
  if (!testAt(text, candidate.start, isDigit) && text[candidate.start] !== '-') return candidate;
  if (runs.at(candidate.start).closed) return candidate;
  const start = skipBackWhile(text, candidate.start, 0, isNumberCharacter);
  const end = skipWhile(text, candidate.end, text.length, isNumberCharacter);
  if (!number.test(text.slice(start, end))) return candidate;

  const before = skipBackWhile(text, start, 0, isSpace) - 1;
  const after = skipWhile(text, end, text.length, isSpace);
  if (after < text.length && !',]}'.includes(text.charAt(after))) return candidate;
  const isMember = text[before] === ':' && text[skipBackWhile(text, before, 0, isSpace) - 1] === '"';
  const isElement = (text[before] === '[' || text[before] === ',') && isJson();
  return isMember || isElement ? { ...candidate, start, end, quote: '"' } : candidate;
}

/** Is the text an object or a list of JSON? */
export function isJsonDocument(text: string): boolean {
  if (!/^\s*[{[]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
