import { customers, machine, privateKeyBlock, tokens } from './planted.ts';
import type { Random } from './random.ts';

/** A line of the sample, so many milliseconds into its scenario. */
export interface SampleLine {
  afterMs: number;
  message: string;
}

/** Something that happens in the shop, and the lines it leaves. `time` is its moment, for lines that state one. */
type Scenario = (random: Random, time: number) => SampleLine[];

/** Lines of one scenario for a log group; functions of Lambda wrap theirs in START, END and REPORT. */
export function scenarioLines(logGroup: string, random: Random, time: number): SampleLine[] {
  const choice = random.next();
  const { scenario } = SCENARIOS.find(({ below }) => choice < below) ?? SCENARIOS[0];
  const lines = scenario(random, time);
  return logGroup.startsWith('/aws/lambda/') ? invocation(lines, random) : lines;
}

const payment: Scenario = (random, time) => {
  const customer = random.pick(customers);
  const orderId = `ord-${random.integer(100_000, 999_999)}`;
  const traceId = random.text('0123456789abcdef', 32);
  const base = { service: 'checkout', orderId, traceId };
  const amount = random.integer(500, 25_000) / 100;
  return [
    json(0, time, 'INFO', { ...base, msg: 'checkout started', customer: { email: customer.email }, amount }),
    json(40, time, 'DEBUG', { ...base, msg: 'charging card', card: customer.card, currency: 'EUR' }),
    json(40 + random.integer(80, 400), time, 'INFO', {
      ...base,
      msg: 'payment accepted',
      status: 200,
      duration: random.integer(80, 400),
    }),
  ];
};

const access: Scenario = (random, time) => {
  const path = random.pick(['/cart', '/products/4711', '/checkout', '/account', '/search?q=lamp']);
  const status = random.pick([200, 200, 200, 200, 204, 304, 401, 404]);
  const ip = `203.0.113.${random.integer(1, 254)}`;
  const stamp = new Date(time).toISOString();
  return [
    line(
      0,
      `${ip} - - [${stamp}] "GET ${path} HTTP/1.1" ${status} ${random.integer(200, 9000)} "-" "Mozilla/5.0"`,
    ),
  ];
};

const signIn: Scenario = (random, time) => {
  const customer = random.pick(customers);
  const ok = random.next() < 0.8;
  const detail = { service: 'accounts', user: customer.email, status: ok ? 200 : 401 };
  return [
    json(0, time, 'DEBUG', {
      ...detail,
      msg: 'sign-in body',
      body: JSON.stringify({ email: customer.email, password: customer.password }),
    }),
    json(25, time, ok ? 'INFO' : 'WARN', { ...detail, msg: ok ? 'signed in' : 'wrong password' }),
  ];
};

const upstream: Scenario = (random, time) => {
  const headers = { authorization: `Bearer ${random.pick(tokens)}`, 'x-api-key': machine.apiKey };
  return [
    json(0, time, 'DEBUG', {
      service: 'checkout',
      msg: 'calling tax service',
      url: 'https://tax.example/v1',
      headers,
    }),
    line(
      12,
      `INFO  HttpClient - GET https://stock.example/v2/items?access_token=${machine.bearerToken}&sku=4711 -> 200 in ${random.integer(5, 90)}ms`,
    ),
    line(18, `DEBUG HttpClient - Cookie: session=${machine.sessionCookie}; theme=dark`),
  ];
};

const refund: Scenario = (random, time) => {
  const customer = random.pick(customers);
  const amount = (random.integer(500, 9000) / 100).toFixed(2);
  return [
    line(
      0,
      `${new Date(time).toISOString()} INFO  [ledger] refund of EUR ${amount} to IBAN ${customer.iban} queued`,
    ),
    line(
      300,
      `${new Date(time + 300).toISOString()} INFO  [ledger] confirmation mailed to <${customer.email}>`,
    ),
  ];
};

const failure: Scenario = (random, time) => {
  const status = random.pick([500, 502, 503, 504]);
  const customer = random.pick(customers);
  const trace = [
    `ERROR ${status} payment provider did not answer for ${customer.email}`,
    'PaymentError: upstream timed out after 3000 ms',
    `    at charge (/app/src/payment.ts:${random.integer(20, 90)}:13)`,
    '    at async checkout (/app/src/checkout.ts:41:5)',
    `  caused by: connect postgres://shop:${machine.databasePassword}@db.shop.example:5432/orders`,
  ];
  return [
    line(0, trace.join('\n')),
    json(10, time, 'ERROR', { service: 'checkout', msg: 'checkout failed', status, card: customer.card }),
  ];
};

const configuration: Scenario = (_random, time) => [
  json(0, time, 'WARN', {
    service: 'mailer',
    msg: 'credentials from the environment',
    env: { AWS_ACCESS_KEY_ID: machine.accessKeyId, AWS_SECRET_ACCESS_KEY: machine.secretAccessKey },
  }),
  json(5, time, 'DEBUG', { service: 'mailer', msg: 'signing key loaded', key: privateKeyBlock() }),
];

/** Scenarios with the running total of their shares. */
const SCENARIOS: readonly [
  { below: number; scenario: Scenario },
  ...{ below: number; scenario: Scenario }[],
] = [
  { below: 0.34, scenario: payment },
  { below: 0.62, scenario: access },
  { below: 0.74, scenario: signIn },
  { below: 0.84, scenario: upstream },
  { below: 0.92, scenario: refund },
  { below: 0.99, scenario: failure },
  { below: 1, scenario: configuration },
];

function invocation(lines: readonly SampleLine[], random: Random): SampleLine[] {
  const hex = (length: number): string => random.text('0123456789abcdef', length);
  const id = `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
  const duration = (lines.at(-1)?.afterMs ?? 0) + random.integer(500, 9000) / 100;
  const billed = Math.ceil(duration);
  const used = random.integer(80, 220);
  const end = Math.ceil(duration);
  return [
    line(0, `START RequestId: ${id} Version: $LATEST`),
    ...lines,
    line(end, `END RequestId: ${id}`),
    line(
      end,
      `REPORT RequestId: ${id}\tDuration: ${duration.toFixed(2)} ms\tBilled Duration: ${billed} ms\tMemory Size: 256 MB\tMax Memory Used: ${used} MB`,
    ),
  ];
}

function json(afterMs: number, time: number, level: string, fields: object): SampleLine {
  return line(afterMs, JSON.stringify({ time: new Date(time + afterMs).toISOString(), level, ...fields }));
}

function line(afterMs: number, message: string): SampleLine {
  return { afterMs, message };
}
