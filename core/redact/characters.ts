export type CharacterTest = (code: number) => boolean;

export const isDigit: CharacterTest = (code) => code >= 48 && code <= 57;

export const isUpper: CharacterTest = (code) => code >= 65 && code <= 90;

export const isLower: CharacterTest = (code) => code >= 97 && code <= 122;

export const isLetter: CharacterTest = (code) => isUpper(code) || isLower(code);

export const isAlphanumeric: CharacterTest = (code) => isDigit(code) || isLetter(code);

/** Space, tab and line ends, but no exotic spaces. */
export const isSpace: CharacterTest = (code) => code === 32 || (code >= 9 && code <= 13);

export const isLineEnd: CharacterTest = (code) => code === 10 || code === 13;

/** A test for membership in a set of ASCII characters or of a class. */
export function oneOf(characters: string, ...classes: CharacterTest[]): CharacterTest {
  const isMember = (code: number) =>
    characters.includes(String.fromCharCode(code)) || classes.some((test) => test(code));
  const members = Uint8Array.from({ length: 128 }, (_, code) => (isMember(code) ? 1 : 0));
  return (code) => code < 128 && members[code] === 1;
}

export const isBase64: CharacterTest = oneOf('+/', isAlphanumeric);

export const isBase64Url: CharacterTest = oneOf('-_', isAlphanumeric);

/** The first offset from `from` up to `to` whose character fails the test; `to` if none does. */
export function skipWhile(text: string, from: number, to: number, test: CharacterTest): number {
  const end = Math.min(to, text.length);
  let at = from;
  while (at < end && test(text.charCodeAt(at))) at += 1;
  return at;
}

/** The smallest offset down to `to` from which all characters before `from` pass the test. */
export function skipBackWhile(text: string, from: number, to: number, test: CharacterTest): number {
  const end = Math.max(0, to);
  let at = from;
  while (at > end && test(text.charCodeAt(at - 1))) at -= 1;
  return at;
}

/** Does the character at the offset pass? Outside the text none does. */
export function testAt(text: string, at: number, test: CharacterTest): boolean {
  return at >= 0 && at < text.length && test(text.charCodeAt(at));
}

/** Does a token of such characters begin here? It may stand behind a percent-encoded character. */
export function startsToken(text: string, at: number, isMember: CharacterTest): boolean {
  return !testAt(text, at - 1, isMember) || (at >= 3 && text[at - 3] === '%');
}

/** What stands between the groups of a number as it is printed or sent in a query: one blank or hyphen. */
export function groupSeparatorAt(text: string, at: number): string | undefined {
  const character = text.charAt(at);
  if (character === ' ' || character === '-' || character === '+') return character;
  return character === '%' && text.startsWith('%20', at) ? '%20' : undefined;
}

export function withoutGroupSeparators(text: string): string {
  return text.replace(/%20|[ +-]/g, '');
}
