import { commands } from '../../../../core/insights/commands.ts';
import { functions, refusedFunctions } from '../../../../core/insights/functions.ts';
import { refusedCommands } from '../../../../core/insights/refused-commands.ts';
import type { Random } from './random.ts';

/** Texts to read: nearly queries, noise, and what a reader could be slow at. */

/** As long as a query may be. */
const maxLength = 10_000;

export interface Text {
  readonly shape: string;
  readonly text: string;
}

const samples: readonly string[] = [
  'fields @timestamp, @message | filter @message like /(?i)error|timeout/ | sort @timestamp desc | limit 20',
  'filter @type = "REPORT" | stats max(@memorySize / 1000 / 1000) as provisioned, avg(@duration) by bin(5m)',
  'parse @message "user=*, method:*, latency := *" as @user, @method, @latency | stats avg(@latency) by @method',
  'parse @message /user=(?<user>\\S+) ms=(?<ms>\\d+)/ | filter ms > 100 and user not in ["a", "b"] | dedup user',
  'stats count(*) as n by bin(1h) as t, level | fillmissing with 0 for n | sort t asc, n desc',
  'fields jsonParse(@message) as m, m.`a key`[0].b as x | unnest m.list into each | filldown a b* | expand each',
  'outlier action=remove param=3 a b | sessionize user maxspan 1h as s | addtotals fieldname=T row=false col=true a, b',
  'fields a | accum a as total | autoregress a p=1-4 | pattern tolower(@message) # note\n| display a',
  'SOURCE logGroups(namePrefix: ["/a", \'b\'], class: ["STANDARD"]) START=-1d END=now | filter a in (SOURCE lg | fields id)',
  'join type=left left=a right=b where a.id=b.id (SOURCE "/x" | fields id) | appendcols max=5 (stats count(*))',
  'lookup t id as user OUTPUT name as n, team | cidrlookup nets ip as range OUTPUTNEW region | unmask @message',
  'pattern @message | diff previousWeek | logcompare timeshift 7d | anomaly | relevantfields a where b > 1 | tail 5',
  'stats count_over_time(a), sum_over_time(b), pct(c, 99.9), rate(d, 1m) by bin(1mo) offset 1d | estimate',
];

const pieces: readonly string[] = [
  ...[...commands.keys(), ...refusedCommands.keys()].map((name) => `${name} `),
  ...[...functions.keys(), ...refusedFunctions.keys()].map((name) => `${name}(`),
  ...[
    '|',
    '| ',
    '"',
    "'",
    '`',
    '/',
    '(',
    ')',
    '[',
    ']',
    '{',
    '\\',
    '\\"',
    '#',
    '\n',
    '\r',
    '\t',
    ',',
    ':',
    '=',
  ],
  ...[
    'like ',
    '=~ ',
    'in ',
    'not ',
    'and ',
    'or ',
    'by ',
    'as ',
    'asc ',
    'desc ',
    'offset ',
    'where ',
    'SOURCE ',
  ],
  ...[
    '5m',
    '1mo',
    '-',
    '+',
    '*',
    '^',
    '%',
    '!',
    '!=',
    '<=',
    '0',
    '1e9',
    '99999999999999999999',
    'a',
    '@message',
  ],
  ...[
    'm.`k`',
    'l[0]',
    'l[99999]',
    '""',
    '/x/',
    '/(?<n>a*)/',
    '/[/',
    '\u0000',
    '\u2028',
    '\ud800',
    '😀',
    'é',
    '\u00a0',
  ],
];

