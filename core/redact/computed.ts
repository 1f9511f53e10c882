import { createRedactor, type Redactor } from './engine.ts';
import { unscannedPseudonym } from './masks.ts';
import type { RedactionSettings } from './settings.ts';

type Row = ReadonlyMap<string, string>;

/** Shorter numbers are counts and sums; the shortest payment card has as many digits. */
const minDigits = 12;

/** Building one takes longer than most answers do. */
const redactors = new WeakMap<RedactionSettings, Redactor>();

/**
 * Hides what functions such as `base64Decode` bring to light in the cells of an answer. Such a cell gets a mask without a
 * pseudonym, `[email:…]`: else a query could have the pseudonyms of as many guesses as it can compute, and compare.
 */
export function redactComputed(settings: RedactionSettings, answer: readonly Row[]): Row[] {
  const redactor = redactorUnder(settings);
  const redacted = (cell: string) => (isShortNumber(cell) ? cell : redactor.redact(cell).text);
  return answer.map((row) => new Map(Array.from(row, ([column, cell]) => [column, redacted(cell)])));
}

function redactorUnder(settings: RedactionSettings): Redactor {
  const known = redactors.get(settings);
  if (known) return known;
  const redactor = createRedactor({ ...settings, pseudonymize: () => unscannedPseudonym });
  redactors.set(settings, redactor);
  return redactor;
}

function isShortNumber(cell: string): boolean {
  return cell.length < minDigits && /^-?\d+(?:\.\d+)?$/.test(cell);
}
