import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPseudonymize } from '../../../core/redact/pseudonym.ts';

describe('a pseudonym', () => {
  it('is the first 60 bits of the MAC in base 32', () => {
    const bytes = Uint8Array.of(0x00, 0x44, 0x32, 0x14, 0xc7, 0x42, 0x54, 0xb6, 0xff, 0xff);
    // 00000 00001 00010 00011 00100 00101 00110 00111 01000 01001 01010 01011
    expect(createPseudonymize(() => bytes)('email', 'x')).toBe('0123456789ab');
    expect(createPseudonymize(() => new Uint8Array(32).fill(255))('email', 'x')).toBe('zzzzzzzzzzzz');
  });

  it('reads every five bits from the highest on', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 8, maxLength: 32 }), (bytes) => {
        const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
        const expected = Array.from({ length: 12 }, (_, index) =>
          '0123456789abcdefghjkmnpqrstvwxyz'.charAt(Number.parseInt(bits.slice(index * 5, index * 5 + 5), 2)),
        ).join('');
        expect(createPseudonymize(() => bytes)('t', 'v')).toBe(expected);
      }),
    );
  });

  it('is of the type and the value, kept apart', () => {
    const messages: string[] = [];
    const pseudonymize = createPseudonymize((message) => {
      messages.push(message);
      return new Uint8Array(32);
    });
    pseudonymize('email', 'bob@example.com');
    expect(messages).toEqual(['email\0bob@example.com']);
  });

  it('is computed once for a value, and again when it has been forgotten', () => {
    let computed = 0;
    const pseudonymize = createPseudonymize(() => {
      computed += 1;
      return new Uint8Array(32);
    });
    pseudonymize('t', 'v');
    pseudonymize('t', 'v');
    expect(computed).toBe(1);
    for (let index = 0; index < 10_000; index += 1) pseudonymize('t', `other ${index}`);
    pseudonymize('t', 'v');
    expect(computed).toBe(10_002);
  });

  it('needs a MAC that is long enough', () => {
    expect(() => createPseudonymize(() => new Uint8Array(7))('t', 'v')).toThrow(RangeError);
  });
});
