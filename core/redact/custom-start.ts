/** Where an engine that looks at each character once has to look closer for a pattern of RE2. */
export type Start = { readonly anchor: string } | { readonly opening: string };

type Element = { readonly kind: 'literal' | '9' | 'A' | 'X' | 'other'; readonly text: string };

/** Shorter texts are met in every line. */
const minAnchorLength = 3;
const minOpeningLength = 4;
const maxOpeningLength = 8;

/**
 * A text that is in all that the pattern matches; or how its words begin, if it says by `\b` that it stands for words. Undefined
 * if it has neither, so that it would have to be tried everywhere.
 */
export function startOf(pattern: string): Start | undefined {
  const body = pattern.replace(/^\(\?i\)/, '');
  const elements = elementsOf(body.replace(/^\\b/, ''));
  if (!elements) return undefined;
  const anchor = longestLiteral(elements);
  if (anchor.length >= minAnchorLength) return { anchor };
  const opening = body.startsWith('\\b') ? openingOf(elements) : '';
  return opening.length >= minOpeningLength ? { opening } : undefined;
}

const element =
  /(?:(?<class>\\d|\[0-9\]|\[A-Z\]|\[a-z\]|\[A-Za-z\]|\[a-zA-Z\]|\[A-Z0-9\]|\[a-z0-9\]|\[A-Za-z0-9\])|(?<escaped>\\[!-/:-@[-`{-~])|(?<plain>[^\\[\](){}|^$.*+?])|(?<other>\\.|\.|\[\^?\]?(?:\\.|\[:\w+:\]|[^\]\\])*\]|[\^$]))(?<count>\?|\*|\+|\{\d+(?:,\d*)?\})?\??/suy;

const kinds: ReadonlyMap<string, '9' | 'A' | 'X'> = new Map([
  ['\\d', '9'],
  ['[0-9]', '9'],
  ['[A-Z]', 'A'],
  ['[a-z]', 'A'],
  ['[A-Za-z]', 'A'],
  ['[a-zA-Z]', 'A'],
  ['[A-Z0-9]', 'X'],
  ['[a-z0-9]', 'X'],
  ['[A-Za-z0-9]', 'X'],
]);

const other: Element = { kind: 'other', text: '' };

/** What must be met one after another; undefined for a choice at the top, where nothing must. */
function elementsOf(body: string): Element[] | undefined {
  const elements: Element[] = [];
  let at = 0;
  while (at < body.length) {
    if (body[at] === '|') return undefined;
    if (body[at] === '(') {
      const end = endOfGroup(body, at);
      elements.push(...elementsOfGroup(body.slice(at, end), body.charAt(end)));
      at = end;
      continue;
    }
    element.lastIndex = at;
    const groups = element.exec(body)?.groups;
    if (!groups) {
      // A repeat count behind a group, which is passed over with it.
      elements.push(other);
      at += 1;
      continue;
    }
    at = element.lastIndex;
    append(elements, groups);
  }
  return elements;
}

/** A group that is met once is its content; of a choice or a repetition nothing is sure. */
function elementsOfGroup(group: string, after: string): Element[] {
  const content = /^\((?:\?:|\?P?<\w+>)?(?!\?)(.*)\)$/s.exec(group)?.[1];
  const isOnce = after === '' || !'?*+{'.includes(after);
  return (isOnce && content !== undefined && elementsOf(content)) || [other];
}

function append(elements: Element[], groups: Record<string, string | undefined>): void {
  const { count = '', plain, escaped } = groups;
  const [least, isExact] = timesOf(count);
  const literal = plain ?? escaped?.slice(1);
  const one: Element =
    literal === undefined
      ? { kind: kinds.get(groups.class ?? '') ?? 'other', text: '' }
      : { kind: 'literal', text: literal };
  for (let time = 0; time < Math.min(least, maxOpeningLength); time += 1) elements.push(one);
  if (!isExact || least > maxOpeningLength) elements.push(other);
}

function timesOf(count: string): [least: number, isExact: boolean] {
  if (count === '') return [1, true];
  const exact = /^\{(\d+)\}$/.exec(count)?.[1];
  if (exact !== undefined) return [Number(exact), true];
  const least = /^\{(\d+)/.exec(count)?.[1];
  return [count === '+' ? 1 : Number(least ?? 0), false];
}

function endOfGroup(body: string, from: number): number {
  let depth = 0;
  const signs = /\\.|\[\^?\]?(?:\\.|\[:\w+:\]|[^\]\\])*\]|[()]/gs;
  signs.lastIndex = from;
  for (let hit = signs.exec(body); hit !== null; hit = signs.exec(body)) {
    if (hit[0] === '(') depth += 1;
    if (hit[0] === ')') depth -= 1;
    if (depth === 0) return signs.lastIndex;
  }
  return body.length;
}

/** In lower case, as anchors are met in any. */
function longestLiteral(elements: readonly Element[]): string {
  let longest = '';
  let current = '';
  for (const { kind, text } of elements) {
    current = kind === 'literal' && /^[\x20-\x7e]$/.test(text) ? current + text.toLowerCase() : '';
    if (current.length > longest.length) longest = current;
  }
  return longest;
}

/** In the notation of openings, which knows kinds of letters and digits only. */
function openingOf(elements: readonly Element[]): string {
  let opening = '';
  for (const { kind, text } of elements) {
    if (kind === 'other' || opening.length >= maxOpeningLength) break;
    if (kind !== 'literal') opening += kind;
    else if (/[A-Za-z]/.test(text)) opening += 'A';
    else if (/[\x21-\x7e]/.test(text)) opening += /\d/.test(text) ? '9' : text;
    else break;
  }
  return /^[9AX]/.test(opening) ? opening : '';
}
