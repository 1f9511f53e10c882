import type { ProblemError } from './failure.ts';

/** A query cut at the place an error is about. `marked` is empty when something is missing at the end. */
interface Marked {
  before: string;
  marked: string;
  after: string;
}

/** Cuts out the lines an error is about; undefined when the error has no place in this text. */
export function markError(query: string, { offset, length = 0 }: ProblemError): Marked | undefined {
  if (offset === undefined || offset < 0 || offset > query.length) return undefined;
  const end = Math.min(query.length, offset + Math.max(0, length));
  const lineStart = query.lastIndexOf('\n', offset - 1) + 1;
  const nextBreak = query.indexOf('\n', end);
  const lineEnd = nextBreak < 0 ? query.length : nextBreak;
  return {
    before: query.slice(offset === 0 ? 0 : lineStart, offset),
    marked: query.slice(offset, end),
    after: query.slice(end, lineEnd),
  };
}
