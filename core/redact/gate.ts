import { alphanumeric, anything } from './classes.ts';

/**
 * What must stand around a hit for its verifier to be asked at all. Most hits are parts of other words; a gate turns them away
 * with a look or two, and never one that the verifier would take.
 */
export interface Gate {
  /** Classes that the character before the hit may have. */
  readonly before: number;
  /** Or else the hit may stand behind a percent-encoded character. */
  readonly afterPercent: boolean;
  /** In the middle of a word a hit starts with a capital. */
  readonly startsWord: boolean;
  /** Classes that the character behind the hit may have. */
  readonly behind: number;
  /** Classes that the character may have which is so many behind, 1 being the first. */
  readonly far: number;
  readonly distance: number;
  /** What must be ahead: a sign that a value follows the name, or such a character within reach. */
  readonly ahead: 'anything' | 'value' | 'digit' | 'at sign';
  readonly reach: number;
}

/** A gate that asks for this and for nothing else. */
export function gate(declared: Partial<Gate>): Gate {
  const {
    before = anything,
    afterPercent = false,
    startsWord = false,
    behind = anything,
    far = anything,
    distance = 1,
    ahead = 'anything',
    reach = 0,
  } = declared;
  // All have the same members in the same order, as objects of one shape are read fastest.
  return { before, afterPercent, startsWord, behind, far, distance, ahead, reach };
}

export const openGate: Gate = gate({});

/** For names of what follows them. */
export const beforeValue: Gate = gate({ ahead: 'value' });

/** For tokens that do not go on from the letters and digits before them. */
export const atTokenStart: Partial<Gate> = { before: anything & ~alphanumeric, afterPercent: true };
