import type { Level } from './detector.ts';
import { createRedactor, type Redactor } from './engine.ts';
import { unscannedPseudonym } from './masks.ts';

type Row = ReadonlyMap<string, string>;

/** Shorter numbers are counts and sums; the shortest payment card has as many digits. */
const minDigits = 12;

/** One for each level, as building one takes longer than most answers do. */
const redactors = new Map<Level, Redactor>();

/**
 * Hides what functions such as `base64Decode` bring to light in the cells of an answer. Such a cell gets a mask without a
 * pseudonym, `[email:…]`: else a query could have the pseudonyms of as many guesses as it can compute, and compare.
 */
export function redactComputed(level: Level, answer: readonly Row[]): Row[] {
  const redactor = redactorAt(level);
  const redacted = (cell: string) => (isShortNumber(cell) ? cell : redactor.redact(cell).text);
  return answer.map((row) => new Map(Array.from(row, ([column, cell]) => [column, redacted(cell)])));
}

function redactorAt(level: Level): Redactor {
  const known = redactors.get(level);
  if (known) return known;
  const redactor = createRedactor({ level, pseudonymize: () => unscannedPseudonym });
  redactors.set(level, redactor);
  return redactor;
}

function isShortNumber(cell: string): boolean {
  return cell.length < minDigits && /^-?\d+(?:\.\d+)?$/.test(cell);
}
