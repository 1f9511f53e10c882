import { passesLuhn } from '../../checksums.ts';

/** Checks of identifiers on their digits and letters, without separators and in upper case. */
export type Check = (value: string) => boolean;

const digitAt = (value: string, index: number): number => value.charCodeAt(index) - 48;

/** The sum of the leading digits, each times its weight. */
export function weighted(value: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * digitAt(value, index), 0);
}

export const luhn: Check = (value) => passesLuhn(value.replace(/\D/g, ''));

/** `offset - sum % modulus` (reduced by the modulus) is the digit behind the weighted ones; 10 counts as 0. */
export function weightedDigit(weights: readonly number[], modulus: number, complement = true): Check {
  return (value) => {
    const rest = weighted(value, weights) % modulus;
    const digit = (complement ? (modulus - rest) % modulus : rest) % 10;
    return digitAt(value, weights.length) === digit;
  };
}

/** The last character is that of a table, at the remainder of the number before it. */
export function letterAt(letters: string, number: (value: string) => number): Check {
  return (value) => value.at(-1) === letters[number(value) % letters.length];
}

/** ISO 7064, MOD 11,10: German tax and VAT numbers, Croatian OIB. */
export const mod11And10: Check = (value) => {
  const digits = value.replace(/\D/g, '');
  let product = 10;
  for (let index = 0; index < digits.length - 1; index += 1) {
    const sum = (digitAt(digits, index) + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return (11 - product) % 10 === digitAt(digits, digits.length - 1);
};

/** ISO 7064, MOD 11-2: the resident identity number of China. */
export const mod11And2: Check = (value) => {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  return value.at(-1) === '10X98765432'[weighted(value, weights) % 11];
};

const multiplication = [
  '0123456789',
  '1234067895',
  '2340178956',
  '3401289567',
  '4012395678',
  '5987604321',
  '6598710432',
  '7659821043',
  '8765932104',
  '9876543210',
];
const permutation = [
  '0123456789',
  '1576283094',
  '5803796142',
  '8916043527',
  '9453126870',
  '4286573901',
  '2793806415',
  '7046913258',
];

/** J. Verhoeff, "Error detecting decimal codes", 1969. */
export const verhoeff: Check = (value) => {
  let state = 0;
  for (let index = 0; index < value.length; index += 1) {
    const digit = digitAt(value, value.length - 1 - index);
    state = Number(multiplication[state]?.[Number(permutation[index % 8]?.[digit])]);
  }
  return state === 0;
};

/** Two check digits of weights that fall, modulo 11, where 10 counts as 0: CPF and CNPJ of Brazil. */
export const brazilian: Check = (value) => {
  if (/^(\d)\1+$/.test(value)) return false;
  const longest = value.length === 11 ? 12 : 9;
  return [value.length - 2, value.length - 1].every((count) => {
    let sum = 0;
    for (let index = 0; index < count; index += 1) {
      const weight = count + 1 - index;
      sum += digitAt(value, index) * (weight > longest ? weight - 8 : weight);
    }
    const rest = (sum * 10) % 11;
    return (rest === 10 ? 0 : rest) === digitAt(value, count);
  });
};

/** Day, month and year at these offsets are a day of some century. */
export function dated(order: 'yymmdd' | 'ddmmyy' | 'yyyymmdd', start = 0): Check {
  return (value) => {
    const at = (letters: string) =>
      Number(value.slice(start + order.indexOf(letters), start + order.indexOf(letters) + 2));
    const [month, day] = [at('mm'), at('dd')];
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
  };
}

export const all =
  (...checks: Check[]): Check =>
  (value) =>
    checks.every((check) => check(value));

/** The American social security number: no group is zero, 666 and 9xx are not given out. */
export const ssn: Check = (value) =>
  !/^(?:000|666|9)/.test(value) &&
  value.slice(3, 5) !== '00' &&
  value.slice(5) !== '0000' &&
  !/^(\d)\1+$/.test(value) &&
  value !== '123456789';

export const turkish: Check = (value) => {
  const odd = [0, 2, 4, 6, 8].reduce((sum, index) => sum + digitAt(value, index), 0);
  const even = [1, 3, 5, 7].reduce((sum, index) => sum + digitAt(value, index), 0);
  const tenth = (((odd * 7 - even) % 10) + 10) % 10;
  return tenth === digitAt(value, 9) && (odd + even + tenth) % 10 === digitAt(value, 10);
};
