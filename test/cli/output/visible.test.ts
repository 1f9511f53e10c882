import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visible, visibleJson } from '../../../cli/output/visible.ts';

describe('visible', () => {
  it('shows escape sequences instead of letting the terminal obey them', () => {
    expect(visible('\x1b[2Jgone\x07')).toBe('\\x1b[2Jgone\\x07');
    // The one-character control sequence introducer of the C1 set.
    expect(visible('\x9b31mred')).toBe('\\x9b31mred');
    expect(visible('\x1b]52;c;ZXZpbA==\x07')).toBe('\\x1b]52;c;ZXZpbA==\\x07');
  });

  it('shows line breaks, direction marks and zero-width characters', () => {
    expect(visible('a\r\nb\tc')).toBe('a\\r\\nb\\tc');
    expect(visible('user\u202Etxt.exe\u2066')).toBe('user\\u{202e}txt.exe\\u{2066}');
    expect(visible('ad\u200Bmin\u2028\u{E0041}')).toBe('ad\\u{200b}min\\u{2028}\\u{e0041}');
  });

  it('leaves letters of all scripts and emoji alone', () => {
    const text = 'Grüße, 東京 Ñandú — “ok” 🦊';
    expect(visible(text)).toBe(text);
  });

  it('never lets a control character through, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(visible(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      }),
    );
  });
});

describe('visibleJson', () => {
  it('means the same as the value and holds no control character', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })), (value) => {
        const text = visibleJson(value);
        expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
