import { isDigit, isLetter } from './characters.ts';

/** A pattern that a token may start with, and the caller's number for it. */
export interface Opening {
  readonly pattern: string;
  readonly id: number;
}

/** A tree of patterns, so that a token is read once for all of them and no further than one of them fits. */
export interface OpeningNode {
  digit?: OpeningNode;
  letter?: OpeningNode;
  readonly others: Map<number, OpeningNode>;
  readonly ends: Opening[];
}

const newNode = (): OpeningNode => ({ others: new Map(), ends: [] });

/** In patterns `9` is a digit, `A` a letter of ASCII, `X` either; other characters are themselves. */
export function buildOpenings(openings: readonly Opening[]): OpeningNode {
  const root = newNode();
  for (const opening of openings) {
    let nodes = [root];
    for (const character of opening.pattern) nodes = nodes.flatMap((node) => grow(node, character));
    for (const node of nodes) node.ends.push(opening);
  }
  return root;
}

function grow(node: OpeningNode, character: string): OpeningNode[] {
  if (character === 'X') return [...grow(node, '9'), ...grow(node, 'A')];
  if (character === '9') {
    node.digit ??= newNode();
    return [node.digit];
  }
  if (character === 'A') {
    node.letter ??= newNode();
    return [node.letter];
  }
  const code = character.charCodeAt(0);
  const child = node.others.get(code) ?? newNode();
  node.others.set(code, child);
  return [child];
}

const kinds = Uint8Array.from({ length: 128 }, (_, code) => (isDigit(code) ? 1 : isLetter(code) ? 2 : 0));

/** The child for a character, if any pattern goes on with it. */
export function follow(node: OpeningNode, code: number): OpeningNode | undefined {
  if (code >= 128) return undefined;
  const kind = kinds[code];
  if (kind === 1) return node.digit;
  return kind === 2 ? node.letter : node.others.get(code);
}
