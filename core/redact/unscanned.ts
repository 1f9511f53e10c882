import { createMaskReader, isMasked, unscannedType } from './masks.ts';
import type { Run, Runs } from './runs.ts';
import type { Candidate } from './select.ts';

/** A piece of text that nobody has looked at, to be masked whole. */
export function unscanned(start: number, end: number, quote = ''): Candidate {
  const canonical = '';
  return { start, end, canonical, quote, type: unscannedType, detector: unscannedType, rank: 0 };
}

/** Everything from an offset on, as masks that leave JSON what it is: its structure and its literals stay. */
export function unscannedFrom(text: string, runs: Runs, from: number): Candidate[] {
  return runs.all.flatMap((run) =>
    run.end > from ? unscannedRun(text, run, Math.max(from, run.start)) : [],
  );
}

const literals = /true|false|null/g;
const structure = /^[\s{}[\],:\d.eE+-]*$/;
const number = /-?\d[\d.eE+-]*/g;

function unscannedRun(text: string, run: Run, from: number): Candidate[] {
  const rest = text.slice(from, run.end);
  if (rest.trim() === '' || isMasked(rest.trim(), maskEndAt)) return [];
  if (run.closed || !structure.test(rest.replace(literals, ''))) {
    const start = run.closed ? from : from + rest.length - rest.trimStart().length;
    return [unscanned(start, start + (run.closed ? rest.length : rest.trim().length))];
  }
  return Array.from(rest.matchAll(number), ({ index, 0: digits }) =>
    unscanned(from + index, from + index + digits.length, '"'),
  );
}

const maskEndAt = createMaskReader(new Set());
