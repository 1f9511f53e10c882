/** A search goes on at most so many characters at a time; longer jumps are somebody finishing a word. */
const maxStep = 2;
/** Values that only vary are a list, of hosts or versions; a walk also goes on. */
const leastLengthened = 2;

/**
 * The steps of a walk along the characters of a value, from the front or from the back: searches that lengthen one before by a character or two, or vary its
 * last character. Empty if nothing is lengthened more than once, since then it is a list.
 */
export function walkOf<Asked extends { value: string; hidden: boolean }>(asked: readonly Asked[]): Asked[] {
  const open = asked.filter(({ hidden }) => !hidden);
  const forward = stepsOf(open, ({ value }) => value);
  const backward = stepsOf(open, ({ value }) => [...value].reverse().join(''));
  return forward.length >= backward.length ? forward : backward;
}

function stepsOf<Asked>(asked: readonly Asked[], textOf: (probe: Asked) => string): Asked[] {
  const values = new Set<string>();
  /** Texts before their last character. */
  const stems = new Set<string>();
  const steps: Asked[] = [];
  let lengthened = 0;
  for (const probe of asked) {
    const text = textOf(probe);
    if (values.has(text)) continue;
    const goesOn = Array.from({ length: maxStep }, (_, cut) => text.slice(0, -cut - 1)).some((stem) =>
      values.has(stem),
    );
    const stem = text.slice(0, -1);
    if (goesOn) lengthened += 1;
    if (goesOn || stems.has(stem)) steps.push(probe);
    values.add(text);
    stems.add(stem);
  }
  return lengthened >= leastLengthened ? steps : [];
}
