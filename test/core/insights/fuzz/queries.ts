import type { Random } from './random.ts';

/** Queries as text from the grammar: what people write, and what somebody after the hidden values would. */

const fields = [
  ...['@message', '@message', '@message', '@timestamp', '@logStream', '@log', 'level', 'duration', 'text'],
  ...[
    'user',
    'users.0.mail',
    'credentials.id',
    'card',
    'msg',
    'amount',
    'x',
    'y',
    'm.user',
    'm.users[0].mail',
    'l.user',
  ],
  ...['headers.0.value', 'argv.2', 'env.0.Value', 'password', 'nested', 'blob', 'headers.0.name'],
];
const names = ['x', 'y', 'm', 'l', 'part'];
const patterns = ['*@*', 'user=* ', '* * *', 'key *', 'card *', '"*":"*"', 'of * failed'];
const regexes = [
  ...[
    '[a-z]+@[a-z]+',
    '(?i)error|timeout',
    'AKIA',
    '4[0-9]{3}',
    '^.{20}',
    '[g-m]{3}',
    '\\d+',
    'ERROR',
    '.',
    '(?i)akia',
  ],
  ...['email|card', '\\[[a-z]+:', ':[0-9a-z]{4}'],
];
const captures = ['(?<x>[a-z]+)@', '(?<x>.)(?<y>.)', 'card (?<x>\\d{4})', '(?<x>[A-Z0-9]{5})', '(?<x>.{3}$)'];
const oneText = [
  'toupper',
  'tolower',
  'strlen',
  'md5',
  'sha256',
  'base64Encode',
  'base64Decode',
  'base64Decode',
  'hexToAscii',
  'jsonParse',
  'urlEncode',
  'urlDecode',
  'urlDecode',
];
const others = [
  'hexToAscii',
  'hexToDec',
  'decToHex',
  'toNumber',
  'toLong',
  'abs',
  'isempty',
  'isNumeric',
  'jsonStringify',
];

export function randomQuery(random: Random, words: readonly string[]): string {
  const made = new QueryMaker(random, words);
  return Array.from({ length: 1 + random.below(5) }, (_, index) => made.command(index)).join(' | ');
}

class QueryMaker {
  readonly #random: Random;
  readonly #words: readonly string[];

  constructor(random: Random, words: readonly string[]) {
    this.#random = random;
    this.#words = [...words, 'Timeout', 'ERROR', 'email', 'AKIA', '@', 'a', '[email:', ']', ' ', '7', ':'];
  }

