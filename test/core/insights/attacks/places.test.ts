import { describe, expect, it } from 'vitest';
import { event, piecesShown } from './support.ts';

const secret = 'Xk9pqz7LmQ2rT';
const phone = '4915112345678';
const street = '1279 Wxyzford Avenue';
const mail = 'zqkvwnxyt@hgjpmrst.example';
const events = [
  event({ headers: [{ name: 'X-Api-Key', value: secret }] }, 1),
  event({ env: [{ Key: 'DB_PASSWORD', Value: secret }] }, 2),
  event({ argv: ['run', '--token', secret] }, 3),
  event({ phone: Number(phone) }, 4),
  event({ address: { street } }, 5),
  event({ [mail]: [{ name: 'password', value: secret }] }, 6),
  event({ body: JSON.stringify({ params: [{ name: 'password', value: secret }] }) }, 7),
  event({ password: { value: secret.toLowerCase() }, note: mail }, 8),
];

/** A field alone lacks what stands around it: the name beside the value, the flag before it, the sign of a number. */
describe('a secret that is known by its place in the message', () => {
  it.each([
    [38, 'fields headers.0.value'],
    [39, 'fields env.0.Value as x | display x'],
    [40, 'filter argv.1 = "--token" | fields argv.2'],
    [41, 'stats latest(headers.0.value), max(env.0.Value) by argv.2'],
    [42, 'fields phone, address.street'],
    [43, `fields \`${mail}\`, \`${mail}.0.value\``],
    [44, 'fields jsonParse(body) as b | display b.params[0].value, jsonStringify(b)'],
    [45, 'unnest headers into h | display h.value, h'],
    [46, 'expand env | display env'],
    [47, 'parse headers.0.value /(?<x>.{5})/ multi | stats count(*) by x'],
    [48, 'fields argv.2, strlen(argv.2), md5(argv.2) | sort argv.2 | dedup argv.2'],
    [49, 'count_frequent headers.0.value'],
    [50, 'pattern env.0.Value'],
    [51, 'filldown headers.0.value | display headers.0.value, substr(headers.0.value, 0, 6)'],
  ])('%i stays hidden: %s', (_number, query) => {
    expect(piecesShown(query, events, [secret, phone, street, mail])).toEqual([]);
  });
});
