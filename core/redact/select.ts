import type { Detector, Match } from './detector.ts';
import { unscannedType } from './masks.ts';

/** A match with all that is needed to replace it. */
export interface Candidate {
  readonly start: number;
  readonly end: number;
  readonly type: string;
  readonly canonical: string;
  readonly detector: string;
  readonly rank: number;
  /** Quotes to put around the mask: a number of JSON becomes a string. */
  readonly quote: string;
}

const rankOf = { hint: -1, key: 0, named: 1, shape: 2 } as const;

export function toCandidate(detector: Detector, match: Match): Candidate {
  const { start, end, canonical, type = detector.type } = match;
  return { start, end, canonical, type, detector: detector.id, rank: rankOf[detector.evidence], quote: '' };
}

/**
 * Leaves one candidate where several overlap. The longest wins; among equally long ones the one with the best evidence.
 * Where two overlap in part, the winner takes the text of both, so that no piece of a value is left over.
 */
export function withoutOverlap(candidates: readonly Candidate[], text: string): Candidate[] {
  const sorted = candidates.toSorted((a, b) => a.start - b.start || b.end - a.end || b.rank - a.rank);
  const kept: Candidate[] = [];
  for (const candidate of sorted) {
    const last = kept.at(-1);
    if (!last || candidate.start >= last.end) kept.push(candidate);
    else if (candidate.end > last.end) kept[kept.length - 1] = join(last, candidate, text);
  }
  return kept;
}

function join(first: Candidate, second: Candidate, text: string): Candidate {
  const { start } = first;
  const { end } = second;
  return { ...stronger(first, second), start, end, canonical: text.slice(start, end) };
}

function stronger(a: Candidate, b: Candidate): Candidate {
  if (a.type === unscannedType || b.type === unscannedType) return a.type === unscannedType ? a : b;
  const byLength = a.end - a.start - (b.end - b.start);
  return byLength > 0 || (byLength === 0 && a.rank >= b.rank) ? a : b;
}
