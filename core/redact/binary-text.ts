/** Texts that are written as base 64 in either alphabet (RFC 4648, sections 4 and 5), or as hexadecimal digits. */
export interface Writing {
  /** What each character stands for, by its code; -1 for none. */
  readonly values: Int8Array;
  readonly bitsEach: number;
  /** By the first two characters, `first << 7 | second`: 1 if a text's first byte may begin so. */
  readonly beginnings: Uint8Array;
}

const isPrintable = (byte: number) => (byte >= 0x20 && byte !== 0x7f) || (byte >= 0x09 && byte <= 0x0d);

/** The first byte of a character of several. */
const isLead = (byte: number) => byte >= 0xc2 && byte <= 0xf4;

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

export const base64: Writing = writing([`${letters}0123456789+/`, `${letters}0123456789-_`], 6);

export const hexadecimal: Writing = writing(['0123456789abcdef', '0123456789ABCDEF'], 4);

function writing(alphabets: readonly string[], bitsEach: number): Writing {
  const values = new Int8Array(128).fill(-1);
  for (const alphabet of alphabets) {
    for (let value = 0; value < alphabet.length; value += 1) values[alphabet.charCodeAt(value)] = value;
  }
  const beginnings = new Uint8Array(128 << 7);
  for (const first of alphabets.join('')) {
    for (const second of alphabets.join('')) {
      const [one, two] = [first.charCodeAt(0), second.charCodeAt(0)];
      const byte = (((values[one] ?? 0) << bitsEach) | (values[two] ?? 0)) >> (2 * bitsEach - 8);
      beginnings[(one << 7) | two] = isPrintable(byte) || isLead(byte) ? 1 : 0;
    }
  }
  return { values, bitsEach, beginnings };
}

const bytesProbed = 9;

/**
 * Do the bytes that are written from the offset on begin like a text? Random ones do once in some thousand times, and
 * are told apart by the second or third byte, so that it costs little to ask of every long word.
 */
export function beginsLikeText(
  written: string,
  from: number,
  { values, bitsEach, beginnings }: Writing,
): boolean {
  if (beginnings[(written.charCodeAt(from) << 7) | written.charCodeAt(from + 1)] !== 1) return false;
  let pending = 0;
  let bits = 0;
  let count = 0;
  let continuing = 0;
  let isWide = false;
  for (let at = from; count < bytesProbed && at < written.length; at += 1) {
    const value = values[written.charCodeAt(at)] ?? -1;
    if (value < 0) return false;
    pending = ((pending << bitsEach) | value) & 0x3fff;
    bits += bitsEach;
    if (bits < 8) continue;
    bits -= 8;
    const byte = (pending >> bits) & 0xff;
    if (count === 1 && byte === 0) isWide = true;
    if (isWide) {
      // UTF-16 of ASCII, in which PowerShell takes its commands: each second byte is zero.
      if ((byte === 0) !== (count % 2 === 1)) return false;
    } else if (continuing > 0) {
      if (byte >> 6 !== 2) return false;
      continuing -= 1;
    } else if (byte >= 0x80) {
      if (!isLead(byte)) return false;
      continuing = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    } else if (!isPrintable(byte)) return false;
    count += 1;
  }
  return count === bytesProbed;
}

/** What does not belong to a text: control characters, and what stands for bytes that are none. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const foreign = /[\0-\x08\x0e-\x1f\x7f\ufffd]/;

/** The text up to the first byte that belongs to none, as a run may go on with what was not encoded. */
export function textWritten(written: string, how: Writing): string {
  const bytes = bytesWritten(written, how);
  const text = (bytes[1] === 0 ? utf16 : utf8).decode(bytes);
  const end = text.search(foreign);
  return end < 0 ? text : text.slice(0, end);
}

const utf8 = new TextDecoder('utf-8');
const utf16 = new TextDecoder('utf-16le');

/** Other characters, such as line ends, are passed over. */
function bytesWritten(written: string, { values, bitsEach }: Writing): Uint8Array {
  const bytes = new Uint8Array(Math.floor((written.length * bitsEach) / 8));
  let length = 0;
  let pending = 0;
  let bits = 0;
  for (let at = 0; at < written.length; at += 1) {
    const value = values[written.charCodeAt(at)] ?? -1;
    if (value < 0) continue;
    pending = ((pending << bitsEach) | value) & 0x3fff;
    bits += bitsEach;
    if (bits < 8) continue;
    bits -= 8;
    bytes[length] = (pending >> bits) & 0xff;
    length += 1;
  }
  return bytes.subarray(0, length);
}
