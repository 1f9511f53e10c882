/**
 * Patterns as IAM knows them: `*` stands for any run of characters and `?` for one. What a policy names and what is to be guarded
 * are both sets of ARNs, so one asks whether they have anything in common, or whether one holds all of the other. Both take time in
 * the product of the lengths, whatever the patterns are.
 */

/** Whether some ARN matches both patterns; each part of it by itself, as a star does not reach over a colon. */
export function arnsOverlap(some: string, other: string): boolean {
  return everyPart(some, other, overlaps);
}

/** Whether every ARN of the set matches the pattern. */
export function arnCovers(pattern: string, set: string): boolean {
  return everyPart(pattern, set, covers);
}

function everyPart(some: string, other: string, holds: (a: string, b: string) => boolean): boolean {
  const others = partsOf(other);
  return partsOf(some).every((part, at) => holds(part, others[at] ?? '*'));
}

/**
 * The five parts before the resource, and the resource, which may have colons itself. What is left out is any (IAM user guide, "IAM
 * JSON policy elements: Resource").
 */
function partsOf(arn: string): string[] {
  const parts = arn.split(':');
  const resource = parts.slice(5).join(':');
  return Array.from({ length: 6 }, (_, at) => (at < 5 ? parts[at] : resource) || '*');
}

/** Whether some text matches both patterns. */
export function overlaps(some: string, other: string): boolean {
  return walk(some, other, {
    fits: (a, b) => a === '?' || b === '?' || a === b,
    skips: (b) => b === '*',
  });
}

/** Whether every text that matches the set matches the pattern. */
export function covers(pattern: string, set: string): boolean {
  return walk(pattern, set, {
    // One character of the pattern does not stand for the run that a star of the set may be.
    fits: (a, b) => a === b || (a === '?' && b !== '*'),
    skips: () => false,
  });
}

interface Rules {
  /** Whether a character of the first, no star, stands for one of the second. */
  fits: (a: string, b: string) => boolean;
  /** Whether a character of the second may stand for nothing, or for many of the first. */
  skips: (b: string) => boolean;
}

/** Whether both can be read to their ends together; from the ends, a row for each character of the first. */
function walk(some: string, other: string, { fits, skips }: Rules): boolean {
  const end = other.length;
  let below: boolean[] = [];
  for (let j = end; j >= 0; j -= 1) below[j] = j === end || (skips(other.charAt(j)) && below[j + 1] === true);
  for (let i = some.length - 1; i >= 0; i -= 1) {
    const a = some.charAt(i);
    const row: boolean[] = [];
    for (let j = end; j >= 0; j -= 1) {
      const b = other.charAt(j);
      if (a === '*' || (j < end && skips(b))) row[j] = below[j] === true || (j < end && row[j + 1] === true);
      else row[j] = j < end && fits(a, b) && below[j + 1] === true;
    }
    below = row;
  }
  return below[0] === true;
}
