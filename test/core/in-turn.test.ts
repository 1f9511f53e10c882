import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { inTurn } from '../../core/in-turn.ts';

const numbers = Array.from({ length: 100 }, (_, at) => at);

describe('doing the same with many', () => {
  it('gives the results in order, whichever ends first', async () => {
    const doubled = await inTurn(numbers, async (number) => {
      for (let turns = (number * 7) % 13; turns > 0; turns -= 1) await setImmediate();
      return number * 2;
    });
    expect(doubled).toEqual(numbers.map((number) => number * 2));
    expect(await inTurn([], async () => 1)).toEqual([]);
  });

  it('goes on while one takes long, and never has more than 50 under way', async () => {
    let [underWay, most] = [0, 0];
    const begun: number[] = [];
    let endFirst = () => {};
    const first = new Promise<void>((resolve) => {
      endFirst = resolve;
    });
    const all = inTurn(numbers, async (number) => {
      begun.push(number);
      underWay += 1;
      most = Math.max(most, underWay);
      await (number === 0 ? first : setImmediate());
      underWay -= 1;
      if (number === 99) endFirst();
    });
    await all;
    expect(begun).toEqual(numbers);
    expect(most).toBe(50);
  });

  it('begins none after one that fails', async () => {
    const begun: number[] = [];
    const all = inTurn(numbers, async (number) => {
      begun.push(number);
      await setImmediate();
      if (number === 40) throw new Error('Number 40 fails.');
    });
    await expect(all).rejects.toThrow('Number 40 fails.');
    const before = begun.length;
    await setImmediate();
    await setImmediate();
    expect(begun).toHaveLength(before);
    expect(before).toBeLessThan(numbers.length);
  });
});
