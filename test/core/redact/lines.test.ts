import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { redactor } from './support.ts';

/** Lines of a file; those that begin with a number sign and a capital letter are headings. */
function linesOf(name: string): string[] {
  const text = readFileSync(new URL(`lines/${name}`, import.meta.url), 'utf8');
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('## '));
}

/** What is hidden besides addresses of networks and of mail. */
function alteredIn(line: string): string[] {
  return redactor
    .redact(line)
    .findings.filter(({ type }) => type !== 'ip' && type !== 'email')
    .map(({ start, end, detector }) => `${detector} hides ${line.slice(start, end)} of ${line}`);
}

/**
 * A line with `⟦` and `⟧` around each secret, `⏎` for a line end, and `·` in tokens of vendors, so that scanners of
 * repositories do not take the file for a leak.
 */
function readMarked(marked: string): { text: string; secrets: [start: number, end: number][] } {
  const secrets: [number, number][] = [];
  let text = '';
  let opened = 0;
  for (const character of marked.replaceAll('·', '').replaceAll('⏎', '\n')) {
    if (character === '⟦') opened = text.length;
    else if (character === '⟧') secrets.push([opened, text.length]);
    else text += character;
  }
  return { text, secrets };
}

/** Quotes and blanks at the ends belong to the syntax. */
function isHidden(text: string, [start, end]: [number, number]): boolean {
  const { findings } = redactor.redact(text);
  const left = Array.from({ length: end - start }, (_, index) => start + index).filter(
    (at) => !findings.some((finding) => finding.start <= at && at < finding.end),
  );
  return left.every((at) => /["'\s]/.test(text.charAt(at)));
}

describe('ordinary lines of many systems', () => {
  const lines = linesOf('ordinary.txt');

  it('are at least three hundred', () => {
    expect(lines.length).toBeGreaterThanOrEqual(300);
  });

  it('stay as they are, but for one in three hundred', () => {
    const altered = lines.map(alteredIn).filter((found) => found.length > 0);
    expect(altered.length, JSON.stringify(altered, null, 2)).toBeLessThanOrEqual(lines.length * 0.003);
  });
});

describe('lines with secrets', () => {
  const lines = linesOf('secrets.txt').map(readMarked);

  it('are at least two hundred', () => {
    expect(lines.length).toBeGreaterThanOrEqual(200);
    expect(lines.every(({ secrets }) => secrets.length > 0)).toBe(true);
  });

  it.each(lines)('lose them: $text', ({ text, secrets }) => {
    expect(secrets.filter((secret) => !isHidden(text, secret)).map(([a, b]) => text.slice(a, b))).toEqual([]);
  });
});
