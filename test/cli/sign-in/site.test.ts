import { describe, expect, it } from 'vitest';
import { siteOrigin } from '../../../cli/sign-in/site.ts';

describe('siteOrigin', () => {
  it.each([
    ['https://vitrine.example.com/', 'https://vitrine.example.com'],
    ['http://127.0.0.1:4800', 'http://127.0.0.1:4800'],
    ['http://localhost:4800', 'http://localhost:4800'],
  ])('takes %s', (text, origin) => {
    expect(siteOrigin(text)).toBe(origin);
  });

  it.each([
    ['vitrine', /is no address of a site/],
    ['file:///etc/passwd', /is no address of a site/],
    ['https://vitrine.example.com/app', /has more than an origin/],
    ['https://user:secret@vitrine.example.com', /has more than an origin/],
    ['http://vitrine.example.com', /is not encrypted/],
    ['http://127.0.0.1.evil.example', /is not encrypted/],
  ])('refuses %s', (text, message) => {
    expect(() => siteOrigin(text)).toThrow(message);
  });
});
