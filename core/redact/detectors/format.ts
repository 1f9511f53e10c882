import { isAlphanumeric } from '../characters.ts';
import {
  alphanumeric,
  anything,
  classesOf,
  digit,
  hexLower,
  hexUpper,
  letter,
  lower,
  upper,
} from '../classes.ts';
import { atTokenStart, type Gate, gate } from '../gate.ts';

/**
 * Formats of tokens in a short notation: literal text and classes in braces with how many there are, such as `ghp_{w36-255}`.
 * The classes are `d` digits, `h` lower-case and `H` any hexadecimal, `l` lower-case and `u` upper-case letters with digits, `a`
 * letters, `w` letters and digits, `b` those with `-` and `_`, `B` base 64, `e` base 64 of either alphabet with dots, `t` the unreserved of URLs, `p` percent-encoded, and `{uuid}`.
 */
export interface Format {
  /** The literal that the text is searched for, in lower case. */
  readonly anchor: string;
  /** Matches what comes before the anchor, at its end; undefined if the token starts with it. */
  readonly head: RegExp | undefined;
  /** How far before the anchor the token may start. */
  readonly headLength: number;
  /** Sticky; matches from the anchor on. */
  readonly tail: RegExp;
  /** How far it may read. */
  readonly tailLength: number;
  /** What the characters around the anchor are. */
  readonly around: Pick<Gate, 'before' | 'afterPercent' | 'behind' | 'far' | 'distance'>;
}

const classes: Readonly<Record<string, string>> = {
  d: '0-9',
  h: '0-9a-f',
  H: '0-9a-fA-F',
  l: 'a-z0-9',
  u: 'A-Z0-9',
  a: 'A-Za-z',
  w: 'A-Za-z0-9',
  b: 'A-Za-z0-9_\\-',
  B: 'A-Za-z0-9+/=',
  e: 'A-Za-z0-9+/=_.\\-',
  t: 'A-Za-z0-9_.~\\-',
  p: 'A-Za-z0-9%',
};

/** The same for gates. */
const classBits: Readonly<Record<string, number>> = {
  d: digit,
  h: digit | hexLower,
  H: digit | hexLower | hexUpper,
  l: digit | lower,
  u: digit | upper,
  a: letter,
  w: alphanumeric,
  b: alphanumeric | classesOf('_-'),
  B: alphanumeric | classesOf('+/='),
  e: alphanumeric | classesOf('+/=_.-'),
  t: alphanumeric | classesOf('_.~-'),
  p: alphanumeric | classesOf('%'),
};

/** `{w36+}` ends here; no known token is longer. */
const maxOpenLength = 2_048;

const part = /\{uuid\}|\{([a-zA-Z])(\d+)(?:-(\d+)|(\+))?\}|[^{]+/g;
const uuid = '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}';

interface Part {
  literal?: string;
  pattern: string;
  members: string;
  /** Of a class of characters. */
  bits?: number;
  shortest: number;
  longest: number;
}

export function compileFormat(format: string): Format {
  const parts = partsOf(format);
  const lengths = parts.map(({ literal }) => literal?.length ?? 0);
  const at = (lengths[0] ?? 0) > 1 ? 0 : lengths.indexOf(Math.max(...lengths));
  const anchor = parts[at]?.literal;
  if (anchor === undefined) throw new RangeError(`The format ${format} has no literal`);
  const before = parts.slice(0, at);
  const behind = parts.slice(at);
  const tail = behind.map(({ pattern }) => pattern).join('');
  return {
    anchor: anchor.toLowerCase(),
    head:
      at === 0 ? undefined : new RegExp(`(?<![A-Za-z0-9])${before.map(({ pattern }) => pattern).join('')}$`),
    headLength: lengthOf(before) + 1,
    tail: new RegExp(`${tail}(?![A-Za-z0-9]|_[a-z])`, 'y'),
    tailLength: lengthOf(behind),
    around: around(anchor, parts[at - 1], parts[at + 1]),
  };
}

function lengthOf(parts: readonly Part[]): number {
  return parts.reduce((length, { longest }) => length + longest, 0);
}

/** A format that begins with a sign, such as `&sig=`, may follow anything. */
function around(anchor: string, before: Part | undefined, behind: Part | undefined): Format['around'] {
  const isRun = behind?.bits !== undefined && behind.shortest > 0;
  const run = isRun ? (behind.bits ?? anything) : anything;
  const start = before
    ? { before: before.bits ?? anything }
    : isAlphanumeric(anchor.charCodeAt(0))
      ? atTokenStart
      : {};
  return gate({
    ...start,
    behind: behind ? run : anything & ~alphanumeric,
    far: run,
    distance: isRun ? behind.shortest : 1,
  });
}

/** One gate for formats that share an anchor, which lets through what any of theirs would. */
export function gateForAll(formats: readonly Format[]): Gate {
  const all = formats.map(({ around }) => around);
  const any = (member: 'before' | 'behind' | 'far') => all.reduce((classes, one) => classes | one[member], 0);
  return gate({
    before: any('before'),
    afterPercent: all.some(({ afterPercent }) => afterPercent),
    behind: any('behind'),
    far: any('far'),
    distance: Math.min(...all.map(({ distance }) => distance)),
  });
}

/** A regular expression's source for a format that need not have a literal. */
export function patternOf(format: string): string {
  return partsOf(format)
    .map(({ pattern }) => pattern)
    .join('');
}

/** The shortest token of a format, the same each time. */
export function exampleOf(format: string): string {
  let seed = format.length * 7 + 3;
  const random = () => {
    seed = (seed * 16_807) % 2_147_483_647;
    return seed >> 4;
  };
  return partsOf(format)
    .map(({ literal, members, shortest, pattern }) => {
      if (literal !== undefined) return literal;
      if (pattern === uuid) return '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed';
      return Array.from({ length: shortest }, () => members.charAt(random() % members.length)).join('');
    })
    .join('');
}

function partsOf(format: string): Part[] {
  return Array.from(format.matchAll(part), (found) => {
    const [whole, name, count, to, open] = found;
    if (whole === '{uuid}') return { pattern: uuid, members: '', shortest: 36, longest: 36 };
    if (name === undefined) {
      const pattern = whole.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
      return { literal: whole, pattern, members: '', shortest: whole.length, longest: whole.length };
    }
    const shortest = Number(count);
    const longest = open ? maxOpenLength : Number(to ?? count);
    const set = classes[name];
    if (set === undefined) throw new RangeError(`The format ${format} has an unknown class ${name}`);
    return {
      pattern: `[${set}]{${shortest},${longest}}`,
      members: membersOf(set),
      bits: classBits[name] ?? anything,
      shortest,
      longest,
    };
  });
}

/** Letters and digits of a class; signs are left out, as a token ends with none. */
function membersOf(set: string): string {
  const inClass = new RegExp(`[${set}]`);
  return Array.from('7b3Kd9Qx2mVhT5wRzJ8cLpF4sNgYaE6kWuDtB1fHqXvMeCjGrPnZyAS0oiUIOl')
    .filter((c) => inClass.test(c))
    .join('');
}
