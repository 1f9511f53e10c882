import { planEvents, plantEvents } from './events.ts';
import { glass, look, redactedRows, rowsOf } from './glass.ts';
import { randomQuery } from './queries.ts';
import { type Random, randomFrom } from './random.ts';

export interface FuzzResult {
  /** Queries that were admitted, and so compared. */
  compared: number;
  refused: number;
  failures: string[];
}

/** Queries for one pair of event sets, as sets are slower to make than queries. */
const queriesPerSet = 20;
const maxFailures = 5;

/**
 * Non-interference at level strict: two sets of events that are the same once redacted give the same answer to every query,
 * byte for byte. Every value of a type has the same pseudonym here, so the sets may differ in every secret.
 */
export function fuzzInterference(wanted: number, seed: number): FuzzResult {
  const strict = glass('strict', () => '0'.repeat(12));
  const result: FuzzResult = { compared: 0, refused: 0, failures: [] };
  const random = randomFrom(seed);
  // Sets that cannot be compared are passed over; the bound ends a run in which none can.
  for (let set = 0; set <= wanted; set += 1) {
    if (result.compared >= wanted || result.failures.length >= maxFailures) break;
    const plan = planEvents(random);
    const [a, b] = [plantEvents(plan, random), plantEvents(plan, random)];
    const [rowsA, rowsB] = [rowsOf(a.events), rowsOf(b.events)];
    const same = (rows: typeof rowsA) => JSON.stringify(redactedRows(rows, strict).map((row) => [...row]));
    if (same(rowsA) !== same(rowsB)) continue;
    const words = guesses([...a.secrets, ...b.secrets], random);
    for (let count = 0; count < queriesPerSet; count += 1) {
      const text = randomQuery(random, words);
      const answer = look(text, rowsA, strict);
      if (answer === undefined) {
        result.refused += 1;
        continue;
      }
      result.compared += 1;
      if (answer !== look(text, rowsB, strict)) result.failures.push(text);
    }
  }
  return result;
}

/** Whole values, and pieces of them. */
function guesses(secrets: readonly string[], random: Random): string[] {
  return secrets.flatMap((secret) => {
    const at = random.below(secret.length - 4);
    return [secret, secret.slice(at, at + 4), secret.slice(0, 2)];
  });
}
