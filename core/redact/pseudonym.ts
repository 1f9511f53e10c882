export type Pseudonymize = (type: string, canonical: string) => string;

/** The digits of Crockford's base 32, in lower case: no i, l, o and u (https://www.crockford.com/base32.html). */
const digits = '0123456789abcdefghjkmnpqrstvwxyz';
const length = 12;

/** Enough for the distinct values of one page of results; entries are short, so that memory is bounded, too. */
const maxRemembered = 10_000;
const maxRememberedLength = 512;

/**
 * Names values by the first 60 bits of the MAC of `type NUL canonical`: the same value gets the same 12 characters under
 * the same key, and without the key they tell nothing about it.
 *
 * @param mac a keyed MAC of at least 8 bytes, such as HMAC-SHA-256 of the message in UTF-8
 */
export function createPseudonymize(mac: (message: string) => Uint8Array): Pseudonymize {
  const remembered = new Map<string, string>();
  return (type, canonical) => {
    const message = `${type}\0${canonical}`;
    const known = remembered.get(message);
    if (known !== undefined) return known;
    const pseudonym = encode(mac(message));
    if (message.length <= maxRememberedLength) {
      if (remembered.size >= maxRemembered) forgetOldest(remembered);
      remembered.set(message, pseudonym);
    }
    return pseudonym;
  };
}

function encode(bytes: Uint8Array): string {
  if (bytes.length < 8)
    throw new RangeError(`A MAC of ${bytes.length} bytes is too short; at least 8 are needed`);
  let text = '';
  let bits = 0;
  let pending = 0;
  for (const byte of bytes.subarray(0, 8)) {
    pending = (pending << 8) | byte;
    bits += 8;
    while (bits >= 5 && text.length < length) {
      bits -= 5;
      text += digits.charAt((pending >> bits) & 31);
    }
    pending &= (1 << bits) - 1;
  }
  return text;
}

function forgetOldest(map: Map<string, string>): void {
  for (const key of map.keys()) {
    map.delete(key);
    return;
  }
}
