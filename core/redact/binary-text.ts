/** Texts that are written as base 64 in either alphabet (RFC 4648, sections 4 and 5), or as hexadecimal digits. */

const base64Values = new Int8Array(128).fill(-1);
[...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].forEach((character, value) => {
  base64Values[character.charCodeAt(0)] = value;
});
base64Values[0x2d] = 62;
base64Values[0x5f] = 63;

/** Random bytes pass as text this seldom: once in 8,000 times. */
const bytesProbed = 9;
const base64Probed = 12;
const shortestText = 9;

/** The text that a run of base 64 stands for; undefined if what it stands for does not begin like a text. */
export function textOfBase64(written: string): string | undefined {
  if (!isPlausible(bytesOfBase64(written.slice(0, base64Probed)))) return undefined;
  return textOf(bytesOfBase64(written));
}

export function textOfHex(written: string): string | undefined {
  if (!isPlausible(bytesOfHex(written.slice(0, 2 * bytesProbed)))) return undefined;
  return textOf(bytesOfHex(written));
}

/** Characters of neither alphabet, such as line ends, are passed over. */
function bytesOfBase64(written: string): Uint8Array {
  const bytes = new Uint8Array(Math.floor((written.length * 3) / 4));
  let length = 0;
  let pending = 0;
  let bits = 0;
  for (let at = 0; at < written.length; at += 1) {
    const value = base64Values[written.charCodeAt(at)] ?? -1;
    if (value < 0) continue;
    pending = ((pending << 6) | value) & 0x3fff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[length] = (pending >> bits) & 0xff;
    length += 1;
  }
  return bytes.subarray(0, length);
}

function bytesOfHex(written: string): Uint8Array {
  return Uint8Array.from({ length: written.length >> 1 }, (_, at) =>
    Number.parseInt(written.slice(2 * at, 2 * at + 2), 16),
  );
}

/** The first bytes of UTF-8, or of the UTF-16 that PowerShell encodes its commands in. */
function isPlausible(bytes: Uint8Array): boolean {
  return bytes.every(isWritten) || isUtf16(bytes);
}

const isWritten = (byte: number) => (byte >= 0x20 && byte !== 0x7f) || (byte >= 0x09 && byte <= 0x0d);

function isUtf16(bytes: Uint8Array): boolean {
  return bytes.length >= 8 && [1, 3, 5, 7].every((at) => bytes[at] === 0 && bytes[at - 1] !== 0);
}

/** What does not belong to a text: control characters, and what stands for bytes that are none. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const foreign = /[\0-\x08\x0e-\x1f\x7f\ufffd]/;

/** Up to the first byte that belongs to no text: a run may go on with what was not encoded. */
function textOf(bytes: Uint8Array): string | undefined {
  const text = (isUtf16(bytes) ? utf16 : utf8).decode(bytes);
  const end = text.search(foreign);
  const written = end < 0 ? text : text.slice(0, end);
  return written.length < shortestText ? undefined : written;
}

const utf8 = new TextDecoder('utf-8');
const utf16 = new TextDecoder('utf-16le');
