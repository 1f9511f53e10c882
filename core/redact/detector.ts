import type { Gate } from './gate.ts';
import type { MaskReader } from './masks.ts';
import type { Runs } from './runs.ts';

export type Level = 'standard' | 'strict';

/** A place in a text where a detector's anchor or opening stands. Offsets are UTF-16. */
export interface Hit {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Nothing at or after this offset belongs to the same value: the closing quote, or the end of the text. */
  readonly limit: number;
  readonly runs: Runs;
  readonly level: Level;
  readonly maskEndAt: MaskReader;
  /** Accounts for characters read beyond the neighbourhood of the hit; throws when the budget is used up. */
  readonly spend: (characters: number) => void;
}

/** A sensitive value that a verifier is sure of. */
export interface Match {
  readonly start: number;
  readonly end: number;
  /** The value in the form in which equal values are equal. */
  readonly canonical: string;
  /** Where one detector finds values of several types; otherwise the detector's. */
  readonly type?: string | undefined;
}

type Category = 'credential' | 'payment' | 'personal';

/**
 * One kind of sensitive value. Where an anchor or an opening is met, the verifier decides; it reads around the hit, within
 * a bounded reach, and keeps no state.
 */
export interface Detector {
  readonly id: string;
  /** Names the value in its place, as in `[email:7k2f9qx3m1bw]`: `[a-z0-9_.-]`, at most 40 characters. */
  readonly type: string;
  /** The types that its matches may name instead. */
  readonly otherTypes?: readonly string[] | undefined;
  readonly title: string;
  readonly category: Category;
  /** Between detectors that find the very same span: `shape` knows what it is, `named` trusts an exact name, `key` any name, `hint` guesses. */
  readonly evidence: 'shape' | 'named' | 'key' | 'hint';
  /** Lower-case literals, met in any case and anywhere. */
  readonly anchors?: readonly string[] | undefined;
  /** Patterns that a token starts with: `9` is a digit, `A` a letter of ASCII, `X` either, `H` a hexadecimal digit; `H{1,4}` repeats. */
  readonly openings?: readonly string[] | undefined;
  /** What must stand around the anchor or opening, so that the verifier need not be asked at others. */
  readonly gateOf?: ((anchorOrOpening: string) => Gate) | undefined;
  /** For detectors that work at one level only. */
  readonly onlyAt?: Level | undefined;
  readonly verify: (hit: Hit) => readonly Match[];
  /** Is a text that is nothing else such a value? For shapes that say too little in the middle of a text. Not asked of words. */
  readonly verifyAlone?: ((text: string) => Match | undefined) | undefined;
  /** What is secret in the value of a field, if its name says so; offsets in the value. */
  readonly verifyField?:
    | ((name: string, value: string, rules: Pick<Hit, 'level' | 'maskEndAt'>) => Match | undefined)
    | undefined;
  /** Each pair is a text and what is hidden in it. */
  readonly examples: readonly (readonly [text: string, hidden: string])[];
  /** Texts that stay as they are. */
  readonly counterExamples: readonly string[];
  /** Where the format is described. */
  readonly source: string;
}

export const nothing: readonly Match[] = [];
