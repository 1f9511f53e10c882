import { isDigit, isLetter } from './characters.ts';

/** A pattern that a token may start with, and what is wanted where it ends. */
export interface Opening<T> {
  readonly pattern: string;
  readonly hit: T;
}

/**
 * Tells at the start of a token how far which patterns fit, as a table: one look-up a character for all of them, and no further
 * than one of them fits (the construction of subsets, Rabin and Scott, IBM Journal 3(2), 1959).
 */
export interface Openings<T> {
  /** A row of the tables is `1 << rowBits` wide. */
  readonly rowBits: number;
  /** The column of a character below 256; those that fit no pattern share column 0. */
  readonly column: Uint8Array;
  /** `next[(state << rowBits) | column]`; in state 0 nothing fits any more, and the start is state 1. */
  readonly next: Uint16Array;
  /**
   * `lettersOnly[(letters << rowBits) | column]` is 1 if a pattern may fit a token of so many letters, without digits, that has such a
   * character behind it. The last row is that of all longer tokens.
   */
  readonly lettersOnly: Uint8Array;
  /** 1 for the states in which a pattern ends. */
  readonly accepts: Uint8Array;
  /** For each state what is wanted of the patterns that end there; none is written as undefined. */
  readonly found: readonly (readonly T[] | undefined)[];
}

/** A character of a pattern: the columns that fit it as bits, and whether it may be left out. */
interface Step {
  readonly columns: number;
  readonly optional: boolean;
}

/**
 * In patterns `9` is a digit, `A` a letter of ASCII, `X` either, `H` a hexadecimal digit; other characters are themselves.
 * Braces say how often: `H{1,4}`.
 *
 * @throws RangeError for a pattern with another letter or digit, which would be met as any: a mistake in a declaration.
 */
export function buildOpenings<T>(openings: readonly Opening<T>[]): Openings<T> {
  const { column, width: columns } = columnsOf(openings.map(({ pattern }) => pattern));
  const rowBits = Math.ceil(Math.log2(columns));
  const width = 1 << rowBits;
  const patterns = openings.map(({ pattern }) => stepsOf(pattern, column));
  const states: number[][] = [
    [],
    closure(
      patterns,
      patterns.map((_, index) => index * maxSteps),
    ),
  ];
  const known = new Map(states.map((places, state) => [places.join(), state])).set('', 0);
  const rows: number[] = Array.from({ length: width }, () => 0);
  // The list grows while it is walked, until no state leads to a new one.
  for (let state = 1; state < states.length; state += 1) {
    for (let edge = 0; edge < width; edge += 1) {
      const reached = followAll(patterns, states[state] ?? [], edge);
      const key = reached.join();
      let target = known.get(key);
      if (target === undefined) {
        target = states.length;
        known.set(key, target);
        states.push(reached);
      }
      rows.push(target);
    }
  }
  const found = states.map((places) => {
    const ended = places.filter(
      (place) => place % maxSteps === patterns[Math.floor(place / maxSteps)]?.length,
    );
    const hits = ended.flatMap((place) => openings[Math.floor(place / maxSteps)]?.hit ?? []);
    return hits.length > 0 ? hits : undefined;
  });
  const next = Uint16Array.from(rows);
  const lettersOnly = fitLetters(next, rowBits, found);
  return {
    rowBits,
    column,
    next,
    lettersOnly,
    accepts: Uint8Array.from(found, (ends) => (ends ? 1 : 0)),
    found,
  };
}

/** Follows all words of letters at once, until no pattern fits them any more or one has ended. */
function fitLetters(next: Uint16Array, rowBits: number, found: readonly unknown[]): Uint8Array {
  const fits: number[] = [];
  const follow = (state: number, edge: number) => next[(state << rowBits) | edge] ?? 0;
  for (let states = [1]; ; ) {
    const hasEnded = states.some((state) => found[state] !== undefined);
    for (let edge = 0; edge < 1 << rowBits; edge += 1)
      fits.push(hasEnded || states.some((state) => follow(state, edge) !== 0) ? 1 : 0);
    if (hasEnded || states.length === 0) return Uint8Array.from(fits);
    const reached = states.flatMap((state) => [follow(state, hexLetters), follow(state, otherLetters)]);
    states = [...new Set(reached)].filter((state) => state !== 0);
  }
}

/** Longer than any pattern with its repetitions; a place is the pattern's number times this, and the steps taken. */
const maxSteps = 64;

function followAll(
  patterns: readonly (readonly Step[])[],
  places: readonly number[],
  edge: number,
): number[] {
  const reached: number[] = [];
  for (const place of places) {
    const step = patterns[Math.floor(place / maxSteps)]?.[place % maxSteps];
    if (step && (step.columns & (1 << edge)) !== 0) reached.push(place + 1);
  }
  return reached.length === 0 ? reached : closure(patterns, reached);
}

/** The places and those behind what may be left out, in order. */
function closure(patterns: readonly (readonly Step[])[], places: readonly number[]): number[] {
  const all = new Set<number>();
  for (const place of places) {
    const steps = patterns[Math.floor(place / maxSteps)];
    let at = place;
    all.add(at);
    while (steps?.[at % maxSteps]?.optional) {
      at += 1;
      all.add(at);
    }
  }
  return [...all].sort((a, b) => a - b);
}

const part = /(.)(?:\{(\d+)(?:,(\d+))?\})?/g;

function stepsOf(pattern: string, column: Uint8Array): Step[] {
  const steps = Array.from(pattern.matchAll(part)).flatMap(([, character = '', from = '1', to = from]) =>
    Array.from({ length: Number(to) }, (_, index) => ({
      columns: columnsFor(character, column),
      optional: index >= Number(from),
    })),
  );
  if (steps.length >= maxSteps) throw new RangeError(`The opening ${pattern} is too long`);
  return steps;
}

const digits = 1;
const hexLetters = 2;
const otherLetters = 3;

function columnsFor(character: string, column: Uint8Array): number {
  switch (character) {
    case '9':
      return 1 << digits;
    case 'A':
      return (1 << hexLetters) | (1 << otherLetters);
    case 'X':
      return (1 << digits) | (1 << hexLetters) | (1 << otherLetters);
    case 'H':
      return (1 << digits) | (1 << hexLetters);
    default:
      if (/[A-Za-z0-9]/.test(character))
        throw new RangeError(`No opening has the letter or digit ${character}`);
      return 1 << (column[character.charCodeAt(0)] ?? 0);
  }
}

/** A column for each class and for each sign of the patterns. */
function columnsOf(patterns: readonly string[]): { column: Uint8Array; width: number } {
  const column = Uint8Array.from({ length: 256 }, (_, code) => {
    if (isDigit(code)) return digits;
    if (!isLetter(code)) return 0;
    return 'abcdef'.includes(String.fromCharCode(code).toLowerCase()) ? hexLetters : otherLetters;
  });
  let width = otherLetters + 1;
  for (const character of patterns.join('').replace(/\{[\d,]+\}/g, '')) {
    const code = character.charCodeAt(0);
    if (column[code] !== 0) continue;
    column[code] = width;
    width += 1;
  }
  return { column, width };
}
