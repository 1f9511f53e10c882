import { pemCanonical } from './detectors/private-key.ts';
import type { Decoding } from './encoded.ts';
import type { Run, Runs } from './runs.ts';
import type { Candidate } from './select.ts';

/**
 * Finds values that are written in pieces: a key in PEM as a list of its lines, or as strings of code that are put together, and a
 * list of strings that is a known shape only as one. All pieces get the mask of the whole.
 */
export function findInPieces(text: string, runs: Runs, decoding: Decoding): Candidate[] {
  const hasKey = text.includes('-----');
  if (!hasKey && !text.includes('[')) return [];
  return sequencesOf(text, runs).flatMap((sequence) => {
    const [first, last] = [sequence[0], sequence.at(-1)];
    if (!first || !last) return [];
    const key = hasKey ? keyPieces(text, sequence) : undefined;
    if (key) return key;
    const isList = /\[\s*"$/.test(text.slice(Math.max(0, first.start - 64), first.start));
    return isList && /^"\s*\]/.test(text.slice(last.end, last.end + 64))
      ? shapePieces(text, sequence, decoding)
      : [];
  });
}

/** What stands between the elements of a list, and between strings that code puts together. */
const between = /^[\s,+.&()\\]{0,64}$/;

/** Strings in double quotes that follow each other. A name of a member is none of them. */
function sequencesOf(text: string, { all }: Runs): Run[][] {
  const sequences: Run[][] = [];
  let sequence: Run[] = [];
  const end = () => {
    if (sequence.length > 1) sequences.push(sequence);
    sequence = [];
  };
  for (const run of all) {
    if (run.quoted && run.closed) sequence.push(run);
    else if (run.quoted || run.end - run.start > 64 || !between.test(text.slice(run.start, run.end))) {
      if (/^\s*:/.test(text.slice(run.start, run.start + 64))) sequence.pop();
      end();
    }
  }
  end();
  return sequences;
}

const keyStart = /-----BEGIN [A-Z0-9 ]{0,32}PRIVATE KEY(?: BLOCK)?-----/i;
const keyEnd = /-----END /i;
const keyBody = /^[A-Za-z0-9+/=\s\\:,._-]*$/;

function keyPieces(text: string, sequence: readonly Run[]): Candidate[] | undefined {
  const written = sequence.map(({ start, end }) => text.slice(start, end));
  const from = written.findIndex((piece) => keyStart.test(piece));
  if (from < 0) return undefined;
  let to = from;
  while (to < written.length && !keyEnd.test(written[to] ?? '') && keyBody.test(written[to + 1] ?? '.:.!'))
    to += 1;
  const canonical = pemCanonical(written.slice(from, to + 1).join('\n'));
  return sequence
    .slice(from, to + 1)
    .filter(({ start, end }) => end > start)
    .map(({ start, end }) => ({
      start,
      end,
      canonical,
      type: 'private-key',
      detector: 'private-key',
      // Knows more than who sees the first piece alone.
      rank: 3,
      quote: '',
    }));
}

const maxPieces = 8;
const piece = /^[^\s"\\]{2,64}$/;

/** A hint or a name proves nothing here; the shape has to take all of the pieces. */
function shapePieces(text: string, sequence: readonly Run[], decoding: Decoding): Candidate[] {
  if (sequence.length > maxPieces) return [];
  const written = sequence.map(({ start, end }) => text.slice(start, end));
  if (!written.every((one) => piece.test(one))) return [];
  const joined = written.join('');
  decoding.spend(joined.length);
  const [whole, ...others] = decoding.scan(joined);
  if (!whole || others.length > 0 || whole.rank < 1) return [];
  if (whole.start > 0 || whole.end < joined.length) return [];
  return sequence.map(({ start, end }) => ({ ...whole, start, end, quote: '' }));
}
