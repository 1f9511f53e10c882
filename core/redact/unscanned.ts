import { isJsonDocument } from './json-number.ts';
import { createMaskReader, isMasked, unscannedType } from './masks.ts';
import type { Candidate } from './select.ts';

/** A piece of text that nobody has looked at, to be masked whole. */
export function unscanned(start: number, end: number, quote = ''): Candidate {
  const canonical = '';
  return { start, end, canonical, quote, type: unscannedType, detector: unscannedType, rank: 0 };
}

/** Everything from an offset on; of a document of JSON all, as one string, so that it stays JSON. */
export function unscannedFrom(text: string, from: number): Candidate[] {
  const isJson = isJsonDocument(text);
  const rest = isJson ? text : text.slice(from);
  const hidden = rest.trim();
  if (hidden === '' || isMasked(hidden, maskEndAt)) return [];
  const start = text.length - rest.trimStart().length;
  return [unscanned(start, start + hidden.length, isJson ? '"' : '')];
}

const maskEndAt = createMaskReader(new Set());
