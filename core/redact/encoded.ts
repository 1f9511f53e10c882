import { base64, beginsLikeText, hexadecimal, textWritten, type Writing } from './binary-text.ts';
import { isAlphanumeric, isLineEnd, oneOf, skipBackWhile, skipWhile } from './characters.ts';
import { withoutPercents } from './percent.ts';
import type { Run } from './runs.ts';
import type { Candidate } from './select.ts';
import { minEncodedLength, type Offsets } from './survey.ts';

/** How a piece of text is looked at further once it is decoded. */
export interface Decoding {
  scan(decoded: string): readonly Candidate[];
  /** Accounts for characters that are decoded; throws when the budget is used up. */
  readonly spend: (characters: number) => void;
}

/**
 * Finds copies of secrets that are written in base 64, in hexadecimal or percent-encoded. Percent-encoding keeps its places, so only
 * the value is hidden; the others are hidden whole when a detector is sure of something in them. Runs with escapes are for who
 * takes the escapes away.
 */
export function findEncoded(
  text: string,
  runs: readonly Run[],
  words: Offsets,
  decoding: Decoding,
): Candidate[] {
  const found: Candidate[] = [];
  if (text.includes('%')) {
    for (const run of runs) if (!run.escaped) addPercentEncoded(found, text, run, decoding);
  }
  addBinaryEncoded(found, text, { runs, words }, decoding);
  return found;
}

/** What was found in a text as it is written may begin inside of an escape, as `22bob%40…` in `%22bob%40…`; who decodes knows better. */
export function withoutCutEscapes(
  found: readonly Candidate[],
  decoded: readonly Candidate[],
  text: string,
): readonly Candidate[] {
  if (decoded.length === 0) return found;
  const isCut = ({ start, end }: Candidate) =>
    cutEscape.test(text.slice(Math.max(0, start - 2), start + 2)) &&
    decoded.some((one) => one.start >= start && one.start < end && one.end >= end);
  return found.filter((candidate) => !isCut(candidate));
}

/** With the two characters before the place, and the two behind it. */
const cutEscape = /^(?:[\s\S]?%[0-9a-fA-F]{2}|%[0-9a-fA-F]{2}[\s\S]?)$/;

/** What a URL or a form is written in; a text that was encoded has neither blanks nor double quotes. */
const isUrlCharacter = oneOf("%!#$&'()*+,-./:;=?@[]^_`{|}~", isAlphanumeric);

function addPercentEncoded(found: Candidate[], text: string, run: Run, decoding: Decoding): void {
  // Cut out, as a search beyond the run would be one of the whole text for each run.
  const written = text.slice(run.start, run.end);
  let from = 0;
  for (let at = written.indexOf('%'); at >= 0; at = written.indexOf('%', from)) {
    const start = skipBackWhile(written, at, from, isUrlCharacter);
    from = skipWhile(written, at, written.length, isUrlCharacter);
    const { text: decoded, origins } = withoutPercents(written.slice(start, from));
    if (decoded.length === from - start) continue;
    decoding.spend(from - start);
    const origin = (offset: number) => run.start + start + (origins[offset] ?? 0);
    for (const candidate of decoding.scan(decoded)) {
      found.push({ ...candidate, start: origin(candidate.start), end: origin(candidate.end), quote: '' });
    }
  }
}

/** What is longer is decoded in part; much longer than any key. */
const maxLength = 65_536;
const isEncoded = oneOf('+/-_', isAlphanumeric);
const isPadding = oneOf('=');

function addBinaryEncoded(
  found: Candidate[],
  text: string,
  { runs, words }: { runs: readonly Run[]; words: Offsets },
  decoding: Decoding,
): void {
  let from = 0;
  let next = 0;
  for (let word = 0; word < words.count; word += 2) {
    const start = words.get(word);
    if (start < from) continue;
    while ((runs[next]?.end ?? text.length) < start) next += 1;
    const run = runs[next];
    if (!run || run.escaped) continue;
    const end = endOfLines(text, start, words.get(word + 1), run.end);
    const candidate = decodedIn(text, start, end, decoding);
    if (candidate) found.push(candidate);
    from = end;
  }
}

/** Mail and PEM break base 64 into lines of equal length, of 60 characters at least; YAML indents them. */
const minLineLength = 60;
const isBlank = oneOf(' \t');

function endOfLines(text: string, start: number, firstEnd: number, limit: number): number {
  let end = firstEnd;
  const lineLength = firstEnd - start;
  for (let length = lineLength; length === lineLength && length >= minLineLength; ) {
    const next = skipWhile(text, skipWhile(text, end, end + 2, isLineEnd), limit, isBlank);
    if (!isLineEnd(text.charCodeAt(end)) || end - start > maxLength) break;
    const lineEnd = skipWhile(text, next, limit, isEncoded);
    length = lineEnd - next;
    if (length === 0 || length > lineLength) break;
    end = lineEnd;
  }
  return skipWhile(text, end, Math.min(limit, end + 2), isPadding);
}

/** The signs of base 64 also part what stands before it, as in a path. */
const maxStarts = 8;
const isSign = (code: number) => code === 0x2b || code === 0x2f || code === 0x2d || code === 0x5f;

function decodedIn(text: string, start: number, end: number, decoding: Decoding): Candidate | undefined {
  let from = start;
  for (let starts = 0; starts < maxStarts && end - from >= minEncodedLength; starts += 1) {
    const how = writingAt(text, from);
    if (how) {
      const secret = secretWritten(text.slice(from, end), how, decoding);
      return secret && { ...secret, start: from, end, quote: '' };
    }
    while (from < end && !isSign(text.charCodeAt(from))) from += 1;
    from += 1;
  }
  return undefined;
}

function writingAt(text: string, from: number): Writing | undefined {
  // In this order: what begins with eighteen hexadecimal digits is seldom anything else, and may look like base 64 of a text.
  if (beginsLikeText(text, from, hexadecimal)) return hexadecimal;
  return beginsLikeText(text, from, base64) ? base64 : undefined;
}

/** The secret in what is written, in the offsets of what it is decoded to; the whole counts as its value if it has more in it. */
function secretWritten(written: string, how: Writing, decoding: Decoding): Candidate | undefined {
  const read = written.slice(0, maxLength);
  decoding.spend(read.length);
  const decoded = textWritten(read, how);
  const secret = surest(decoding.scan(decoded));
  if (!secret) return undefined;
  const isAlone = decoded.trim() === decoded.slice(secret.start, secret.end).trim();
  return isAlone ? secret : { ...secret, canonical: decoded };
}

/** A guess in a decoded text is too little to hide the whole of it. */
function surest(candidates: readonly Candidate[]): Candidate | undefined {
  return candidates
    .filter(({ rank }) => rank >= 0)
    .reduce<Candidate | undefined>((best, one) => (best && best.rank >= one.rank ? best : one), undefined);
}
