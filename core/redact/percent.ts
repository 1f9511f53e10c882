import type { Unescaped } from './escapes.ts';

const sequence = /(?:%[0-9a-fA-F]{2})+/g;

/** Takes percent-encoding away (RFC 3986, section 2.1); what is no UTF-8 stays. */
export function withoutPercents(text: string): Unescaped {
  const origins = new Int32Array(text.length + 1);
  let decoded = '';
  let from = 0;
  const copyUpTo = (to: number) => {
    for (let at = from; at < to; at += 1) origins[decoded.length + at - from] = at;
    decoded += text.slice(from, to);
    from = to;
  };
  for (const { 0: written, index } of text.matchAll(sequence)) {
    const characters = charactersOf(written);
    if (characters === undefined) continue;
    copyUpTo(index);
    for (const character of characters) {
      // Both halves of a surrogate pair begin where it begins.
      origins.fill(from, decoded.length, decoded.length + character.length);
      decoded += character;
      from += 3 * byteLength(character.codePointAt(0) ?? 0);
    }
  }
  copyUpTo(text.length);
  origins[decoded.length] = text.length;
  return { text: decoded, origins: origins.subarray(0, decoded.length + 1) };
}

function charactersOf(written: string): string | undefined {
  try {
    return decodeURIComponent(written);
  } catch {
    return undefined;
  }
}

function byteLength(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x1_0000 ? 3 : 4;
}
