import type { Finding, Redaction } from './engine.ts';

/** A mask that takes the place of `start` to `end`. */
export interface Splice extends Finding {
  readonly mask: string;
}

/** A text with masks in it, and what they stand for in the input. */
export interface Spliced {
  readonly redaction: Redaction;
  /** In the offsets of the input. */
  readonly splices: readonly Splice[];
}

/**
 * Puts further masks into a text that has some: `added` is in the offsets of the text with the masks of `done`. A mask that lies
 * in a new one is gone. Both are in order and without overlap, and so is the result.
 */
export function splice(input: string, done: readonly Splice[], added: readonly Splice[]): Spliced {
  const splices = merge(done, added);
  const pieces: string[] = [];
  let from = 0;
  for (const { start, end, mask } of splices) {
    pieces.push(input.slice(from, start), mask);
    from = end;
  }
  pieces.push(input.slice(from));
  const findings = splices.map(({ start, end, type, detector }) => ({ start, end, type, detector }));
  return { redaction: { text: pieces.join(''), findings }, splices };
}

function merge(done: readonly Splice[], added: readonly Splice[]): Splice[] {
  if (done.length === 0) return [...added];
  const merged: Splice[] = [];
  // How much longer the text has become up to here; an offset after the last mask passed is an offset of the input plus this.
  let growth = 0;
  let next = 0;
  const pass = (old: Splice) => {
    growth += old.mask.length - (old.end - old.start);
    next += 1;
  };
  for (const one of added) {
    for (let old = done[next]; old && old.end + growthOf(old, growth) <= one.start; old = done[next]) {
      merged.push(old);
      pass(old);
    }
    const first = done[next];
    const start = first && first.start + growth < one.start ? first.start : one.start - growth;
    let end = one.end - growth;
    for (let old = done[next]; old && old.start + growth < one.end; old = done[next]) {
      const endsIn = old.end + growthOf(old, growth) > one.end;
      pass(old);
      end = endsIn ? old.end : one.end - growth;
    }
    merged.push({ ...one, start, end });
  }
  return merged.concat(done.slice(next));
}

function growthOf(old: Splice, before: number): number {
  return before + old.mask.length - (old.end - old.start);
}
