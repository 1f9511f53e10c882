import { describe, expect, it } from 'vitest';
import { look, rowsOf } from '../fuzz/glass.ts';
import { event, standard } from './support.ts';

const mail = 'zqkvwnxyt@hgjpmrst.example';
const card = '4539578763621486';
const hex = (text: string) => Buffer.from(text).toString('hex');
const base64 = (text: string) => Buffer.from(text).toString('base64');
const byCodes = (text: string) => [...text].map((character) => `%5Cu00${hex(character)}`).join('');

const rows = rowsOf([
  event({ blob: base64(mail), twice: base64(base64(mail)), card: base64(card) }, 1),
  event({ h: hex(mail), hc: hex(card) }, 2),
  event({ u: encodeURIComponent(encodeURIComponent(mail)), j: byCodes(mail) }, 3),
  event({ local: 'zqkvwnxyt', domain: 'hgjpmrst.example', a: '45395787', b: '63621486' }, 4),
  event({ spread: [...mail].join('-'), holed: mail.replace('@', '#') }, 5),
  event(`login of ${mail}`, 6),
]);
const answerTo = (query: string) => look(query, rows, standard);

/** All of this can be read off the rows by hand; but no answer does it for anybody. */
describe('functions that decode or put together', () => {
  it.each([
    [52, 'fields base64Decode(blob), base64Decode(base64Decode(twice)), base64Decode(card)'],
    [53, 'fields hexToAscii(h), hexToAscii(hc)'],
    [54, 'fields urlDecode(urlDecode(u))'],
    [55, `fields jsonParse(concat('"', urlDecode(j), '"')) as x`],
    [56, 'fields concat(local, "@", domain), concat(a, b)'],
    [57, 'fields replace(spread, "-", ""), replace(holed, "#", "@")'],
    [58, 'fields regexReplace(spread, "-", ""), regexReplace(holed, "#", "@")'],
    [59, 'fields base64Decode(blob) as x | stats count(*) by x | display x'],
    [60, 'fields base64Decode(blob) as x | stats latest(x), min(x), sortsLast(x)'],
    [
      61,
      'fields concat("{", \'"m":"\', base64Decode(blob), \'"}\') as x | fields jsonParse(x) as y | display y, y.m',
    ],
  ])('%i show nothing that the redactor knows: %s', (_number, query) => {
    const answer = answerTo(query);
    expect(answer).toBeDefined();
    expect(answer).not.toContain(mail);
    expect(answer).not.toContain(card);
  });

  it('62 give no pseudonym, or a query could compute those of a million guesses', () => {
    const pseudonym = /\[email:\w{12}\]/.exec(answerTo('filter @message like /login/') ?? '')?.[0];
    expect(pseudonym).toBeDefined();
    const answer = answerTo('fields concat(local, "@", domain) as x | display x');
    expect(answer).toContain('[email:…]');
    expect(answer).not.toContain(pseudonym);
  });

  it('63 leave counts and what was redacted before as they are', () => {
    expect(answerTo('fields concat("", @message) as x | stats count(*) as n, sum(strlen(x)) as l')).toContain(
      '"n","6"',
    );
    expect(answerTo('filter @message like /login/ | fields concat(@message, "")')).toMatch(
      /login of \[email:\w{12}\]/,
    );
  });
});
