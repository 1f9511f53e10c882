/**
 * Where a search text could meet a pseudonym such as `[email:7k2f9qx3m1bw]`.
 *
 * Threat: a filter that runs on raw text and again on redacted text tells which rows pass the second and not the first. If
 * the second may hold because of a pseudonym, `like "bob" or like "7k2f"` asks whether the hidden value is bob. So raw text
 * may only be searched for what redaction cannot have put there.
 */

/** One position of a pseudonym: the characters that may stand there. */
type Position = (character: string) => boolean;

const idLength = 12;
const maxTypeLength = 40;

const isIdCharacter: Position = (character) => /[0-9a-hj-km-np-tv-z…]/.test(character);
const isTypeCharacter: Position = (character) => /[a-z0-9_.-]/.test(character);

/** Could an occurrence of the text in redacted text touch a pseudonym, anywhere? */
export function mayTouchPseudonym(text: string, types: readonly string[] | undefined): boolean {
  // A number in JSON becomes a string when it is redacted: the quotes around it, escaped or not, are then new as well.
  if (/^["'\\]|["'\\]$/.test(text)) return true;
  return shapes(types).some((shape) => {
    for (let offset = 1 - text.length; offset < shape.length; offset += 1) {
      if (fits(text, shape, offset)) return true;
    }
    return false;
  });
}

/** Could the text contain a whole pseudonym? */
export function mayContainPseudonym(text: string): boolean {
  return /\[[a-z0-9_.-]+:[^\][]+\]/i.test(text);
}

/** Do text and shape agree wherever they overlap, with the text shifted by `offset`? */
function fits(text: string, shape: readonly Position[], offset: number): boolean {
  const from = Math.max(0, offset);
  const to = Math.min(shape.length, offset + text.length);
  for (let at = from; at < to; at += 1) {
    if (!shape[at]?.(text.charAt(at - offset))) return false;
  }
  return true;
}

/** The pseudonyms there can be; of unknown types every length, and with a short id the mark of text left unscanned. */
function shapes(types: readonly string[] | undefined): Position[][] {
  const names = types?.map((type) => Array.from(type, exactly)) ?? anyType();
  return names.flatMap((name) => [shapeOf(name, idLength), shapeOf(name, 1)]);
}

function anyType(): Position[][] {
  return Array.from({ length: maxTypeLength }, (_, index) =>
    new Array<Position>(index + 1).fill(isTypeCharacter),
  );
}

function shapeOf(name: readonly Position[], ids: number): Position[] {
  return [exactly('['), ...name, exactly(':'), ...new Array<Position>(ids).fill(isIdCharacter), exactly(']')];
}

function exactly(wanted: string): Position {
  return (character) => character === wanted;
}
