import type { LogEvent } from '../../../../core/insights/discover.ts';
import type { Random } from './random.ts';

/** A secret and the place it stands in. The same plan with other secrets makes a second set of events. */
interface Planted {
  readonly place: number;
  readonly level: string;
  readonly duration: number;
  readonly atMs: number;
  readonly text: string;
  /** Is the stream named after the secret? */
  readonly inStream: boolean;
}

const letters = 'ghijkmnpqrstuvwxyz';

function word(random: Random, length: number, alphabet = letters): string {
  return Array.from({ length }, () => random.pick([...alphabet])).join('');
}

/** Values that every redactor must know, each in the places where logs have them. */
const kinds: readonly {
  make: (random: Random) => string;
  places: readonly ((secret: string) => object | string)[];
  /** Known by what stands beside it alone. */
  inContext?: true;
}[] = [
  {
    make: (random) => `${word(random, 9)}@${word(random, 8)}.example`,
    places: [
      (secret) => `login of ${secret} failed: Timeout`,
      (secret) => ({ user: secret, step: 'login' }),
      (secret) => ({ users: [{ mail: secret }, { mail: 'none' }], msg: `sent to ${secret}` }),
      (secret) => `user=${secret} action="sign in" ok=false`,
      (secret) => `7,${secret},done`,
      (secret) => ({ [secret]: [{ name: 'password', value: secret }] }),
      (secret) => ({ user: secret, nested: JSON.stringify({ mail: secret, note: 'a "b"' }) }),
      (secret) => `escaped {"user":"${escaped(secret)}"} done`,
    ],
  },
  {
    make: (random) => `AKIA${word(random, 16, 'GHJKMNPQRSTVWXYZ234567')}`,
    places: [
      (secret) => `using key ${secret} for upload`,
      (secret) => ({ credentials: { id: secret }, step: 'upload' }),
      (secret) => `key=${secret} region=eu`,
    ],
  },
  {
    make: (random) => luhn(`4${word(random, 14, '123456789')}`),
    places: [
      (secret) => `charged card ${secret} ERROR declined`,
      (secret) => ({ card: secret, amount: 12 }),
      (secret) => `card=${secret} amount=12`,
      (secret) => ({ card: Number(secret), amount: 12 }),
    ],
  },
  {
    inContext: true,
    make: (random) => `${word(random, 4)}${word(random, 4, '23456789')}${word(random, 4, 'GHJKMNPQ')}`,
    places: [
      (secret) => ({ headers: [{ name: 'X-Api-Key', value: secret }], step: 'call' }),
      (secret) => ({ argv: ['run', '--token', secret] }),
      (secret) => ({ env: [{ Key: 'DB_PASSWORD', Value: secret }] }),
      (secret) => ({ password: secret, step: 'login' }),
      (secret) => `login password=${secret} ok`,
    ],
  },
];

/** As JSON may write it: every second character by its code. */
function escaped(text: string): string {
  return [...text]
    .map((character, at) =>
      at % 2 === 0 ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
    .join('');
}

/** Ways of writing that a query can decode, and that no redactor looks through. */
const encodings: readonly ((secret: string) => string)[] = [
  (secret) => Buffer.from(secret).toString('base64'),
  (secret) => Buffer.from(secret).toString('hex'),
  (secret) => encodeURIComponent(encodeURIComponent(secret)),
  (secret) => escaped(secret).replaceAll('\\', '%5C'),
];

/** Events that hold a mail address each, in an encoding only. */
export function plantEncoded(random: Random): EventSet {
  // Another domain than that of the others, as pieces of theirs are looked for in encoded forms as well.
  const secrets = encodings.map(() => `${word(random, 9)}@${word(random, 8)}.test`);
  const events = encodings.map((encode, index) => ({
    timestamp: 1_795_000_000_000 + index,
    ingestionTime: 1_795_000_005_000,
    message: JSON.stringify({ level: 'INFO', blob: encode(secrets[index] ?? '') }),
    logStream: 's0',
    log: '1:app',
  }));
  return { events, secrets };
}

const kindOf = (place: number) => kinds[place % kinds.length];

function luhn(digits: string): string {
  const sum = [...digits].reduce((total, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return digits + String((10 - (sum % 10)) % 10);
}

/** What a set of events looks like apart from its secrets. */
export function planEvents(random: Random): readonly Planted[] {
  return Array.from({ length: 3 + random.below(8) }, () => ({
    place: random.below(60),
    level: random.pick(['ERROR', 'INFO', 'WARN']),
    duration: random.below(500),
    atMs: 1_795_000_000_000 + random.below(10) * 60_000,
    inStream: random.chance(0.2),
    text: random.pick(['Timeout', 'ok', 'retry 3 of 5', 'ERROR', 'order 812 shipped']),
  }));
}

export interface EventSet {
  readonly events: readonly LogEvent[];
  readonly secrets: readonly string[];
}

/** The events of a plan, with secrets of one's own; some secrets occur twice. */
export function plantEvents(plan: readonly Planted[], random: Random): EventSet {
  const shared = kinds.map(({ make }) => [make(random), make(random), make(random)]);
  const secrets = new Set<string>();
  const events = plan.map(({ place, level, duration, atMs, text, inStream }, index) => {
    const kind = kindOf(place);
    const secret = shared[place % kinds.length]?.[index % 3] ?? '';
    const write = kind?.places[Math.floor(place / kinds.length) % kind.places.length];
    if (kind === undefined || write === undefined) throw new RangeError('There is no such place');
    secrets.add(secret);
    const body = write(secret);
    const message =
      typeof body === 'string'
        ? `${level} ${text} ${body}`
        : JSON.stringify({ level, duration, text, ...body });
    return {
      timestamp: atMs + index,
      ingestionTime: atMs + 5_000,
      message,
      logStream: inStream && !kind.inContext ? `app/${secret}/${place % 3}` : `s${place % 3}`,
      log: '1:app',
    };
  });
  return { events, secrets: [...secrets] };
}
