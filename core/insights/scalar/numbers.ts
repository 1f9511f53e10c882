import { isNumeric, toQuantity, toText, type Value } from '../values.ts';
import { finite, onNumber, type ScalarFunction, scalar } from './scalar.ts';

const earthRadiusKm = 6_371;

export const numberFunctions: readonly (readonly [string, ScalarFunction])[] = [
  scalar('abs(number)', ([a]) => onNumber(a, Math.abs)),
  scalar('ceil(number)', ([a]) => onNumber(a, Math.ceil)),
  scalar('floor(number)', ([a]) => onNumber(a, Math.floor)),
  scalar('greatest(number, …)', (args) => best(args, Math.max)),
  scalar('least(number, …)', (args) => best(args, Math.min)),
  scalar('log(number)', ([a]) => onNumber(a, Math.log)),
  scalar('round(number, [digits])', ([a, digits]) => round(a, digits)),
  scalar('sqrt(number)', ([a]) => onNumber(a, Math.sqrt)),
  scalar('haversine(latitude1, longitude1, latitude2, longitude2)', haversine),
  scalar('toNumber(value)', ([a]) => onNumber(a, (number) => number)),
  scalar('toInt(value)', ([a]) => onNumber(a, Math.trunc)),
  scalar('toLong(value)', ([a]) => onNumber(a, Math.trunc)),
  scalar('toDouble(value)', ([a]) => onNumber(a, (number) => number)),
  scalar('isNumeric(value)', ([a]) => Number(isNumeric(toText(a ?? null) ?? ''))),
];

function best(args: readonly Value[], choose: (...numbers: number[]) => number): Value {
  const numbers = args.map(toQuantity).filter((number) => number !== undefined);
  return numbers.length === 0 ? null : choose(...numbers);
}

/** Half goes away from zero. */
function round(value: Value | undefined, digits: Value | undefined): Value {
  const places = digits === undefined ? 0 : toQuantity(digits);
  if (places === undefined || Math.abs(places) > 15) return null;
  const scale = 10 ** Math.trunc(places);
  return onNumber(value, (number) => (Math.sign(number) * Math.round(Math.abs(number) * scale)) / scale);
}

/** The distance of two places on the globe in kilometres. */
function haversine(args: readonly Value[]): Value {
  const [latitude1, longitude1, latitude2, longitude2] = args.map((value) => toQuantity(value));
  if (latitude1 === undefined || longitude1 === undefined) return null;
  if (latitude2 === undefined || longitude2 === undefined) return null;
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const half = (a: number, b: number) => Math.sin(radians(b - a) / 2) ** 2;
  const chord =
    half(latitude1, latitude2) +
    Math.cos(radians(latitude1)) * Math.cos(radians(latitude2)) * half(longitude1, longitude2);
  return finite(2 * earthRadiusKm * Math.asin(Math.min(1, Math.sqrt(chord))));
}
