import type { LogEvent } from '../../../../core/insights/discover.ts';
import type { Random } from './random.ts';

/** A secret and the place it stands in. The same plan with other secrets makes a second set of events. */
interface Planted {
  readonly place: number;
  readonly level: string;
  readonly duration: number;
  readonly atMs: number;
  readonly text: string;
}

const letters = 'ghijkmnpqrstuvwxyz';

function word(random: Random, length: number, alphabet = letters): string {
  return Array.from({ length }, () => random.pick([...alphabet])).join('');
}

/** Values that every redactor must know, each in the places where logs have them. */
const kinds: readonly {
  make: (random: Random) => string;
  places: readonly ((secret: string) => object | string)[];
}[] = [
  {
    make: (random) => `${word(random, 9)}@${word(random, 8)}.example`,
    places: [
      (secret) => `login of ${secret} failed: Timeout`,
      (secret) => ({ user: secret, step: 'login' }),
      (secret) => ({ users: [{ mail: secret }, { mail: 'none' }], msg: `sent to ${secret}` }),
      (secret) => `user=${secret} action="sign in" ok=false`,
      (secret) => `7,${secret},done`,
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
    ],
  },
];

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
    place: random.below(30),
    level: random.pick(['ERROR', 'INFO', 'WARN']),
    duration: random.below(500),
    atMs: 1_795_000_000_000 + random.below(10) * 60_000,
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
  const events = plan.map(({ place, level, duration, atMs, text }, index) => {
    const kind = kindOf(place);
    const secret = shared[place % kinds.length]?.[index % 3] ?? '';
    const write = kind?.places[place % kind.places.length];
    if (write === undefined) throw new RangeError('There is no such place');
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
      logStream: `s${place % 3}`,
      log: '1:app',
    };
  });
  return { events, secrets: [...secrets] };
}
