/** A text with one level of escapes taken away, and where each of its characters stood before. */
export interface Unescaped {
  readonly text: string;
  /** `origins[i]` is where the character `i` began; one more entry than characters, for the end. */
  readonly origins: Int32Array;
}

const simple: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['b', '\b'],
  ['f', '\f'],
  ['"', '"'],
  ["'", "'"],
  ['/', '/'],
  ['\\', '\\'],
]);

const escapeSequence = /\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([^ux]))/g;

/** Takes the escapes of JSON's strings away (RFC 8259, section 7), and `\'` and `\x41` of other writers; unknown ones stay. */
export function withoutEscapes(text: string): Unescaped {
  const origins = new Int32Array(text.length + 1);
  let decoded = '';
  let from = 0;
  const copyUpTo = (to: number) => {
    for (let at = from; at < to; at += 1) origins[decoded.length + at - from] = at;
    decoded += text.slice(from, to);
    from = to;
  };
  for (const found of text.matchAll(escapeSequence)) {
    const [whole, unicode, byte, letter] = found;
    const hexadecimal = unicode ?? byte;
    const character =
      hexadecimal !== undefined
        ? String.fromCharCode(Number.parseInt(hexadecimal, 16))
        : simple.get(letter ?? '');
    if (character === undefined) continue;
    copyUpTo(found.index);
    origins[decoded.length] = found.index;
    decoded += character;
    from = found.index + whole.length;
  }
  copyUpTo(text.length);
  origins[decoded.length] = text.length;
  return { text: decoded, origins: origins.subarray(0, decoded.length + 1) };
}
