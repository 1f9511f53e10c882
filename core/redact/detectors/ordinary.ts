import type { Value } from '../pairs/value.ts';

/**
 * Values under names of tokens and keys that no issuer gives out: small numbers, references to where a secret is kept, and
 * words of a sentence.
 */
export function isOrdinary({ decoded, writing }: Value): boolean {
  if (/^\d{1,3}$/.test(decoded)) return true;
  if (decoded.startsWith('arn:aws') || lowerCasePath.test(decoded)) return true;
  return writing === 'prose' && word.test(decoded);
}

const lowerCasePath = /^(?:file:\/\/)?(?:\/[a-z_.-][a-z0-9_.-]{0,40}){2,12}$/;
const word = /^(?:[A-Za-z]?[a-z]{1,11}|[A-Z]{1,11}|\W+)[.,:;!?]?$/;
