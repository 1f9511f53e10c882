const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The bytes of a text in base 64 of either alphabet, without its padding; bits that fill no byte are left out. */
export function bytesOfBase64(base64: string): number[] {
  const bytes: number[] = [];
  let bits = 0;
  let pending = 0;
  for (const digit of base64.replaceAll('-', '+').replaceAll('_', '/')) {
    pending = ((pending << 6) | digits.indexOf(digit)) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((pending >> bits) & 0xff);
  }
  return bytes;
}
