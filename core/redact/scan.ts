import type { Budget } from './budget.ts';
import { isAlphanumeric } from './characters.ts';
import { findEncoded } from './encoded.ts';
import { withoutEscapes } from './escapes.ts';
import { asJsonString, isJsonDocument } from './json-number.ts';
import { findKeyTails } from './key-tail.ts';
import { follow, type OpeningNode } from './openings.ts';
import { findInPieces } from './pieces.ts';
import type { Rules } from './rules.ts';
import { divideIntoRuns, type Run, type Runs } from './runs.ts';
import { type Candidate, toCandidate, withoutOverlap } from './select.ts';
import { unscanned, unscannedFrom } from './unscanned.ts';

/** Escaped quotes double their backslashes at each level, so that real texts end long before. */
const maxDepth = 10;

/**
 * Finds what is sensitive in a text, in its own offsets. Strings with escapes are scanned as what they stand for, and
 * strings in those again, so that JSON in JSON is read like JSON.
 */
export function scan(text: string, rules: Rules, budget: Budget, depth = 0): Candidate[] {
  const layer: Layer = { text, runs: divideIntoRuns(text), rules, budget, found: [], last: new Map() };
  for (const run of layer.runs.all) {
    if (budget.isSpent) {
      append(layer.found, unscannedFrom(text, layer.runs, run.start));
      break;
    }
    if (run.escaped) append(layer.found, scanEscaped(text, run, rules, budget, depth));
    else scanRun(layer, run);
  }
  append(layer.found, scanFurther(layer, depth));
  if (layer.found.length === 0) return layer.found;
  const isJson = once(() => isJsonDocument(text));
  const found = layer.found.map((candidate) => asJsonString(candidate, text, layer.runs, isJson));
  return withoutOverlap(found, text);
}

interface Layer {
  readonly text: string;
  readonly runs: Runs;
  readonly rules: Rules;
  readonly budget: Budget;
  readonly found: Candidate[];
  /** What each detector matched last: a hit inside of it needs no second look. */
  readonly last: Map<number, { start: number; end: number }>;
}

function scanEscaped(text: string, run: Run, rules: Rules, budget: Budget, depth: number): Candidate[] {
  if (depth >= maxDepth) return [unscanned(run.start, run.end)];
  const inner = withoutEscapes(text.slice(run.start, run.end));
  const origin = (offset: number) => run.start + (inner.origins[offset] ?? 0);
  return scan(inner.text, rules, budget, depth + 1).map((candidate) => ({
    ...candidate,
    start: origin(candidate.start),
    end: origin(candidate.end),
    quote: candidate.quote.replace(/["\\]/g, '\\$&'),
  }));
}

/** A decoding counts as several levels, so that two of them end it and escapes between them are still read. */
const levelsOfDecoding = 4;

/** Looks for what cannot be seen in the text as it is written; hides it whole if that takes too much work. */
function scanFurther({ text, runs, rules, budget }: Layer, depth: number): Candidate[] {
  const tails = findKeyTails(text, runs);
  if (budget.isSpent || depth + levelsOfDecoding > maxDepth) return tails;
  const scanDecoded = (decoded: string) => scan(decoded, rules, budget, depth + levelsOfDecoding);
  const decoding = { scan: scanDecoded, spend: budget.spend };
  try {
    return [...tails, ...findEncoded(text, runs, decoding), ...findInPieces(text, runs, decoding)];
  } catch {
    budget.stop();
    return unscannedFrom(text, runs, 0);
  }
}

const tokenCharacters = Uint8Array.from({ length: 128 }, (_, code) => (isAlphanumeric(code) ? 1 : 0));

/** One pass: anchors by the automaton, openings where a token starts, masks skipped. */
function scanRun(layer: Layer, run: Run): void {
  const { text, rules } = layer;
  const { column, next, width, accepts, found } = rules.automaton;
  let state = 0;
  let inToken = false;
  for (let at = run.start; at < run.end; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x5b) {
      const maskEnd = rules.maskEndAt(text, at);
      if (maskEnd !== undefined) {
        at = maskEnd - 1;
        state = 0;
        inToken = false;
        continue;
      }
    }
    state = code < 128 ? (next[state + (column[code] ?? 0)] ?? 0) : 0;
    if (accepts[state] === 1) {
      for (const word of found[state / width] ?? [])
        verify(layer, run, word.id, at + 1 - word.text.length, at + 1);
      if (layer.budget.isSpent) return;
    }
    const isToken = code < 128 && tokenCharacters[code] === 1;
    if (isToken && (!inToken || text[at - 3] === '%')) {
      let node: OpeningNode | undefined = rules.openings;
      for (let to = at; node !== undefined && to <= text.length; to += 1) {
        for (const { id } of node.ends) verify(layer, run, id, at, to);
        node = follow(node, text.charCodeAt(to));
      }
    }
    inToken = isToken;
  }
}

function verify(layer: Layer, run: Run, id: number, start: number, end: number): void {
  const { text, runs, rules, budget, found, last } = layer;
  const detector = rules.detectors[id];
  const before = last.get(id);
  if (!detector || budget.isSpent || (before && start >= before.start && start < before.end)) return;
  const { level, maskEndAt } = rules;
  const limit = run.closed ? run.end : text.length;
  try {
    budget.verify();
    const matches = detector.verify({ text, start, end, limit, runs, level, maskEndAt, spend: budget.spend });
    if (matches.length === 0) return;
    for (const match of matches) {
      if (!rules.isAllowed(detector, match, text)) found.push(toCandidate(detector, match));
    }
    const [first, final] = [matches[0], matches.at(-1)];
    if (first && final) last.set(id, { start: first.start, end: final.end });
  } catch {
    budget.stop();
    // A mistake in a verifier, or the end of the budget, hides the rest of the text instead of showing it.
    append(found, unscannedFrom(text, runs, start));
  }
}

/** Unlike `push(...more)`, which fails when there is too much for one call. */
function append(found: Candidate[], more: readonly Candidate[]): void {
  for (const candidate of more) found.push(candidate);
}

function once<T>(compute: () => T): () => T {
  let result: { value: T } | undefined;
  return () => {
    result ??= { value: compute() };
    return result.value;
  };
}
