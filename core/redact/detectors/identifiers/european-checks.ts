import { passesLuhn } from '../../checksums.ts';
import { all, type Check, dated, weighted, weightedDigit } from './checks.ts';

const digits = (value: string): string => value.replace(/\D/g, '');

/** The letter counts as two digits; then each second digit is doubled and its cross sum taken. */
export const germanHealth: Check = (value) => {
  const number = String(value.charCodeAt(0) - 64).padStart(2, '0') + value.slice(1, 9);
  const sum = Array.from(number).reduce((total, digit, index) => {
    const product = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (product > 9 ? product - 9 : product);
  }, 0);
  return sum % 10 === Number(value.at(9));
};

export const germanPhysician: Check = (value) => {
  const rest = weighted(value, [4, 9, 4, 9, 4, 9]) % 10;
  return (10 - rest) % 10 === Number(value.at(6));
};

export const spanishSocialSecurity: Check = (value) => {
  const number = value.slice(0, -2);
  return Number(BigInt(number) % 97n) === Number(value.slice(-2));
};

export const frenchInsee: Check = (value) => {
  const number = value.slice(0, 13).replace('2A', '19').replace('2B', '18');
  return 97 - Number(BigInt(number) % 97n) === Number(value.slice(13));
};

const oddValues = [
  1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
];

/** Characters at odd places count by a table, those at even ones by their rank. */
export const italianFiscal: Check = (value) => {
  const sum = Array.from(value.slice(0, 15)).reduce((total, character, index) => {
    const rank = /\d/.test(character) ? Number(character) : character.charCodeAt(0) - 65;
    return total + (index % 2 === 0 ? (oddValues[rank] ?? 0) : rank);
  }, 0);
  return value.charCodeAt(15) === 65 + (sum % 26);
};

export const finnish: Check = (value) => {
  const number = Number(value.slice(0, 6) + value.slice(-4, -1));
  return value.at(-1) === '0123456789ABCDEFHJKLMNPRSTUVWXY'[number % 31];
};

/** Ten digits, or twelve with the century; days of coordination numbers count from 61. */
export const swedish: Check = (value) => {
  const number = digits(value).slice(-10);
  const day = Number(number.slice(4, 6)) % 60;
  const month = Number(number.slice(2, 4));
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 && passesLuhn(number);
};

/** D-numbers, which foreigners get, have 4 added to the first digit. */
export const norwegian: Check = all(
  (value) => dated('ddmmyy')(String(Number(value.charAt(0)) % 4) + value.slice(1)),
  weightedDigit([3, 7, 6, 1, 8, 9, 4, 5, 2], 11),
  weightedDigit([5, 4, 3, 2, 7, 6, 5, 4, 3, 2], 11),
);

export const dutch: Check = (value) => {
  const sum = weighted(value, [9, 8, 7, 6, 5, 4, 3, 2]) - Number(value.at(8));
  return sum % 11 === 0 && Number(value) > 0;
};

/** Those born from 2000 on have a 2 before the number. */
export const belgian: Check = (value) => {
  const check = Number(value.slice(9));
  return [value.slice(0, 9), `2${value.slice(0, 9)}`].some((number) => 97 - (Number(number) % 97) === check);
};

export const irish: Check = (value) => {
  const extra = value.length > 8 ? value.charCodeAt(8) - 64 : 0;
  const sum = weighted(value, [8, 7, 6, 5, 4, 3, 2]) + (extra === 23 ? 0 : extra * 9);
  return value[7] === 'WABCDEFGHIJKLMNOPQRSTUV'[sum % 23];
};

/** Company numbers of Spain end with a digit or the letter in its place. */
export const spanishCompany: Check = (value) => {
  const sum = Array.from(value.slice(1, 8)).reduce((total, digit, index) => {
    const product = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (product > 9 ? product - 9 : product);
  }, 0);
  const control = (10 - (sum % 10)) % 10;
  return value.at(8) === String(control) || value.at(8) === 'JABCDEFGHI'.charAt(control);
};
