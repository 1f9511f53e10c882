import type { Budget } from './budget.ts';
import type { Hit } from './detector.ts';
import { type Decoding, findEncoded, withoutCutEscapes } from './encoded.ts';
import { withoutEscapes } from './escapes.ts';
import { Gatekeeper } from './gatekeeper.ts';
import { asJsonString, isJsonDocument } from './json-number.ts';
import { findKeyTails } from './key-tail.ts';
import type { Openings } from './openings.ts';
import { findInPieces } from './pieces.ts';
import type { Rules, Wanted } from './rules.ts';
import { divideIntoRuns, type Run, type Runs } from './runs.ts';
import { type Candidate, toCandidate, withoutOverlap } from './select.ts';
import { Survey } from './survey.ts';
import { unscanned, unscannedFrom } from './unscanned.ts';

/** Escaped quotes double their backslashes at each level, so that real texts end long before. */
const maxDepth = 10;

/**
 * Finds what is sensitive in a text, in its own offsets. Strings with escapes are scanned as what they stand for, and
 * strings in those again, so that JSON in JSON is read like JSON.
 */
export function scan(text: string, rules: Rules, budget: Budget, depth = 0): readonly Candidate[] {
  const layer = new Layer(text, rules, budget, depth);
  for (const run of layer.runs.all) {
    if (budget.isSpent) {
      append(layer.found, unscannedFrom(text, run.start));
      break;
    }
    if (run.escaped) append(layer.found, scanEscaped(text, run, rules, budget, depth));
    else if (layer.nextHit < run.end) scanRun(layer, run);
  }
  const further = scanFurther(layer);
  if (layer.found.length + further.length === 0) return further;
  const all = [...withoutCutEscapes(layer.found, further, text), ...further];
  const isJson = once(() => isJsonDocument(text));
  const found = all.map((candidate) => asJsonString(candidate, text, layer.runs, isJson));
  return withoutOverlap(found, text);
}

/** A survey for each depth, as the one of a text is still read when texts in it are scanned. */
const surveys = Array.from({ length: maxDepth + 1 }, () => new Survey());

/** The survey of a longer text is let go with it, so that one huge line does not hold its memory for good. */
const maxKept = 1_048_576;

function surveyOf(text: string, rules: Rules, depth: number): Survey {
  const kept = text.length > maxKept ? undefined : surveys[depth];
  const survey = kept ?? new Survey();
  survey.read(text, rules);
  return survey;
}

/** A decoding counts as several levels, so that two of them end it and escapes between them are still read. */
const levelsOfDecoding = 4;

/** One text at one depth of escapes. It is the hit as well that verifiers are shown, so that none is made for each. */
class Layer implements Hit, Decoding {
  readonly text: string;
  readonly level: Hit['level'];
  readonly maskEndAt: Hit['maskEndAt'];
  readonly spend: Hit['spend'];
  readonly runs: Runs;
  readonly rules: Rules;
  readonly budget: Budget;
  readonly depth: number;
  readonly gatekeeper: Gatekeeper;
  readonly survey: Survey;
  readonly found: Candidate[] = [];
  start = 0;
  end = 0;
  limit = 0;
  /** The numbers of the next anchor and the next token of the survey. */
  #anchor = 0;
  #token = 0;
  #bracket = -1;
  /** What each detector matched last: a hit inside of it needs no second look. */
  #matched: Map<number, { start: number; end: number }> | undefined;

  constructor(text: string, rules: Rules, budget: Budget, depth: number) {
    this.text = text;
    this.level = rules.level;
    this.maskEndAt = rules.maskEndAt;
    this.spend = budget.spend;
    this.survey = surveyOf(text, rules, depth);
    this.runs = divideIntoRuns(text, this.survey.signs);
    this.rules = rules;
    this.budget = budget;
    this.depth = depth;
    this.gatekeeper = new Gatekeeper(text, this.survey.codes);
  }

  scan(decoded: string): readonly Candidate[] {
    return scan(decoded, this.rules, this.budget, this.depth + levelsOfDecoding);
  }

  /** Where the next anchor ends, or the next token starts. */
  get nextHit(): number {
    return Math.min(this.survey.anchors.get(this.#anchor), this.survey.tokens.get(this.#token));
  }

  /** The token that is the next hit; undefined if that is an anchor, which comes first at the same place. */
  takeToken(): number | undefined {
    const token = this.survey.tokens.get(this.#token);
    if (token >= this.survey.anchors.get(this.#anchor)) return undefined;
    this.#token += 1;
    return token;
  }

  /** The state of the automaton at the next anchor. */
  takeAnchor(): number {
    const state = this.survey.states.get(this.#anchor);
    this.#anchor += 1;
    return state;
  }

  isInMatch(detector: number, offset: number): boolean {
    const match = this.#matched?.get(detector);
    return match !== undefined && offset >= match.start && offset < match.end;
  }

  setMatch(detector: number, start: number, end: number): void {
    this.#matched ??= new Map();
    this.#matched.set(detector, { start, end });
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

/** Looks for what cannot be seen in the text as it is written; hides it whole if that takes too much work. */
function scanFurther(layer: Layer): readonly Candidate[] {
  const { text, runs, budget, survey } = layer;
  const tails = findKeyTails(text, runs);
  if (budget.isSpent || layer.depth + levelsOfDecoding > maxDepth) return tails;
  try {
    const encoded = findEncoded(text, runs.all, survey.encoded, layer);
    const pieces = findInPieces(text, runs, layer);
    return tails.length + encoded.length + pieces.length === 0 ? tails : [...tails, ...encoded, ...pieces];
  } catch {
    budget.stop();
    return unscannedFrom(text, 0);
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
  const { automaton, openings } = layer.rules;
  for (let at = layer.nextHit; at < end && !layer.budget.isSpent; at = layer.nextHit) {
    const token = layer.takeToken();
    if (token !== undefined) {
      if (token >= start) verifyOpenings(layer, openings, token);
      continue;
    }
    for (const { hit, text } of automaton.found[layer.takeAnchor()] ?? []) {
      // What begins in a mask or in other quotes is none.
      if (at + 1 - text.length >= start) verify(layer, hit, at + 1 - text.length, at + 1);
    }
  }
}

function verifyOpenings(layer: Layer, openings: Openings<Wanted>, start: number): void {
  const { column, next, rowBits, accepts, found } = openings;
  const { codes } = layer.survey;
  let state = 1;
  // Behind the text stands what fits no opening.
  for (let at = start; state !== 0; at += 1) {
    state = next[(state << rowBits) | (column[codes[at] ?? 0] ?? 0)] ?? 0;
    if (accepts[state] === 1) for (const wanted of found[state] ?? []) verify(layer, wanted, start, at + 1);
  }
}

function verify(layer: Layer, { id, gate }: Wanted, start: number, end: number): void {
  if (!layer.gatekeeper.lets(gate, start, end)) return;
  const { text, rules, budget, found } = layer;
  const detector = rules.detectors[id];
  if (!detector || budget.isSpent) return;
  if (layer.isInMatch(id, start)) return;
  layer.start = start;
  layer.end = end;
  try {
    budget.verify();
    const matches = detector.verify(layer);
    const [first] = matches;
    if (!first) return;
    budget.find(matches.length);
    for (const match of matches) {
      if (!rules.isAllowed(detector, match, text)) found.push(toCandidate(detector, match));
    }
    layer.setMatch(id, first.start, matches.at(-1)?.end ?? first.end);
  } catch {
    budget.stop();
    // A mistake in a verifier, or the end of the budget, hides the rest of the text instead of showing it.
    append(found, unscannedFrom(text, start));
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
