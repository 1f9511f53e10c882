import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExactSum } from '../../../core/insights/exact-sum.ts';

function sumOf(numbers: readonly number[]): number {
  const sum = new ExactSum();
  for (const number of numbers) sum.add(number);
  return sum.value;
}

/** Numbers of at most 40 binary places as whole multiples of 2^-40. */
const fine = 2 ** 40;
const number = fc.oneof(
  fc.integer({ min: -(2 ** 50), max: 2 ** 50 }).map((whole) => whole / fine),
  fc.integer({ min: -(2 ** 52), max: 2 ** 52 }),
  fc.integer({ min: -(2 ** 30), max: 2 ** 30 }).map((whole) => whole * 2 ** 60),
);

describe('ExactSum', () => {
  it('is the double nearest to the sum', () => {
    fc.assert(
      fc.property(fc.array(number, { maxLength: 20 }), (numbers) => {
        // A whole number of any size becomes the nearest double.
        const whole = numbers.reduce((sum, each) => sum + scaled(each), 0n);
        expect(sumOf(numbers)).toBe(Number(whole) / fine + 0);
      }),
      { numRuns: 3_000 },
    );
  });

  it('does not depend on the order of the numbers', () => {
    const shuffled = fc
      .array(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }), { maxLength: 12 })
      .chain((numbers) =>
        fc.tuple(fc.constant(numbers), fc.shuffledSubarray(numbers, { minLength: numbers.length })),
      );
    fc.assert(
      fc.property(shuffled, ([numbers, others]) => {
        expect(sumOf(others) + 0).toBe(sumOf(numbers) + 0);
      }),
      { numRuns: 3_000 },
    );
  });

  it('adds products without loss', () => {
    const sum = new ExactSum();
    sum.addProduct(0.1, 0.1);
    sum.add(-(0.1 * 0.1));
    // The difference of the product of the doubles nearest to 0.1 from its own double.
    expect(sum.value).toBe(Number(scaledTenth * scaledTenth - scaledProduct) / 2 ** 112);
  });

  it('keeps infinities', () => {
    expect(sumOf([1, Number.POSITIVE_INFINITY])).toBe(Number.POSITIVE_INFINITY);
    expect(sumOf([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])).toBeNaN();
  });
});

function scaled(value: number): bigint {
  return Math.abs(value) < 2 ** 53 ? BigInt(value * fine) : BigInt(value) * BigInt(fine);
}

const scaledTenth = BigInt(0.1 * 2 ** 56);
const scaledProduct = BigInt(0.1 * 0.1 * 2 ** 60) * 2n ** 52n;
