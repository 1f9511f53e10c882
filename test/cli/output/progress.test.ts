import { describe, expect, it } from 'vitest';
import { progressBar } from '../../../cli/output/progress.ts';

function drawnOn(isTTY: boolean) {
  const written: string[] = [];
  let nowMs = 1_000;
  const bar = progressBar(
    { stderr: { write: (text) => written.push(text), isTTY }, now: () => nowMs },
    'events',
  );
  const wait = (ms: number) => {
    nowMs += ms;
  };
  return { written, bar, wait };
}

describe('a progress bar', () => {
  it('draws now and then, and wipes itself away', () => {
    const { written, bar, wait } = drawnOn(true);
    bar.show(1, 4);
    bar.show(2, 4);
    wait(1_000);
    bar.show(3, 4);
    bar.clear();
    bar.clear();
    expect(written).toEqual([
      expect.stringMatching(/█{8}░{22} 25 % 1 of 4 events$/),
      expect.stringMatching(/ 75 % 3 of 4 events$/),
      '\r\x1b[K',
    ]);
  });

  it('knows how to begin when nothing is known, and never goes beyond the whole', () => {
    const { written, bar, wait } = drawnOn(true);
    bar.show(5, 0);
    wait(1_000);
    bar.show(5, 4);
    expect(written.map((text) => /\d+ %/.exec(text)?.[0])).toEqual(['0 %', '100 %']);
  });

  it('stays silent where nobody sees it', () => {
    const { written, bar } = drawnOn(false);
    bar.show(1, 4);
    bar.clear();
    expect(written).toEqual([]);
  });
});
