import type { Budget } from './budget.ts';
import type { Hit } from './detector.ts';
import { findEncoded, withoutCutEscapes } from './encoded.ts';
import { withoutEscapes } from './escapes.ts';
import { Gatekeeper } from './gatekeeper.ts';
import { findTokens, findWords, hitWindow, tokenHits, wordHits } from './hits.ts';
import { asJsonString, isJsonDocument } from './json-number.ts';
import { findKeyTails } from './key-tail.ts';
import type { Openings } from './openings.ts';
import { findInPieces } from './pieces.ts';
import type { Rules, Wanted } from './rules.ts';
import { divideIntoRuns, type Run, type Runs } from './runs.ts';
import { type Candidate, toCandidate, withoutOverlap } from './select.ts';
import { unscanned, unscannedFrom } from './unscanned.ts';

/** Escaped quotes double their backslashes at each level, so that real texts end long before. */
const maxDepth = 10;

/**
 * Finds what is sensitive in a text, in its own offsets. Strings with escapes are scanned as what they stand for, and
 * strings in those again, so that JSON in JSON is read like JSON.
 */
export function scan(text: string, rules: Rules, budget: Budget, depth = 0): readonly Candidate[] {
  const layer = new Layer(text, rules, budget);
  for (const run of layer.runs.all) {
    if (budget.isSpent) {
      append(layer.found, unscannedFrom(text, layer.runs, run.start));
      break;
    }
    if (run.escaped) append(layer.found, scanEscaped(text, run, rules, budget, depth));
    else scanRun(layer, run);
  }
  const further = scanFurther(layer, depth);
  const all = [...withoutCutEscapes(layer.found, further, text), ...further];
  if (all.length === 0) return all;
  const isJson = once(() => isJsonDocument(text));
  const found = all.map((candidate) => asJsonString(candidate, text, layer.runs, isJson));
  return withoutOverlap(found, text);
}

/** One text at one depth of escapes. It is the hit as well that verifiers are shown, so that none is made for each. */
class Layer implements Hit {
  readonly text: string;
  readonly level: Hit['level'];
  readonly maskEndAt: Hit['maskEndAt'];
  readonly spend: Hit['spend'];
  readonly runs: Runs;
  readonly rules: Rules;
  readonly budget: Budget;
  readonly gatekeeper: Gatekeeper;
  readonly found: Candidate[] = [];
  /** What each detector matched last: a hit inside of it needs no second look. */
  readonly last: Map<number, { start: number; end: number }> = new Map();
  start = 0;
  end = 0;
  limit = 0;
  #bracket = -1;

  constructor(text: string, rules: Rules, budget: Budget) {
    this.text = text;
    this.level = rules.level;
    this.maskEndAt = rules.maskEndAt;
    this.spend = budget.spend;
    this.runs = divideIntoRuns(text);
    this.rules = rules;
    this.budget = budget;
    this.gatekeeper = new Gatekeeper(text);
  }

  /** The next opening bracket, or the end of the text; asked for with offsets that grow. */
  bracketFrom(offset: number): number {
    if (this.#bracket < offset) {
      const found = this.text.indexOf('[', offset);
      this.#bracket = found < 0 ? this.text.length : found;
    }
    return this.#bracket;
  }
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

/** Between masks, which stay as they are. */
function scanRun(layer: Layer, run: Run): void {
  const { text, rules, budget } = layer;
  layer.limit = run.closed ? run.end : text.length;
  let from = run.start;
  for (let at = layer.bracketFrom(from); at < run.end; ) {
    const maskEnd = rules.maskEndAt(text, at);
    if (maskEnd !== undefined) {
      scanPiece(layer, from, at);
      from = maskEnd;
    }
    at = layer.bracketFrom(maskEnd ?? at + 1);
  }
  if (!budget.isSpent) scanPiece(layer, from, run.end);
}

function scanPiece(layer: Layer, start: number, end: number): void {
  const { text, rules } = layer;
  const { automaton } = rules;
  let state = 0;
  for (let from = start; from < end && !layer.budget.isSpent; from += hitWindow) {
    const to = Math.min(end, from + hitWindow);
    state = findWords(text, from, to, state, automaton);
    findTokens(text, start, from, to, rules.openings);
    verifyHits(layer, to);
  }
}

/** Hits of words first, then of openings at the same place. */
function verifyHits(layer: Layer, to: number): void {
  const { automaton, openings } = layer.rules;
  let token = 0;
  for (let word = 0; ; word += 1) {
    const at = wordHits.count > word ? (wordHits.at[word] ?? 0) : to;
    for (; token < tokenHits.count && (tokenHits.at[token] ?? 0) < at; token += 1)
      verifyOpenings(layer, openings, tokenHits.at[token] ?? 0);
    if (word >= wordHits.count) return;
    const words = automaton.found[wordHits.state[word] ?? 0];
    if (words !== undefined)
      for (const { hit, text } of words) verify(layer, hit, at + 1 - text.length, at + 1);
  }
}

function verifyOpenings(layer: Layer, openings: Openings<Wanted>, start: number): void {
  const { column, next, width, start: first, found } = openings;
  let state = first;
  for (let to = start; to < layer.text.length; ) {
    const code = layer.text.charCodeAt(to);
    state = code < 128 ? (next[state + (column[code] ?? 0)] ?? 0) : 0;
    if (state === 0) return;
    to += 1;
    const ends = found[state / width];
    if (ends !== undefined) for (const wanted of ends) verify(layer, wanted, start, to);
  }
}

function verify(layer: Layer, { id, gate }: Wanted, start: number, end: number): void {
  if (!layer.gatekeeper.lets(gate, start, end)) return;
  const { text, runs, rules, budget, found, last } = layer;
  const detector = rules.detectors[id];
  if (!detector || budget.isSpent) return;
  const before = last.get(id);
  if (before && start >= before.start && start < before.end) return;
  layer.start = start;
  layer.end = end;
  try {
    budget.verify();
    const matches = detector.verify(layer);
    const [first] = matches;
    if (!first) return;
    for (const match of matches) {
      if (!rules.isAllowed(detector, match, text)) found.push(toCandidate(detector, match));
    }
    last.set(id, { start: first.start, end: matches.at(-1)?.end ?? first.end });
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
