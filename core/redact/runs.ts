import { isAlphanumeric, isSpace, oneOf, testAt } from './characters.ts';
import type { Offsets } from './survey.ts';

/**
 * The double quotes of a text divide it into runs, by turns outside and inside of quotes. A quote after an odd number of
 * backslashes divides nothing. A quoted run that meets the end of the line is taken as not closed: JSON's strings are on one line.
 *
 * Prose has single double quotes, such as the inches of `5" x name="v"`. So a quote behind a letter or a digit does not open, and
 * one that can only open does not close. In JSON neither is ever met.
 */
export interface Runs {
  /** The run that holds the offset, or the one that ends there. */
  at(offset: number): Run;
  /** Where a value that starts at the offset must end: at its closing quote, if it is in quotes. */
  limitAt(offset: number): number;
  readonly all: readonly Run[];
}

export interface Run {
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
  /** Quoted, and the closing quote is there. */
  readonly closed: boolean;
  /** Holds backslashes that are escapes of the quotes around it, or of quotes that have been cut off. */
  readonly escaped: boolean;
}

/** Takes the offsets of all double quotes, backslashes and line ends of the text. */
export function divideIntoRuns(text: string, signs: Offsets): Runs {
  const all: Run[] = [];
  let start = 0;
  let quoted = false;
  let backslash = false;
  let escapedQuote = false;

  const close = (end: number, closed: boolean) => {
    all.push({ start, end, quoted, closed, escaped: escapedQuote || (backslash && quoted) });
    backslash = false;
    escapedQuote = false;
  };

  let escaped = -1;
  for (let sign = 0; sign < signs.count; sign += 1) {
    const at = signs.get(sign);
    const code = text.charCodeAt(at);
    if (at === escaped && code !== 0x0a) continue;
    if (code === 0x5c) {
      backslash = true;
      if (text.charCodeAt(at + 1) === 0x22) escapedQuote = true;
      escaped = at + 1;
    } else if (code === 0x22) {
      const reopens: boolean = quoted && canOnlyOpen(text, at);
      close(at, quoted && !reopens);
      start = at + 1;
      quoted = reopens || (!quoted && mayOpen(text, at));
    } else if (quoted || escapedQuote) {
      close(at, false);
      start = at;
      quoted = false;
    }
  }
  close(text.length, false);
  return new RunList(all, text.length);
}

/** Nothing that is part of a word opens behind a word, but for the letter with which Python marks its strings. */
function mayOpen(text: string, at: number): boolean {
  if (!testAt(text, at - 1, isAlphanumeric)) return true;
  return 'bruf'.includes(text.charAt(at - 1)) && !testAt(text, at - 2, isAlphanumeric);
}

function canOnlyOpen(text: string, at: number): boolean {
  return testAt(text, at - 1, isBeforeValue) && testAt(text, at + 1, isValueStart);
}

const isValueStart = oneOf('[{$', isAlphanumeric);
const isBeforeValue = oneOf('=:([,', isSpace);

class RunList implements Runs {
  readonly all: readonly Run[];
  readonly #length: number;

  constructor(all: readonly Run[], length: number) {
    this.all = all;
    this.#length = length;
  }

  at(offset: number): Run {
    let low = 0;
    let high = this.all.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.all[middle]?.end ?? 0) >= offset) high = middle;
      else low = middle + 1;
    }
    const run = this.all[low];
    if (!run) throw new RangeError('A text has at least one run');
    return run;
  }

  limitAt(offset: number): number {
    const run = this.at(offset);
    return run.closed ? run.end : this.#length;
  }
}
