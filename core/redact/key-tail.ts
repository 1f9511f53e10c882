import { isAlphanumeric, isSpace, oneOf, skipBackWhile } from './characters.ts';
import { pemCanonical } from './detectors/private-key.ts';
import type { Runs } from './runs.ts';
import type { Candidate } from './select.ts';

const keyEnd = /-----END [A-Z0-9 ]{0,32}PRIVATE KEY(?: BLOCK)?-----/gi;
const isBody = oneOf('+/=\\', isAlphanumeric, isSpace);
/** What is shorter may be a word before the key. */
const line = /[A-Za-z0-9+/]{40,}/;
const maxLength = 32_768;

/** Finds the rest of a key in PEM whose beginning is not in this text, as of an event that was cut in two. */
export function findKeyTails(text: string, runs: Runs): Candidate[] {
  if (!text.includes('-----END ')) return [];
  return Array.from(text.matchAll(keyEnd)).flatMap(({ 0: mark, index }) => {
    const least = Math.max(runs.at(index).start, index - maxLength);
    const from = skipBackWhile(text, index, least, isBody);
    const first = line.exec(text.slice(from, index));
    if (!first) return [];
    const [start, end] = [from + first.index, index + mark.length];
    const canonical = pemCanonical(text.slice(start, end));
    return { start, end, canonical, type: 'private-key', detector: 'private-key', rank: 2, quote: '' };
  });
}
