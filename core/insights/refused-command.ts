import type { Cursor } from './cursor.ts';
import { QueryFault } from './error.ts';
import type { RefusedCommand, RefusedPart } from './syntax.ts';

/**
 * Reads a command that is not allowed here, up to the next command. It is refused whatever follows its name, so what cannot be
 * read of that is left out.
 */
export function readRefused(cursor: Cursor): RefusedCommand {
  const { text: name, span } = cursor.next;
  const parts: RefusedPart[] = [];
  try {
    cursor.take();
    readParts(cursor, parts);
  } catch (error) {
    if (!(error instanceof QueryFault)) throw error;
    cursor.recover();
  }
  const end = Math.max(span.end, parts.at(-1)?.span.end ?? 0);
  return { kind: 'refused', name, parts, span: { start: span.start, end } };
}

/** To the end of the command, which inside of parentheses is where those close. */
function readParts(cursor: Cursor, parts: RefusedPart[]): void {
  let depth = 0;
  while (!cursor.isAtEnd() && !cursor.isSymbol('|')) {
    if (cursor.isSymbol(')')) depth -= 1;
    if (depth < 0) return;
    const subquery = cursor.readSubquery();
    if (subquery !== undefined) {
      parts.push(subquery);
      continue;
    }
    if (cursor.isSymbol('(')) depth += 1;
    parts.push(...readText(cursor));
  }
}

function readText(cursor: Cursor): RefusedPart[] {
  const { text, span } = cursor.next;
  const word: RefusedPart = { kind: 'text', text, span };
  if (!cursor.isKeyword('like') && !cursor.isSymbol('=~')) {
    cursor.take();
    return [word];
  }
  const regex = cursor.takeOperatorAndRegex();
  return regex === undefined ? [word] : [word, { kind: 'text', text: `/${regex.source}/`, span: regex.span }];
}
