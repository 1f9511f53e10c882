import { describe, expect, test } from 'vitest';
import { idempotencyKeys } from '../../web/client/idempotency.ts';
import { addPage, describeRedactions } from '../../web/client/result-pages.ts';
import { parseSiteConfig } from '../../web/client/site-config.ts';
import { restore } from '../../web/client/use-draft.ts';

describe('idempotency keys', () => {
  test('stay for the same body until it has arrived', () => {
    let count = 0;
    const keys = idempotencyKeys(() => `key-${++count}`);
    expect(keys.keyFor({ a: 1 })).toBe('key-1');
    expect(keys.keyFor({ a: 1 })).toBe('key-1');
    expect(keys.keyFor({ a: 2 })).toBe('key-2');
    keys.forget();
    expect(keys.keyFor({ a: 2 })).toBe('key-3');
  });
});

describe('pages of rows', () => {
  const page = { id: `q-${'x'.repeat(32)}`, state: 'complete' as const };

  const unread = { from: '2026-11-21T04:00:00.000Z', to: '2026-11-21T04:30:00.000Z' };

  test('are put below one another, with their redactions added up', () => {
    const first = addPage(undefined, {
      ...page,
      columns: ['a'],
      rows: [{ a: '1' }],
      redactions: { email: 2 },
      notice: 'part of it',
      unread,
      hints: [],
      nextPageToken: 't',
    });
    const both = addPage(first, {
      ...page,
      columns: ['a', 'b'],
      rows: [{ b: '2' }],
      redactions: { email: 1 },
      hints: ['no field c'],
    });
    expect(both).toEqual({
      columns: ['a', 'b'],
      rows: [{ a: '1' }, { b: '2' }],
      redactions: { email: 3 },
      notice: 'part of it',
      unread,
      hints: ['no field c'],
      nextPageToken: undefined,
    });
  });

  test('say what was redacted, the most frequent first', () => {
    expect(describeRedactions({ ipv4: 3, email: 12, iban: 0 })).toBe('12 email, 3 ipv4');
    expect(describeRedactions({})).toBeUndefined();
  });
});

describe('a draft', () => {
  const initial = { query: 'fields @message', custom: false };

  test('is restored', () => {
    expect(restore('{"query":"limit 5","custom":true}', initial)).toEqual({ query: 'limit 5', custom: true });
  });

  test.each(['{', 'null', '[]', '7', '{"query":7,"custom":"yes","other":"x","__proto__":"x"}'])(
    'that is %s changes nothing',
    (stored) => {
      expect(restore(stored, initial)).toEqual(initial);
    },
  );
});

describe('the site’s config', () => {
  test('names the field that is missing', () => {
    const config = { issuer: 'https://id.example', audience: 'vitrine', siteUrl: 'https://vitrine.example' };
    expect(() => parseSiteConfig(config)).toThrow(/clientId/);
    expect(parseSiteConfig({ ...config, clientId: 'web' }).clientId).toBe('web');
  });
});
