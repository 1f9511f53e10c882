import { Structure } from '../json.ts';
import { compileRegex, replaceAll } from '../regex.ts';
import { isTrue, toColumn, toQuantity, toText, type Value } from '../values.ts';
import { onText, type ScalarFunction, scalar } from './scalar.ts';

/** Texts that a query makes stay within this length, so that `replace` cannot blow them up. */
const maxLength = 1_000_000;
const maxParts = 10_000;

export const textFunctions: readonly (readonly [string, ScalarFunction])[] = [
  scalar('isempty(value)', ([a]) => Number(a === null || a === '')),
  scalar('isblank(value)', ([a]) => Number(a === null || toText(a ?? null)?.trim() === '')),
  scalar('concat(text, …)', (args) => bounded(args.map((each) => toText(each) ?? '').join(''))),
  scalar('ltrim(text, [characters])', ([a, set]) => onText(a, (text) => trim(text, set, 'start'))),
  scalar('rtrim(text, [characters])', ([a, set]) => onText(a, (text) => trim(text, set, 'end'))),
  scalar('trim(text, [characters])', ([a, set]) =>
    onText(a, (text) => trim(trim(text, set, 'start'), set, 'end')),
  ),
  scalar('strlen(text)', ([a]) => onText(a, (text) => Array.from(text).length)),
  scalar('toupper(text)', ([a]) => onText(a, (text) => text.toUpperCase())),
  scalar('tolower(text)', ([a]) => onText(a, (text) => text.toLowerCase())),
  scalar('substr(text, start, [length])', ([a, start, length]) =>
    onText(a, (text) => substr(text, start, length)),
  ),
  scalar('replace(text, search, replacement)', ([a, search, by]) => onTexts([a, search, by], replace)),
  scalar(
    'regexReplace(text, pattern, replacement)',
    ([a, pattern, by]) => onTexts([a, pattern, by], regexReplace),
    { pattern: 1 },
  ),
  scalar(
    'strcontains(text, search, [ignoreCase])',
    ([a, search, ignoreCase]) =>
      onTexts([a, search], (text, part) =>
        Number(
          isTrue(ignoreCase ?? null) ? text.toLowerCase().includes(part.toLowerCase()) : text.includes(part),
        ),
      ) ?? 0,
  ),
  scalar(
    'startsWith(text, prefix)',
    ([a, b]) => onTexts([a, b], (text, part) => Number(text.startsWith(part))) ?? 0,
  ),
  scalar(
    'endsWith(text, suffix)',
    ([a, b]) => onTexts([a, b], (text, part) => Number(text.endsWith(part))) ?? 0,
  ),
  scalar(
    'split(text, separator)',
    ([a, b]) => onTexts([a, b], (text, separator) => new Structure(text.split(separator, maxParts))),
    { makesStructure: true },
  ),
  scalar('urlEncode(text)', ([a]) => onText(a, (text) => encodeURIComponent(text.toWellFormed()))),
  scalar('urlDecode(text)', ([a]) =>
    onText(a, (text) => attempt(() => decodeURIComponent(text.replaceAll('+', ' ')))),
  ),
  scalar('base64Encode(text)', ([a]) => onText(a, (text) => btoa(binary(new TextEncoder().encode(text))))),
  scalar('base64Decode(text)', ([a]) =>
    onText(a, (text) =>
      attempt(() => new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(atob(text), codeOf))),
    ),
  ),
  scalar('hexToAscii(hex)', ([a]) => onText(a, hexToAscii)),
  scalar('hexToDec(hex)', ([a]) =>
    onText(a, (text) => (isHex(text) ? String(BigInt(`0x${bareHex(text)}`)) : null)),
  ),
  scalar('decToHex(number)', ([a]) => decToHex(a)),
  scalar('ispresent(value)', ([a]) => Number(a !== null)),
  scalar('coalesce(value, …)', (args) => args.find((each) => each !== null) ?? null),
  scalar(
    'if(condition, then, else)',
    ([condition, then, otherwise]) => (isTrue(condition ?? null) ? then : otherwise) ?? null,
  ),
  scalar('case(condition, value, …)', chooseCase, {
    check: (args) => (args.length > 21 ? 'at most 10 conditions' : undefined),
  }),
];

function bounded(text: string): string | null {
  return text.length > maxLength ? null : text;
}

function onTexts(args: readonly (Value | undefined)[], compute: (...texts: string[]) => Value): Value {
  const texts: string[] = [];
  for (const each of args) {
    const text = toText(each ?? null);
    if (text === null) return null;
    texts.push(text);
  }
  return compute(...texts);
}

function trim(text: string, characters: Value | undefined, side: 'start' | 'end'): string {
  const set = characters === undefined ? undefined : new Set(toText(characters) ?? '');
  if (set === undefined) return side === 'start' ? text.trimStart() : text.trimEnd();
  const all = Array.from(text);
  let from = 0;
  let to = all.length;
  if (side === 'start') while (from < to && set.has(all[from] ?? '')) from += 1;
  else while (to > from && set.has(all[to - 1] ?? '')) to -= 1;
  return all.slice(from, to).join('');
}

function substr(text: string, start: Value | undefined, length: Value | undefined): Value {
  const from = toQuantity(start ?? null);
  const count = length === undefined ? Number.POSITIVE_INFINITY : toQuantity(length);
  if (from === undefined || count === undefined || from < 0 || count < 0) return null;
  const first = Math.trunc(from);
  return Array.from(text)
    .slice(first, first + Math.trunc(Math.min(count, text.length)))
    .join('');
}

function replace(text = '', search = '', by = ''): Value {
  if (search === '') return text;
  const parts = text.split(search);
  return text.length + (parts.length - 1) * by.length > maxLength ? null : parts.join(by);
}

function regexReplace(text = '', pattern = '', by = ''): Value {
  const count = text.length + 1;
  return count * (by.length + 1) > maxLength ? null : bounded(replaceAll(compileRegex(pattern), text, by));
}

function attempt(decode: () => string): string | null {
  try {
    return decode();
  } catch {
    return null;
  }
}

function binary(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

function codeOf(character: string): number {
  return character.charCodeAt(0);
}

function bareHex(text: string): string {
  return text.replace(/^0x/i, '');
}

function isHex(text: string): boolean {
  return /^(?:0x)?[0-9a-f]{1,256}$/i.test(text);
}

function hexToAscii(text: string): Value {
  const digits = bareHex(text);
  if (!/^(?:[0-9a-f]{2})+$/i.test(digits)) return null;
  return digits.replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)));
}

function decToHex(value: Value | undefined): Value {
  return onText(value, (text) => (/^\d{1,256}$/.test(text) ? BigInt(text).toString(16) : null));
}

function chooseCase(args: readonly Value[]): Value {
  for (let at = 0; at + 1 < args.length; at += 2) {
    if (isTrue(args[at] ?? null)) return args[at + 1] ?? null;
  }
  return args.length % 2 === 1 ? (args.at(-1) ?? null) : null;
}

/** Bytes of a text in UTF-8, for `messageSize`. */
export function byteLength(value: Value): number | null {
  const text = toColumn(value);
  return text === null ? null : new TextEncoder().encode(text).length;
}
