import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOut } from '../../../cli/output/table.ts';
import { widthOf } from '../../../cli/output/width.ts';

describe('layOut', () => {
  it('aligns columns by what they take on the screen', () => {
    const rows = [
      ['東京', 'x'],
      ['abc', 'y'],
    ];
    const table = layOut(['A', 'B'], rows, { overflow: 'cut' });
    expect([table.header, ...rows.flatMap(table.lines)]).toEqual(['A     B', '東京  x', 'abc   y']);
  });

  it('leaves long cells whole when the output is no terminal', () => {
    const long = 'x'.repeat(500);
    const table = layOut(['A', 'B'], [[long, 'y']], { overflow: 'cut' });
    expect(table.lines([long, 'y'])).toEqual([`${long}  y`]);
    expect(table.lines(['a', 'y'])[0]).toHaveLength(63);
  });

  it('cuts what does not fit, or goes on in the next line', () => {
    const row = ['id', 'abcdefghijklmnop'];
    expect(layOut(['A', 'B'], [row], { widthColumns: 14, overflow: 'cut' }).lines(row)).toEqual([
      'id  abcdefghi…',
    ]);
    expect(layOut(['A', 'B'], [row], { widthColumns: 14, overflow: 'wrap' }).lines(row)).toEqual([
      'id  abcdefghij',
      '    klmnop',
    ]);
  });

  it('neutralises escape sequences in cells and titles', () => {
    const table = layOut(['\x1b[1m'], [['\x1b[2J']], { overflow: 'cut' });
    expect([table.header, ...table.lines(['\x1b[2J\n'])]).toEqual(['\\x1b[1m', '\\x1b[2J\\n']);
  });

  it('stays within the terminal, whatever the cells', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 80 });
    const rows = fc.array(fc.tuple(text, text, text), { maxLength: 5 });
    fc.assert(
      fc.property(
        rows,
        fc.integer({ min: 30, max: 120 }),
        fc.constantFrom('cut', 'wrap'),
        (given, width, overflow) => {
          const table = layOut(['ONE', 'TWO', 'THREE'], given, { widthColumns: width, overflow });
          for (const line of [table.header, ...given.flatMap(table.lines)]) {
            expect(widthOf(line)).toBeLessThanOrEqual(width);
          }
        },
      ),
    );
  });
});
