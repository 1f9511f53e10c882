import { isAlphanumeric, isSpace, oneOf, skipBackWhile, skipWhile } from '../characters.ts';
import type { Hit } from '../detector.ts';

/** Where a value without quotes is met; it tells which characters end it. */
export type Surroundings = 'json' | 'url' | 'text' | 'tag';

const endsAlways = oneOf('"<>`');
const endsJson = oneOf(',]}');
const endsUrl = oneOf("&#'()[]{}|\\^");
const mayEnd = oneOf(",;&)]}|'");
const isClosing = oneOf(",;&)]}|'.");
const isOpeningBracket = oneOf('([{');
const isClosingBracket = oneOf(')]}');
const isKeyCharacter = oneOf('_.-', isAlphanumeric);

/** No longer key than this is looked for behind a comma. */
const maxKeyLength = 64;

/** The end of a value without quotes, at `limit` at the latest. */
export function endOfBareValue(hit: Hit, from: number, limit: number, surroundings: Surroundings): number {
  const { text } = hit;
  let at = from;
  // Brackets that the value has opened itself are its own when they close.
  let depth = 0;
  while (at < limit) {
    const code = text.charCodeAt(at);
    const maskEnd = code === 0x5b ? hit.maskEndAt(text, at) : undefined;
    if (maskEnd !== undefined) {
      at = maskEnd;
      continue;
    }
    const closes = depth > 0 && surroundings === 'text' && isClosingBracket(code);
    if (!closes && isEnd(text, at, code, limit, surroundings)) break;
    if (closes) depth -= 1;
    else if (isOpeningBracket(code)) depth += 1;
    at += 1;
  }
  hit.spend(at - from);
  if (surroundings === 'tag') return text[at] === '<' ? skipBackWhile(text, at, from, isSpace) : from;
  return surroundings === 'text' ? withoutFullStop(text, from, at) : at;
}

function isEnd(text: string, at: number, code: number, limit: number, surroundings: Surroundings): boolean {
  if (surroundings === 'tag') return code === 0x3c;
  if (isSpace(code) || code < 32 || endsAlways(code)) return true;
  switch (surroundings) {
    case 'json':
      return endsJson(code);
    case 'url':
      return endsUrl(code);
    case 'text':
      return mayEnd(code) && endsText(text, at + 1, limit);
  }
}

/** In prose a comma ends a value if a blank, an end or another key follows; passwords have commas, too. */
function endsText(text: string, next: number, limit: number): boolean {
  if (next >= limit) return true;
  const code = text.charCodeAt(next);
  if (isSpace(code) || endsAlways(code) || isClosing(code)) return true;
  const keyEnd = skipWhile(text, next, Math.min(limit, next + maxKeyLength), isKeyCharacter);
  return keyEnd > next && (text[keyEnd] === '=' || text[keyEnd] === ':');
}

function withoutFullStop(text: string, from: number, end: number): number {
  return end - 1 > from && text[end - 1] === '.' ? end - 1 : end;
}
