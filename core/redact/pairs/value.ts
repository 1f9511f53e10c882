import { isAlphanumeric, isSpace, skipWhile, testAt } from '../characters.ts';
import type { Hit } from '../detector.ts';
import { withoutEscapes } from '../escapes.ts';
import { endOfBareValue, type Surroundings } from './bare-value.ts';
import type { Writing } from './placeholder.ts';
import type { Separator } from './separator.ts';

/** A value as it stands in the text, and what it stands for. */
export interface Value {
  readonly start: number;
  readonly end: number;
  readonly decoded: string;
  readonly writing: Writing;
}

/** How far a bare value of a certain key goes, if it is not one word. */
export type ReadBare = (hit: Hit, start: number, limit: number, surroundings: Surroundings) => number;

/** Reads the value that starts at the separator's end: one, or each element of a list; none if it is an object or empty. */
export function readValues(
  hit: Hit,
  separator: Separator,
  surroundings: Surroundings,
  bare: ReadBare,
): Value[] {
  const { text } = hit;
  const { end: start, kind } = separator;
  if (separator.afterQuote && text[start] === '{') return [];
  const isList = separator.afterQuote && text[start] === '[' && hit.maskEndAt(text, start) === undefined;
  if (isList) return readList(hit, start + 1);
  // A key in quotes has its value in the same quotes, unless the key is all there is in them, or a tag ends between.
  const isBeyond = separator.afterQuote || kind === '>';
  const limit = isBeyond ? hit.runs.limitAt(start) : hit.limit;
  if (start >= limit && !isBeyond) return [];
  const quoted =
    readQuoted(hit, start, limit) ?? readDefault(hit, start, limit) ?? readArgument(hit, start, limit);
  if (quoted) return [quoted];
  if ((kind === ',' && separator.afterQuote) || start >= limit) return [];
  const end = bare(hit, start, limit, surroundings);
  if (end <= start) return [];
  const raw = text.slice(start, end);
  return [
    {
      start,
      end,
      decoded: surroundings === 'url' ? percentDecoded(raw) : raw,
      writing: writingOf(separator),
    },
  ];
}

function writingOf({ kind }: Separator): Writing {
  return kind === '=' || kind === '>' ? 'assigned' : 'prose';
}

/** A list of JSON, and of what is printed like it; ends at the first element that is no string or word. */
function readList(hit: Hit, from: number): Value[] {
  const { text } = hit;
  const values: Value[] = [];
  let at = skipWhile(text, from, text.length, isSpace);
  while (at < text.length && text[at] !== ']' && text[at] !== '{' && text[at] !== '[') {
    const quoted = readQuoted(hit, at, hit.runs.limitAt(at));
    const end = quoted?.end ?? endOfBareValue(hit, at, hit.runs.limitAt(at), 'json');
    if (quoted) values.push(quoted);
    else if (end > at) values.push({ start: at, end, decoded: text.slice(at, end), writing: 'assigned' });
    at = skipWhile(text, quoted ? end + 1 : end, text.length, isSpace);
    if (text[at] !== ',') break;
    at = skipWhile(text, at + 1, text.length, isSpace);
  }
  return values;
}

/** A value in quotes, with `b`, `r` or `u` before them as Python prints them, `N` of SQL or `@` of C#. */
function readQuoted(hit: Hit, from: number, limit: number): Value | undefined {
  const { text } = hit;
  const open = /^[bruN@]$/.test(text.charAt(from)) && /^["']$/.test(text.charAt(from + 1)) ? from + 1 : from;
  const quote = text[open];
  if (quote === '"') {
    // The run goes on to the next double quote, or to the end of the line where the text has been cut.
    const run = hit.runs.at(open + 1);
    return run.start === open + 1 ? valueIn(hit, run.start, run.end) : undefined;
  }
  if (quote !== "'" && quote !== '`') return undefined;
  const end = closingQuote(hit, open + 1, limit, quote);
  return end === undefined ? undefined : valueIn(hit, open + 1, end);
}

/** The first text that a call is given, as in `String::from("…")` and `PASSWORD('…')`; calls that look the value up hold none. */
function readArgument(hit: Hit, from: number, limit: number): Value | undefined {
  const call = opensCall.exec(hit.text.slice(from, Math.min(limit, from + maxCallLength) + 1))?.[0];
  if (call === undefined || looksUp.test(call)) return undefined;
  return readQuoted(hit, from + call.length, hit.runs.limitAt(from + call.length));
}

/** What stands in for a value that is missing: `process.env.TOKEN || '…'`, `os.environ.get('TOKEN') or '…'`. */
function readDefault(hit: Hit, from: number, limit: number): Value | undefined {
  const first = leadsToDefault.exec(
    hit.text.slice(from, Math.min(hit.text.length, from + maxLeadLength)),
  )?.[0];
  if (first === undefined || from >= limit) return undefined;
  return readQuoted(hit, from + first.length, hit.runs.limitAt(from + first.length));
}

const leadsToDefault =
  /^[A-Za-z_$][\w$.]{0,63}(?:\([^()\n]{0,64}\)|\[[^\]\n]{0,64}\])?\s{1,4}(?:\|\||\?\?|or)\s{1,4}(?=[bru]?["'])/;
const maxLeadLength = 160;

const opensCall = /^(?:new )?[A-Za-z_$][\w$.:]{0,47}!?\(\s{0,4}(?=[bruN@]?["'])/;
const maxCallLength = 64;
const looksUp =
  /env|get(?!bytes)|find|fetch|load|read|lookup|resolve|config|var|param|setting|option|prompt|ask|input|ref|translate|^(?:t|__?|\$t|i18n)\(/i;

function closingQuote(hit: Hit, from: number, limit: number, quote: string): number | undefined {
  const { text } = hit;
  for (let at = from; at < limit; at += 1) {
    const character = text[at];
    if (character === quote && at > from && text[at + 1] === quote && testAt(text, at + 2, isAlphanumeric)) {
      // Shells, SQL and YAML double a quote that belongs to the value.
      at += 1;
      continue;
    }
    if (character === quote || character === '\n') {
      hit.spend(at - from);
      return character === quote ? at : undefined;
    }
    if (character === '\\') at += 1;
  }
  hit.spend(limit - from);
  return undefined;
}

function valueIn(hit: Hit, start: number, end: number): Value {
  const raw = hit.text.slice(start, end);
  hit.spend(raw.length);
  return { start, end, decoded: raw.includes('\\') ? withoutEscapes(raw).text : raw, writing: 'quoted' };
}

/** Malformed escapes stay. */
export function percentDecoded(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