const makers: Readonly<Record<string, (random: Random) => string>> = {
  mutated: (random) => mutate(random, random.pick(samples)),
  spliced: (random) =>
    Array.from({ length: random.below(8) + 1 }, () => mutate(random, random.pick(samples))).join(' | '),
  pieces: (random) => Array.from({ length: random.below(400) }, () => random.pick(pieces)).join(''),
  utf16: (random) =>
    String.fromCharCode(...Array.from({ length: random.below(2_000) }, () => random.below(65_536))),
  ascii: (random) =>
    String.fromCharCode(...Array.from({ length: random.below(5_000) }, () => random.below(128))),
  repeated: (random) => filled(random.pick(pieces) + (random.below(2) === 0 ? ' ' : '')),
  twoRepeated: (random) => filled(random.pick(pieces) + random.pick(pieces)),
  parentheses: () => `filter ${'('.repeat(9_000)}`,
  nested: () => `filter ${'not ('.repeat(24)}${filled('a = 1 and ', 9_000)}b${')'.repeat(24)}`,
  queries: () => filled('filter a in (fields b | '),
  calls: () => `fields ${filled('concat(a, b), ', 9_900)}c`,
  deepCalls: () => filled('fields abs(abs(abs(abs(abs(abs(1)))))) | '),
  unknownCalls: () => filled('fields nosuch(a) | '),
  unknownCommands: () => filled('nosuch | '),
  refused: () => `${filled('unmask | ', 890)}unmask`,
  lists: () => `filter a in [${filled('1,', 9_900)}1]`,
  strings: () => `filter a in [${filled('"x",', 9_900)}"x"]`,
  chain: () => `fields ${filled('a+', 9_900)}a`,
  chains: () =>
    Array.from({ length: 10 }, () => `fields ${'a*'.repeat(490)}a`)
      .join('|')
      .slice(0, maxLength),
  signs: () => `fields ${'-'.repeat(9_900)}a`,
  tests: () => `filter ${filled('a=1 or ', 9_900)}b`,
  name: () => `fields ${'a'.repeat(9_900)}`,
  dotted: () => `fields ${filled('a.', 9_900)}a`,
  steps: () => `fields a${'[0]'.repeat(3_000)}`,
  backtick: () => `fields \`${'x'.repeat(9_900)}\``,
  comment: () => `fields a #${'x'.repeat(9_900)}`,
  comments: () => filled('#\n'),
  lines: () => filled('\n'),
  linesOfFaults: () => filled('\n|x'),
  openString: () => `filter a like "${'x'.repeat(9_900)}`,
  string: () => `filter a like "${'é😀'.repeat(3_300)}"`,
  escapedQuotes: () => filled('filter a like "x\\"y" | '),
  manyEscapedQuotes: () => `filter a like "${'\\"'.repeat(4_900)}"`,
  openRegex: () => `filter a like /${'x'.repeat(9_900)}`,
  regexes: (random) =>
    regexes(
      random,
      random.pick([
        ...['(a|b)*', '(?i)ſk', 'x?', '(((a)))', '.', '(a*)*', '\\w\\d', 'abc|'],
        ...['(|a)*', 'a|ab|', '(?i)[Ā-ſ]', '(a?b?c?)*', '[^é]', '\\b', '(?m)^', '('],
      ]),
    ),
  repeats: (random) =>
    regexes(
      random,
      random.pick(['a{1000}', '[a-z]{50}', 'a{1,30}', 'a{0,9}', '(ab){9}', '(a{9}){9}', 'a{9,}']),
    ),
  classes: (random) =>
    regexes(random, random.pick(['\\pL', '[^\\pL]', '(?i)\\pL', '[\\pL\\pN]', 'aaaaaaaa\\pL'])),
  replaced: (random) =>
    `fields ${Array.from({ length: 9 }, () => `regexReplace(a, "${random.below(9e8) + 1e8}${filled('(a|b)*', 160)}", "")`).join(', ')}`,
  namedGroups: () => Array.from({ length: 4 }, (_, part) => groups(part)).join(' | '),
  aliases: () =>
    `stats ${Array.from({ length: 600 }, (_, index) => `sum(a) as a${index}`).join(', ')}`.slice(0, 9_990),
  unknownNames: () =>
    `stats ${Array.from({ length: 300 }, (_, index) => `sum(a) as x${index}`).join(',')} | stats ${Array.from({ length: 300 }, (_, index) => `max(y${index})`).join(',')}`,
  columns: () => `fields ${Array.from({ length: 990 }, (_, index) => `a${index}`).join(',')}`,
  resolved: () =>
    `stats ${Array.from({ length: 100 }, (_, index) => `sum(a${index})`).join(',')} | sort ${Array.from({ length: 600 }, (_, index) => `abs(b${index})`).join(',')}`,
  filldown: () => `filldown ${filled('a* ', 9_900)}`,
  sources: () => `SOURCE ${filled('"a",', 9_900)}"b"`,
  undocumented: () => `search ${filled('( a ) ', 9_900)}`,
  mixed: (random) =>
    `${regexes(random, '(a|b)*')} | fields ${filled('a*b+', 1_900)}c | ${filled('sort d desc | ', 6_000)}limit 5`,
  pipes: () => filled('|'),
};

/** A text of any of the shapes, of every shape in turn. */
export function textFor(index: number, random: Random): Text {
  const shapes = Object.keys(makers);
  const shape = shapes[index % shapes.length] ?? 'mutated';
  return { shape, text: (makers[shape]?.(random) ?? '').slice(0, maxLength) };
}

/** The text with other regular expressions of the same shape, so that none has been compiled before. */
export function refreshed({ shape, text }: Text, random: Random): Text {
  return { shape, text: text.replace(/\d{5,}/g, () => String(random.below(9e8) + 1e8)) };
}

/** Takes out, puts in, doubles or exchanges a few pieces. */
function mutate(random: Random, text: string): string {
  let changed = text;
  for (let count = random.below(6); count > 0; count -= 1) {
    const at = random.below(changed.length + 1);
    const end = at + random.below(12);
    const put = random.pick(['', random.pick(pieces), changed.slice(at, end).repeat(2)]);
    changed = changed.slice(0, at) + put + changed.slice(random.below(2) === 0 ? at : end);
  }
  return changed;
}

function filled(piece: string, length: number = maxLength): string {
  return piece.repeat(Math.ceil(length / piece.length)).slice(0, length - (length % piece.length));
}

/** Regular expressions near the limits, never the same twice, since what was compiled once is kept. */
function regexes(random: Random, piece: string): string {
  const [length, count] = random.pick([
    [980, 2],
    [600, 4],
    [240, 10],
    [50, 30],
  ] as const);
  const source = filled(piece, length - 20);
  return Array.from({ length: count }, () => `filter a like /${random.below(9e8) + 1e8}${source}/`).join(
    ' | ',
  );
}

function groups(part: number): string {
  const source = Array.from({ length: 60 }, (_, index) => `(?<n${part}x${index}>a)`).join('');
  return `parse @message /${source}/`.slice(0, 1_015);
}
