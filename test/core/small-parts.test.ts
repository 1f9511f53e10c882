import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grantKey } from '../../adapters/kms/keys.ts';
import { Recent } from '../../adapters/recent.ts';
import { formatDuration, parseDuration } from '../../core/duration.ts';
import { html } from '../../core/html.ts';
import { cutPage, openPageToken, pageToken } from '../../core/query/page.ts';
import { countMasks } from '../../core/redact/count.ts';

const key = grantKey(createHash('sha256').update('test').digest());

describe('durations', () => {
  it('are read as they are written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 86_400_000 }), (seconds) => {
        expect(parseDuration(formatDuration(seconds))).toBe(seconds);
      }),
    );
  });

  it.each(['', '0m', '30', 'm', '1.5h', '-1h', '30 m', '1h 30m', '9999999d'])('are not %j', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});

describe('markup', () => {
  it('keeps any text from being more than text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const markup = html`<a title="${text}">${text}</a>`.toString();
        expect(markup.match(/[<>"]/g)).toEqual(['<', '"', '"', '>', '<', '>']);
      }),
    );
  });
});

describe('page tokens', () => {
  it('open at their own query only', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), (offset) => {
        expect(openPageToken(key, 'q-a', pageToken(key, 'q-a', offset))).toBe(offset);
        expect(openPageToken(key, 'q-b', pageToken(key, 'q-a', offset))).toBeUndefined();
      }),
    );
  });

  it('cannot be made up', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(openPageToken(key, 'q-a', text)).toBeUndefined();
      }),
    );
  });
});

describe('pages', () => {
  it('hold every row once, in order, whatever their sizes', () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 5_000_000 }), { maxLength: 8 });
    fc.assert(
      fc.property(sizes, (lengths) => {
        const rows = lengths.map((length, index) => `${index}${'x'.repeat(length)}`);
        const read: string[] = [];
        let offset: number | undefined = 0;
        while (offset !== undefined) {
          const { page, next }: { page: string[]; next?: number } = cutPage(rows, offset);
          read.push(...page);
          offset = next;
        }
        expect(read).toEqual(rows);
      }),
      { numRuns: 30 },
    );
  });
});

describe('keys of a grant', () => {
  it('differ by purpose', () => {
    const macs = (['pseudonym', 'evidence', 'page', 'form'] as const).map((purpose) =>
      key.mac(purpose, 'same'),
    );
    expect(new Set(macs.map((mac) => Buffer.from(mac).toString('hex'))).size).toBe(4);
  });
});

describe('masks', () => {
  it('are counted by type', () => {
    const text =
      'from [email:7k2f9qx3m1bw] to [email:7k2f9qx3m1bw] with [card:0123456789ab], [not:one] [unscanned:…]';
    expect(countMasks([text, ''])).toEqual({ email: 2, card: 1, unscanned: 1 });
  });
});

describe('what is remembered', () => {
  it('is what was used last', () => {
    const recent = new Recent<number>(2);
    recent.set('a', 1);
    recent.set('b', 2);
    recent.get('a');
    recent.set('c', 3);
    expect([recent.get('a'), recent.get('b'), recent.get('c')]).toEqual([1, undefined, 3]);
  });
});
