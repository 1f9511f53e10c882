import { describe, expect, it } from 'vitest';
import { CookieJar } from '../../../cli/sign-in/cookie-jar.ts';

function jar(from: string, ...lines: string[]): CookieJar {
  const made = new CookieJar();
  const headers = new Headers();
  for (const line of lines) headers.append('set-cookie', line);
  made.take(new URL(from), new Response(null, { headers }));
  return made;
}

describe('CookieJar', () => {
  it('sends a cookie to its own origin and below its path only', () => {
    const cookies = jar('https://id.example/a', 'one=1; Path=/a; HttpOnly', 'all=2; path=/');
    expect(cookies.header(new URL('https://id.example/a/b'))).toBe('one=1; all=2');
    expect(cookies.header(new URL('https://id.example/ab'))).toBe('all=2');
    expect(cookies.header(new URL('https://other.example/a'))).toBe('');
    expect(cookies.header(new URL('http://id.example/a'))).toBe('');
  });

  it('takes the folder of the address as the path when none is given', () => {
    const cookies = jar('https://id.example/a/b', 'one=1=2');
    expect(cookies.header(new URL('https://id.example/a/c'))).toBe('one=1=2');
    expect(cookies.header(new URL('https://id.example/'))).toBe('');
  });

  it('forgets a cookie that is taken back', () => {
    const cookies = jar('https://id.example/', 'one=1; Path=/', 'two=2; Path=/');
    const back = new Headers([
      ['set-cookie', 'one=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT'],
      ['set-cookie', 'two=; Path=/; Max-Age=0'],
    ]);
    cookies.take(new URL('https://id.example/'), new Response(null, { headers: back }));
    expect(cookies.header(new URL('https://id.example/'))).toBe('');
  });

  it('ignores what is no cookie', () => {
    expect(jar('https://id.example/', 'nonsense', '=x').header(new URL('https://id.example/'))).toBe('');
  });
});
