/** Dates by Java's pattern letters (java.time.format.DateTimeFormatter), those that logs use, in UTC. */

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

type Part = { readonly literal: string } | { readonly letter: string; readonly count: number };

/** Milliseconds since 1970 of a text; null if it does not follow the pattern, or the pattern is not known. */
export function parseDate(text: string, pattern: string): number | null {
  const parts = partsOf(pattern);
  if (parts === undefined) return null;
  const found: Record<string, number> = { y: 1970, M: 1, d: 1, H: 0, m: 0, s: 0, S: 0, X: 0 };
  let at = 0;
  for (const part of parts) {
    const read = 'literal' in part ? readLiteral(text, at, part.literal) : readField(text, at, part);
    if (read === undefined) return null;
    if ('letter' in part) found['Zz'.includes(part.letter) ? 'X' : part.letter] = read.value;
    at += read.length;
  }
  if (at !== text.length) return null;
  const hour = found['a'] === undefined ? (found['H'] ?? 0) : ((found['h'] ?? 12) % 12) + found['a'] * 12;
  const { y = 1970, M = 1, d = 1, m = 0, s = 0, S = 0, X = 0 } = found;
  if (M < 1 || M > 12 || d < 1 || d > 31 || hour > 24 || m > 59 || s > 60) return null;
  return Date.UTC(y, M - 1, d, hour, m, s, S) - X * 60_000;
}

/** The time by the pattern; null if the pattern is not known. */
export function formatDate(milliseconds: number, pattern: string): string | null {
  const parts = partsOf(pattern);
  if (parts === undefined) return null;
  const date = new Date(milliseconds);
  return parts.map((part) => ('literal' in part ? part.literal : writeField(date, part))).join('');
}

/** Can a date be read or written by the pattern? */
export function isDatePattern(pattern: string): boolean {
  return partsOf(pattern) !== undefined;
}

function partsOf(pattern: string): Part[] | undefined {
  if (pattern.length > 100) return undefined;
  const parts: Part[] = [];
  for (const [whole, quoted, letters] of pattern.matchAll(/'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']/g)) {
    if (quoted !== undefined) parts.push({ literal: quoted === '' ? "'" : quoted.replaceAll("''", "'") });
    else if (letters === undefined) parts.push({ literal: whole });
    else if (!'yuMdHhmsSaEXZz'.includes(letters)) return undefined;
    else parts.push({ letter: letters === 'u' ? 'y' : letters, count: whole.length });
  }
  return parts;
}

interface Read {
  readonly value: number;
  readonly length: number;
}

function readLiteral(text: string, at: number, literal: string): Read | undefined {
  return text.startsWith(literal, at) ? { value: 0, length: literal.length } : undefined;
}

function readField(
  text: string,
  at: number,
  { letter, count }: { letter: string; count: number },
): Read | undefined {
  const rest = text.slice(at, at + 40);
  if (letter === 'M' && count >= 3) return readName(rest, months, 1);
  if (letter === 'E') return readName(rest, weekdays, 0);
  if (letter === 'a') return readName(rest, ['AM', 'PM'], 0);
  if ('XZz'.includes(letter)) return readZone(rest);
  const digits = new RegExp(`^\\d{${count === 1 ? '1,9' : `${count},${count === 4 ? 9 : count}`}}`).exec(
    rest,
  )?.[0];
  if (digits === undefined) return undefined;
  const value = letter === 'S' ? Number(digits.padEnd(3, '0').slice(0, 3)) : Number(digits);
  const century = letter === 'y' && count === 2 ? 2_000 : 0;
  return { value: value + century, length: digits.length };
}

function readName(rest: string, names: readonly string[], first: number): Read | undefined {
  const index = names.findIndex((name) => rest.toLowerCase().startsWith(name.toLowerCase()));
  return index < 0 ? undefined : { value: index + first, length: names[index]?.length ?? 0 };
}

/** The zone's minutes east of Greenwich. */
function readZone(rest: string): Read | undefined {
  const [whole, utc, sign, hours, minutes] = /^(?:(Z|UTC|GMT)|([+-])(\d{2}):?(\d{2})?)/.exec(rest) ?? [];
  if (whole === undefined) return undefined;
  if (utc !== undefined) return { value: 0, length: whole.length };
  const size = Number(hours) * 60 + Number(minutes ?? 0);
  return { value: sign === '-' ? -size : size, length: whole.length };
}

function writeField(date: Date, { letter, count }: { letter: string; count: number }): string {
  const padded = (number: number) => String(number).padStart(count, '0');
  const month = date.getUTCMonth();
  const hour = date.getUTCHours();
  switch (letter) {
    case 'y':
      return count === 2 ? String(date.getUTCFullYear()).slice(-2) : padded(date.getUTCFullYear());
    case 'M':
      return count >= 3 ? (months[month] ?? '') : padded(month + 1);
    case 'd':
      return padded(date.getUTCDate());
    case 'H':
      return padded(hour);
    case 'h':
      return padded(hour % 12 === 0 ? 12 : hour % 12);
    case 'm':
      return padded(date.getUTCMinutes());
    case 's':
      return padded(date.getUTCSeconds());
    case 'S':
      return String(date.getUTCMilliseconds()).padStart(3, '0').padEnd(count, '0').slice(0, count);
    case 'a':
      return hour < 12 ? 'AM' : 'PM';
    case 'E':
      return weekdays[date.getUTCDay()] ?? '';
    default:
      return letter === 'X' ? 'Z' : letter === 'Z' ? '+0000' : 'UTC';
  }
}
