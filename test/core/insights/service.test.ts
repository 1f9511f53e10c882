import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { complete, diagnose, format, hover } from '../../../core/insights/service.ts';

const texts = (offsetAt: string, fields: string[] = []) =>
  complete(offsetAt, offsetAt.length, fields).items.map(({ text }) => text);

describe('the language service', () => {
  it('shows every fault with its place, and none for what is allowed', () => {
    expect(diagnose('filter a = 1')).toEqual([]);
    expect(diagnose('filter a = | unmask').map(({ offset }) => offset)).toEqual([11, 13]);
  });

  it('completes commands behind a pipe, and functions and fields elsewhere', () => {
    expect(texts('fields a | st')).toEqual(['stats']);
    expect(texts('fields str')).toEqual(['strlen(', 'strcontains(', 'strftime(']);
    expect(texts('filter use', ['user.name'])).toEqual(['user.name']);
    expect(texts('filter @mess')).toEqual(['@message']);
    expect(texts('sort a des')).toEqual(['desc']);
    expect(complete('acc', 3).items).toEqual([
      { kind: 'command', text: 'accum', detail: 'accum field as name' },
    ]);
    expect(complete('fields abs(sq', 13).from).toBe(11);
  });

  it('tells what a word is', () => {
    expect(hover('fields SubStr(a, 1)', 9)).toBe('substr(text, start, [length])');
    expect(hover('| join', 4)).toMatch(/^`join` is not allowed here/);
    expect(hover('fields a', 2)).toBe('fields expression [as name], …');
    expect(hover('stats rate(a, 1m)', 7)).toMatch(/^`rate\(number, period\)` is not available here/);
    expect(hover('head 5', 2)).toMatch(/^`head` is not available here: .*limit 20/);
    expect(hover('fields zzz', 9)).toBeUndefined();
  });

  it('writes a command a line, and the same again', () => {
    const text = format('FIELDS a|filter b=1 # note\n|limit 5');
    expect(text).toBe('fields a\n| filter b = 1\n| limit 5');
    expect(format(text ?? '')).toBe(text);
    expect(format('fields')).toBeUndefined();
  });

  it('never fails on a text that is being written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(30), (text, offset) => {
        const at = Math.min(offset, text.length);
        complete(text, at);
        hover(text, at);
        diagnose(text);
        format(text);
      }),
    );
  });
});
