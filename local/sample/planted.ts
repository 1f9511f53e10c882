import { seededRandom } from './random.ts';

/** A customer of the sample shop. None of this belongs to anybody: cards and IBANs are the schemes' published test values. */
export interface Customer {
  email: string;
  card: string;
  iban: string;
  password: string;
}

export const customers: readonly [Customer, ...Customer[]] = [
  {
    email: 'maria.keller@mail.example',
    card: '4111 1111 1111 1111',
    iban: 'DE89370400440532013000',
    password: 'Sommer!2026-Rhein',
  },
  {
    email: 'tomasz.nowak@post.example',
    card: '5555555555554444',
    iban: 'PL61109010140000071219812874',
    password: 'zielony-Kot#77',
  },
  {
    email: 'amelie+shop@courriel.example',
    card: '3782-822463-10005',
    iban: 'FR1420041010050500013M02606',
    password: 'mon.Chat-Gris9',
  },
  {
    email: 'j.okonkwo@inbox.example',
    card: '6011111111111117',
    iban: 'GB82 WEST 1234 5698 7654 32',
    password: 'Lagos&Leeds_4ever',
  },
  {
    email: 'Priya.Raman@mail.example',
    card: '5105-1051-0510-5100',
    iban: 'NL91ABNA0417164300',
    password: 'monsoon%Tea55',
  },
];

const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const random = seededRandom('machine secrets');

/** Secrets of the sample shop's machines, all made up. Composed here, so that no scanner of source code takes them for real. */
export const machine = {
  accessKeyId: `AKIA${random.text('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16)}`,
  secretAccessKey: random.text(`${ALPHANUMERIC}/+`, 40),
  bearerToken: random.text(ALPHANUMERIC, 48),
  databasePassword: `pg-${random.text(ALPHANUMERIC, 18)}`,
  apiKey: random.text('0123456789abcdef', 32),
  sessionCookie: random.text(ALPHANUMERIC, 36),
  privateKeyLines: Array.from({ length: 4 }, () => random.text(`${ALPHANUMERIC}/+`, 64)),
};

/** Sign-in tokens of the customers, with made-up signatures. */
export const tokens: readonly [string, ...string[]] = [
  tokenOf(customers[0]),
  ...customers.slice(1).map(tokenOf),
];

/** Everything in the sample's lines that must never be shown, each as it is written there. */
export function plantedSecrets(): string[] {
  const personal = customers.flatMap(({ email, card, iban, password }) => [email, card, iban, password]);
  const { privateKeyLines, ...single } = machine;
  return [...personal, ...tokens, ...Object.values(single), ...privateKeyLines];
}

/** The customer's private key block, as one text with line breaks. */
export function privateKeyBlock(): string {
  const label = 'PRIVATE KEY';
  return [`-----BEGIN ${label}-----`, ...machine.privateKeyLines, `-----END ${label}-----`].join('\n');
}

function tokenOf({ email }: Customer): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signature = seededRandom(email).text(`${ALPHANUMERIC}-_`, 86);
  return `${part({ alg: 'RS256', typ: 'JWT' })}.${part({ sub: email, aud: 'shop' })}.${signature}`;
}
