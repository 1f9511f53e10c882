/** A seeded generator of numbers below 1 (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Random = () => number;

const pick = <T>(random: Random, from: readonly [T, ...T[]]): T =>
  from[Math.floor(random() * from.length)] ?? from[0];
const integer = (random: Random, below: number): number => Math.floor(random() * below);
const text = (random: Random, length: number, characters: string): string =>
  Array.from({ length }, () => characters.charAt(integer(random, characters.length))).join('');
const hexadecimal = (random: Random, length: number) => text(random, length, '0123456789abcdef');
const alphanumeric = (random: Random, length: number) =>
  text(random, length, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789');
const uuid = (random: Random) => [8, 4, 4, 4, 12].map((length) => hexadecimal(random, length)).join('-');
const time = (random: Random) => new Date(1_763_700_000_000 + integer(random, 86_400_000)).toISOString();

const services = ['checkout', 'orders', 'ledger', 'search', 'mailer'] as const;
const levels = ['INFO', 'INFO', 'INFO', 'DEBUG', 'WARN', 'ERROR'] as const;
const sentences = [
  'cache miss for key user:profile:%d, loading from database',
  'order %d moved from PENDING to CONFIRMED in %d ms',
  'retrying request %d of 5 after 200 ms: connection reset by peer',
  'scheduled job compaction-%d finished, 4123 files, 1.2 GB',
  'consumer group payments-v2 rebalanced, partition=%d offset=918273645',
  'token bucket refilled, tokens=%d, rate=50/s',
  'authentication of session succeeded, took %d ms',
  'password policy loaded, version=%d, min_length=12',
  'GET /api/v2/items/%d?page=2&sort=asc -> 200',
  'build 2026.11.21-%d commit 9fceb02d0ae598e95dc970b74767f19372d61af8',
  'image 123456789012.dkr.ecr.eu-west-1.amazonaws.com/app@sha256:4bf92f3577b34da6a3ce929d0e0e47364bf92f3577b34da6a3ce929d0e0e4736',
  'thread pool-%d-thread-12 state=WAITING queue=0 active=8',
  'user %d not found in cache, primary_key=usr-8812',
  'invalid token: unexpected end of input at line %d',
  'health check ok, uptime=86400 rss=187MB version=4.12.%d',
  'feature flag new-checkout evaluated to true for cohort %d',
] as const;

function application(random: Random): string {
  const message = pick(random, sentences).replaceAll('%d', () => String(integer(random, 100_000)));
  return `${time(random)} ${pick(random, levels)} [${pick(random, services)},${hexadecimal(random, 32)},${hexadecimal(random, 16)}] com.example.${pick(random, services)}.Handler - ${message}`;
}

function lambdaJson(random: Random): string {
  return JSON.stringify({
    timestamp: time(random),
    level: pick(random, levels),
    requestId: uuid(random),
    xrayTraceId: `1-${hexadecimal(random, 8)}-${hexadecimal(random, 24)}`,
    functionName: `${pick(random, services)}-prod`,
    message: pick(random, sentences).replaceAll('%d', () => String(integer(random, 100_000))),
    durationMs: integer(random, 3_000) / 10,
    statusCode: pick(random, [200, 200, 201, 404, 500]),
    arn: `arn:aws:lambda:eu-west-1:123456789012:function:${pick(random, services)}-prod`,
  });
}

function platform(random: Random): string {
  const id = uuid(random);
  return pick(random, [
    `START RequestId: ${id} Version: $LATEST`,
    `END RequestId: ${id}`,
    `REPORT RequestId: ${id}\tDuration: ${integer(random, 90_000) / 100} ms\tBilled Duration: ${integer(random, 900)} ms\tMemory Size: 512 MB\tMax Memory Used: 187 MB`,
  ]);
}

function access(random: Random): string {
  const path = pick(random, [
    '/api/orders',
    '/static/app.3f2a91c.js',
    '/health',
    '/v1/search?q=blue+shoes&page=3',
  ]);
  return `${time(random)} "GET ${path} HTTP/1.1" ${pick(random, [200, 200, 304, 404, 502])} ${integer(random, 90_000)} "https://shop.example/" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.6478.127 Safari/537.36" rt=0.${integer(random, 900)}`;
}

function stack(random: Random): string {
  return pick(random, [
    `java.lang.IllegalStateException: Token store is closed\n\tat com.example.auth.TokenStore.read(TokenStore.java:${integer(random, 900)})\n\tat org.springframework.web.filter.OncePerRequestFilter.doFilter(OncePerRequestFilter.java:116)`,
    `Traceback (most recent call last):\n  File "/var/task/app.py", line ${integer(random, 900)}, in handler\n    secret = load(name)\nKeyError: 'name'`,
    `TypeError: Cannot read properties of undefined (reading 'password')\n    at login (/var/task/dist/auth/session.js:${integer(random, 900)}:17)`,
  ]);
}

/** One in a hundred lines has one of these. */
function sensitive(random: Random): string {
  return pick(random, [
    `user bob.${integer(random, 9_999)}@example.com signed in`,
    `connecting to postgres://app:${alphanumeric(random, 14)}@db.internal:5432/shop`,
    `{"level":"debug","headers":{"authorization":"Bearer ${alphanumeric(random, 40)}"}}`,
    `export GITHUB_TOKEN=ghp_${alphanumeric(random, 36)}`,
    `charge declined for card 4111111111111111, phone +49 30 901820${integer(random, 99)}`,
    `login failed password=${alphanumeric(random, 11)} user=7`,
  ]);
}

const kinds = [
  application,
  application,
  application,
  lambdaJson,
  lambdaJson,
  platform,
  access,
  stack,
] as const;

/** An ordinary line, with nothing in it that must be hidden. */
export const ordinaryLine = (random: Random): string => pick(random, kinds)(random);

/** Log lines of all kinds, one in a hundred with a secret or personal data, up to the size in characters. */
export function logLines(size: number, seed: number): string[] {
  const random = seeded(seed);
  const lines: string[] = [];
  for (let length = 0; length < size; ) {
    const line = random() < 0.01 ? sensitive(random) : ordinaryLine(random);
    lines.push(line);
    length += line.length + 1;
  }
  return lines;
}
