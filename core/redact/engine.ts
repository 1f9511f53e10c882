import { compileAllowed } from './allowed.ts';
import { Budget } from './budget.ts';
import { compileCustom } from './compile-custom.ts';
import type { Detector } from './detector.ts';
import { detectors as allDetectors } from './detectors/index.ts';
import { maskOf, unscannedMask, unscannedType } from './masks.ts';
import type { Pseudonymize } from './pseudonym.ts';
import { compileRules, type Rules, typesOf } from './rules.ts';
import { scan } from './scan.ts';
import { type Candidate, toCandidate } from './select.ts';
import type { RedactionSettings } from './settings.ts';
import { type Splice, type Spliced, splice } from './splice.ts';

/** A value that was redacted: UTF-16 offsets in the input, the type that its mask names, the detector that was sure of it. */
export interface Finding {
  start: number;
  end: number;
  type: string;
  detector: string;
}

export interface Redaction {
  text: string;
  /** In the order of the text, without overlap. */
  findings: Finding[];
}

export interface RedactorOptions extends RedactionSettings {
  pseudonymize: Pseudonymize;
  /** Instead of all there are. */
  detectors?: readonly Detector[] | undefined;
}

export interface Redactor {
  redact(text: string): Redaction;
  /** Redacts the value of a field; whole, if the field's name says that it is a secret. */
  redactField(name: string, value: string): Redaction;
  /** The types that its masks can name. */
  readonly types: readonly string[];
}

/**
 * Makes a redactor that puts masks such as `[email:7k2f9qx3m1bw]` in the place of sensitive values. Equal values get equal
 * masks however they are written. Redacting again changes nothing, and JSON stays JSON. Never throws for any text; what
 * could not be looked at within the budget becomes `[unscanned:…]`.
 */
export function createRedactor(options: RedactorOptions): Redactor {
  const { level, pseudonymize, allow = [], custom = [], detectors = allDetectors } = options;
  const all = [...custom.map(compileCustom), ...detectors];
  const masking: Masking = { rules: compileRules(all, level, compileAllowed(allow)), pseudonymize };
  return {
    redact: (text) => redact(text, masking, aloneIn(text, masking.rules)).redaction,
    redactField: (name, value) => redactField(name, value, masking),
    types: [...new Set([...all.flatMap(typesOf), unscannedType])].sort(),
  };
}

interface Masking {
  readonly rules: Rules;
  readonly pseudonymize: Pseudonymize;
}

/** Each pass but the last has masked something new next to a mask of the one before; two are the rule. */
const maxPasses = 4;

/**
 * Scans the result again until nothing more is found: a mask can bring to light what its text had hidden, such as the end of
 * a word. So redacting twice is redacting once.
 */
function redact(input: string, masking: Masking, known?: Candidate): Spliced {
  let result: Spliced = { redaction: { text: input, findings: [] }, splices: [] };
  if (known) result = splice(input, [], masked([known], masking));
  for (let pass = 0; pass < maxPasses; pass += 1) {
    const found = scan(result.redaction.text, masking.rules, new Budget(result.redaction.text.length));
    if (found.length === 0) return result;
    result = splice(input, result.splices, masked(found, masking));
  }
  const rest = scan(result.redaction.text, masking.rules, Budget.spent());
  return splice(input, result.splices, masked(rest, masking));
}

function masked(candidates: readonly Candidate[], { pseudonymize }: Masking): Splice[] {
  return candidates.map(({ start, end, type, detector, canonical, quote }) => {
    const mask = type === unscannedType ? unscannedMask : maskOf(type, pseudonymize(type, canonical));
    return { start, end, type, detector, mask: quote + mask + quote };
  });
}

/** A value that is something well known as a whole has the mask that it has elsewhere, whatever its field is called. */
function redactField(name: string, value: string, masking: Masking): Redaction {
  const { redaction } = redact(value, masking);
  const whole = secretOfField(name, value, masking.rules);
  if (!whole) return redaction;
  const [only] = redaction.findings;
  if (only && only.start <= whole.start && only.end >= whole.end) return redaction;
  return splice(value, [], masked([whole], masking)).redaction;
}

/** Longer than any identifier with its separators. */
const maxAloneLength = 96;

/** No identifier has a word in it with more behind it, as ordinary lines do; all but `::` have digits. */
const word = /[A-Za-z]{6}[ :].{3}/;
const isMaybeAlone = (value: string): boolean => value === '::' || (/\d/.test(value) && !word.test(value));

/** A text that is one identifier and nothing else. */
function aloneIn(text: string, rules: Rules): Candidate | undefined {
  if (text.length > maxAloneLength) return undefined;
  const value = text.trim();
  if (!isMaybeAlone(value)) return undefined;
  const start = text.indexOf(value);
  for (const detector of rules.detectors) {
    const match = detector.verifyAlone?.(value);
    if (match && !rules.isAllowed(detector, match, value))
      return toCandidate(detector, { ...match, start: start + match.start, end: start + match.end });
  }
  return undefined;
}

function secretOfField(name: string, value: string, rules: Rules): Candidate | undefined {
  for (const detector of rules.detectors) {
    const match = detector.verifyField?.(name, value, rules);
    if (match && !rules.isAllowed(detector, match, value)) return toCandidate(detector, match);
  }
  return undefined;
}
