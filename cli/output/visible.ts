/**
 * Makes invisible characters visible: control characters, line breaks, bidirectional and zero-width marks, and halves of
 * surrogate pairs. Log lines, reasons and notes are written by strangers, and a terminal obeys what it is sent: an escape
 * sequence could repaint the screen, set the clipboard, or make a row look like another one.
 */
export function visible(text: string): string {
  return text.replace(invisible, (character) => shortEscapes[character] ?? codeEscape(character));
}

/** JSON in which such characters are escaped as well; it means exactly the same to a program. */
export function visibleJson(value: unknown): string {
  return JSON.stringify(value).replace(invisible, (character) =>
    Array.from(
      { length: character.length },
      (_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}

// Cc: control, Cf: format (bidirectional, zero-width, tags), Zl and Zp: line and paragraph separators, Cs: lone surrogates.
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

const shortEscapes: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function codeEscape(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code <= 0xff ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}