  command(index: number): string {
    const { pick, below, chance } = this.#random;
    switch (below(index === 0 ? 12 : 18)) {
      case 0:
      case 1:
        return `fields ${this.#list(() => this.#named(this.#value()))}`;
      case 2:
        return `display ${this.#list(() => this.#named(this.#value()))}`;
      case 3:
      case 4:
      case 5:
        return `filter ${this.#condition(2)}`;
      case 6:
        return `parse ${pick(fields)} "${pick(patterns)}" as ${pick(['x', 'x, y', 'x, y, part'])}`;
      case 7:
        return `parse ${pick(fields)} /${pick(captures)}/${chance(0.4) ? ' multi' : ''}`;
      case 8:
        return pick([
          'parse @message logfmt as l',
          'fields jsonParse(nested) as m',
          'parse @message csv as x, y',
          'json "user" as x',
        ]);
      case 9:
        return `fields jsonParse(@message) as m`;
      case 10:
        return `sort ${this.#list(() => `${this.#value()} ${pick(['asc', 'desc'])}`)}`;
      case 11:
        return pick([
          'unnest m.users into x',
          'expand users',
          'unnest split(@message) into x',
          'unnest user into y',
        ]);
      case 12:
      case 13:
        return `stats ${this.#list(() => `${this.#aggregate()} as n${below(99)}`)}${chance(0.7) ? ` by ${this.#list(() => this.#value())}` : ''}`;
      case 14:
        return chance(0.7) ? `limit ${1 + below(5)}` : this.#streams();
      case 15:
        return `dedup ${this.#list(() => pick(fields))}`;
      case 16:
        return pick(['pattern @message', 'pattern user', 'count_frequent user', 'filldown user', 'filldown']);
      default:
        return pick([
          'sessionize user',
          'sessionize @logStream maxspan 1m',
          'outlier duration',
          'outlier param=1 x',
        ]);
    }
  }

  #streams(): string {
    const order = this.#random.pick(['x', 'x desc', 'n', 'n desc, x']);
    return `stats count(*) as n by @logStream as x | sort ${order} | limit 1`;
  }

  #list(item: () => string): string {
    return Array.from({ length: 1 + this.#random.below(2) }, item).join(', ');
  }

  #named(expression: string): string {
    return this.#random.chance(0.4) ? `${expression} as ${this.#random.pick(names)}` : expression;
  }

  #aggregate(): string {
    const name = this.#random.pick([
      'count',
      'sum',
      'avg',
      'min',
      'max',
      'count_distinct',
      'earliest',
      'latest',
      'sortsFirst',
      'median',
      'stddev',
    ]);
    if (this.#random.chance(0.2)) return 'count(*)';
    return this.#random.chance(0.1) ? `pct(${this.#value()}, 50)` : `${name}(${this.#value()})`;
  }

  #condition(depth: number): string {
    const { pick, below } = this.#random;
    if (depth > 0 && this.#random.chance(0.35)) {
      const parts = `(${this.#condition(depth - 1)}) ${pick(['and', 'or'])} (${this.#condition(depth - 1)})`;
      return this.#random.chance(0.2) ? `not (${parts})` : parts;
    }
    switch (below(7)) {
      case 0:
        return `${this.#value()} ${pick(['like', 'not like'])} ${this.#text()}`;
      case 1:
        return `${pick(fields)} ${pick(['like', 'not like', '=~'])} /${pick(regexes)}/`;
      case 2:
        return `${this.#value()} ${pick(['=', '!=', '<', '>', '<=', '>='])} ${this.#value()}`;
      case 3:
        return `${pick(fields)} ${pick(['in', 'not in'])} [${this.#list(() => this.#text())}]`;
      case 4:
        return `${pick(fields)} ${pick(['=', '!=', '<', '>='])} ${this.#number()}`;
      case 5:
        return `@logStream ${pick(['=', '!=', 'like', '>'])} ${this.#text()}`;
      default:
        return `strcontains(${this.#value()}, ${this.#text()})`;
    }
  }

  #value(depth = 2): string {
    const { pick, below } = this.#random;
    if (depth === 0 || this.#random.chance(0.5)) return pick(fields);
    const inner = () => this.#value(depth - 1);
    switch (below(9)) {
      case 0:
      case 1:
        return `${pick([...oneText, ...others])}(${inner()})`;
      case 2:
        return `substr(${inner()}, ${below(30)}, ${1 + below(6)})`;
      case 3:
        return `concat(${inner()}, ${inner()})`;
      case 4:
        return `replace(${inner()}, ${this.#text()}, ${pick(['""', '"-"', '"."'])})`;
      case 5:
        return `regexReplace(${inner()}, "${pick(['[a-z]', '@.*', '^.', '[0-9]{3}'])}", ${pick(['""', '"-"'])})`;
      case 6:
        return `if(${this.#condition(0)}, ${inner()}, ${pick(['1', '"no"'])})`;
      case 7:
        return pick([
          `bin(1m)`,
          pick(['base64Decode(blob)', 'hexToAscii(blob)', 'urlDecode(urlDecode(blob))']),
          `jsonParse(concat('"', urlDecode(blob), '"'))`,
          `(${inner()} = ${this.#text()}) * 2`,
          `strlen(${inner()}) - 3`,
          `split(${inner()}, "@")`,
        ]);
      default:
        return this.#text();
    }
  }

  /** A guess that is digits alone, in one of the ways to write a number. */
  #number(): string {
    const { pick } = this.#random;
    const digits = pick(this.#words.filter((word) => /^\d+$/.test(word)));
    return pick([digits, `0${digits}`, `${digits}.0`, `${digits}e0`, `-${digits}`]);
  }

  #text(): string {
    return `"${this.#random.pick(this.#words)}"`;
  }
}
