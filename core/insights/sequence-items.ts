/** Characters by their codes below 128, and whether all others are among them. */
export interface Characters {
  readonly ascii: readonly boolean[];
  readonly others: boolean;
}

export type Item =
  | { readonly kind: 'text'; readonly text: string }
  /** As many characters as possible. */
  | { readonly kind: 'run'; readonly of: Characters; readonly min: number; readonly max: number }
  /** As few characters as possible before the text, which is the next item but for groups. */
  | { readonly kind: 'upTo'; readonly of: Characters; readonly min: number; readonly text: string }
  | { readonly kind: 'open' | 'close'; readonly group: number }
  | { readonly kind: 'end' };

export function contains({ ascii, others }: Characters, code: number): boolean {
  return code < 128 ? ascii[code] === true : others;
}

/** The items of a regular expression; undefined if it has choices, repeated groups, flags or what is seldom used. */
export function readItems(source: string): Item[] | undefined {
  const items: Item[] = [];
  const open: number[] = [];
  let groups = 0;
  let rest = source;
  while (rest !== '') {
    const group = /^\((?:\?P?<[^>]+>|(?![?]))/.exec(rest)?.[0];
    if (group !== undefined) {
      items.push({ kind: 'open', group: groups });
      open.push(groups);
      groups += 1;
      rest = rest.slice(group.length);
    } else if (rest.startsWith(')')) {
      const closed = open.pop();
      if (closed === undefined || quantifier.test(rest.slice(1))) return undefined;
      items.push({ kind: 'close', group: closed });
      rest = rest.slice(1);
    } else if (rest === '$') {
      items.push({ kind: 'end' });
      rest = '';
    } else {
      const unit = unitForm.exec(rest)?.[0];
      const of = unit === undefined ? undefined : charactersOf(unit);
      if (unit === undefined || of === undefined) return undefined;
      const repeat = quantifier.exec(rest.slice(unit.length))?.[0] ?? '';
      const item = itemOf(of, repeat);
      if (item === undefined) return undefined;
      items.push(item);
      rest = rest.slice(unit.length + repeat.length);
    }
  }
  return open.length > 0 ? undefined : withTexts(items);
}

/** A class, an escape or a character. */
const unitForm = /^(?:\[(?:\\.|[^\]\\[])+\]|\\.|[^\\^$*+?()[\]{}|])/s;
const quantifier = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/;

type Read = Characters | string;

function itemOf(of: Read, repeat: string): Item | undefined {
  if (typeof of === 'string' && repeat === '') return { kind: 'text', text: of };
  const characters = typeof of === 'string' ? charactersFrom(of) : of;
  if (characters === undefined) return undefined;
  const isLazy = repeat.length > 1 && repeat.endsWith('?');
  const [min, max] = timesOf(isLazy ? repeat.slice(0, -1) : repeat);
  if (!isLazy) return { kind: 'run', of: characters, min, max };
  return max === Number.POSITIVE_INFINITY && min < 2
    ? { kind: 'upTo', of: characters, min, text: '' }
    : undefined;
}

function timesOf(repeat: string): [min: number, max: number] {
  if (repeat === '') return [1, 1];
  if (repeat === '*') return [0, Number.POSITIVE_INFINITY];
  if (repeat === '+') return [1, Number.POSITIVE_INFINITY];
  if (repeat === '?') return [0, 1];
  const [min = '', max = min] = repeat.slice(1, -1).split(',');
  return [Number(min), max === '' ? Number.POSITIVE_INFINITY : Number(max)];
}

/** Characters beside each other become a text, and each `upTo` learns the text that it stops at. */
function withTexts(items: readonly Item[]): Item[] | undefined {
  const joined: Item[] = [];
  for (const item of items) {
    const last = joined.at(-1);
    if (item.kind === 'text' && last?.kind === 'text') {
      joined[joined.length - 1] = { kind: 'text', text: last.text + item.text };
    } else joined.push(item);
  }
  for (const [index, item] of joined.entries()) {
    if (item.kind !== 'upTo') continue;
    const next = joined.slice(index + 1).find(({ kind }) => kind !== 'open' && kind !== 'close');
    if (next?.kind !== 'text') return undefined;
    joined[index] = { ...item, text: next.text };
  }
  return joined;
}

const ranges: Readonly<Record<string, string>> = { d: '0-9', w: '0-9A-Za-z_', s: '\t\n\f\r ' };
const controls: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };

/** A character by itself, or several to choose from. */
function charactersOf(unit: string): Read | undefined {
  if (unit === '.') return not(charactersFrom('\n'));
  if (unit.startsWith('[')) return readClass(unit.slice(1, -1));
  if (!unit.startsWith('\\')) return unit;
  const letter = unit.charAt(1);
  const range = ranges[letter.toLowerCase()];
  if (range !== undefined)
    return letter === letter.toLowerCase() ? fromRanges(range) : not(fromRanges(range));
  return escaped(letter);
}

function escaped(letter: string): string | undefined {
  return controls[letter] ?? (/[!-/:-@[-`{-~]/.test(letter) ? letter : undefined);
}

function readClass(body: string): Characters | undefined {
  // Readers disagree about a range that begins with a class.
  if (/\\[dws]-./.test(body)) return undefined;
  const isNegated = body.startsWith('^');
  let written = '';
  for (const [piece] of (isNegated ? body.slice(1) : body).matchAll(/\\.|[^\\]/gs)) {
    const letter = piece.charAt(1);
    const read = letter === '' ? piece : (ranges[letter] ?? escaped(letter));
    // An escaped minus would read as a range.
    if (read === undefined || piece === '\\-') return undefined;
    written += read;
  }
  const characters = fromRanges(written);
  return isNegated ? not(characters) : characters;
}

function fromRanges(written: string): Characters | undefined {
  let all = '';
  for (const [, from = '', to = from] of written.matchAll(/(.)(?:-(.))?/gs)) {
    if (from > to) return undefined;
    for (let code = from.charCodeAt(0); code <= to.charCodeAt(0) && code <= 128; code += 1) {
      all += String.fromCharCode(code);
    }
  }
  return charactersFrom(all);
}

/** Undefined if one is beyond ASCII, as those are only known all together. */
function charactersFrom(texts: string): Characters | undefined {
  const ascii = new Array<boolean>(128).fill(false);
  for (let at = 0; at < texts.length; at += 1) {
    const code = texts.charCodeAt(at);
    if (code >= 128) return undefined;
    ascii[code] = true;
  }
  return { ascii, others: false };
}

function not(characters: Characters | undefined): Characters | undefined {
  return characters && { ascii: characters.ascii.map((each) => !each), others: !characters.others };
}
