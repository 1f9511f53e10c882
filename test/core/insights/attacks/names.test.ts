import { describe, expect, it } from 'vitest';
import { admit } from '../../../../core/insights/firewall.ts';
import { plan } from '../../../../core/insights/plan.ts';
import { openPageToken, pageToken } from '../../../../core/query/page.ts';
import { sensitivity } from '../../../../core/redact/sensitivity.ts';
import { look, rowsOf } from '../fuzz/glass.ts';
import { queryFrom } from '../trees.ts';
import { event, piecesShown, standard } from './support.ts';

const mail = 'zqkvwnxyt@hgjpmrst.example';
const key = 'AKIAGMKV5GNK6RSQNNX7';

describe('a way to what is not of the grant', () => {
  it.each([
    [109, 'stats latest(@ptr) by @PTR'],
    [110, 'parse @Ptr "*" as x'],
    [111, 'dedup @ptr'],
    [112, 'count_frequent @ptr'],
    [113, 'filter `@ptr` like "C"'],
    [114, 'fields concat(@ptr, "")'],
    [115, 'fields @message as @MESSAGE'],
    [116, 'stats count(*) as @log'],
    [117, 'parse @message /(?<@timestamp>.*)/'],
    [118, 'sessionize user as @log'],
    [119, 'filter @message like "x" | limit 999999999999999999999'],
    [120, 'fields getLogRecord(@message)'],
  ])('%i is refused: %s', (_number, query) => {
    expect(admit(query)).toMatchObject({ ok: false });
  });

  it('121 shows no forged system field, which has another `@` when it is logged', () => {
    const forged = event({ '@log': '2:other', '@timestamp': '2001-01-01 00:00:00.000' }, 1);
    const answer = look('fields @log, @timestamp', rowsOf([forged]), standard);
    expect(answer).toContain('1:app');
    expect(answer).not.toMatch(/2:other|2001/);
  });

  it('122 takes the token of another query, grant or place for none', () => {
    const macOf = (secret: string) => (purpose: string, message: string) =>
      Uint8Array.from(`${secret}/${purpose}/${message}`, (character) => character.charCodeAt(0));
    const [mine, theirs] = [{ mac: macOf('mine') }, { mac: macOf('theirs') }];
    const token = pageToken(mine, 'q-1', 40);
    expect(openPageToken(mine, 'q-1', token)).toBe(40);
    expect(openPageToken(mine, 'q-2', token)).toBeUndefined();
    expect(openPageToken(theirs, 'q-1', token)).toBeUndefined();
    expect(openPageToken(mine, 'q-1', token.replace(/^\w+/, '1'))).toBeUndefined();
  });
});

describe('a name as a channel', () => {
  const events = [event({ user: mail, [mail]: 1, id: key, [`${key}.x`]: 'y' }, 1)];
  it.each([
    [123, `fields \`${mail}\` as x, ispresent(\`${key}.x\`) as y`],
    [124, 'fields user as `user.password`, id as token'],
    [125, 'fields user as x, id as y | fields concat(x, y) as z | display z, x, y'],
    [126, 'stats count(*) by user as email, id as `Authorization`'],
    [127, 'parse @message "{*:*,*" as a, b, c | display a, b, c'],
    [128, 'fields jsonStringify(jsonParse(@message)) as m | parse m /"(?<k>[^"]*)":/ multi'],
  ])('%i shows no piece: %s', (_number, query) => {
    expect(piecesShown(query, events, [mail, key]).filter((piece) => !query.includes(piece))).toEqual([]);
  });

  it('129 lets no name of a secret into what the service gets', () => {
    const options = {
      level: 'standard' as const,
      plainFields: ['level'],
      pseudonymTypes: standard.redactor.types,
      ...sensitivity(standard.redactor),
    };
    for (const query of [
      `filter \`${mail}\` = "Timeout" and password = "Hunter2"`,
      `filter \`${mail}\` like "error" | stats count(*)`,
      `fields \`${key}.x\` as level | stats count(*) by level`,
      `filter \`user.password\` like "error" | stats count(*)`,
    ]) {
      expect(plan(queryFrom(query), options).pushdown).not.toMatch(/hgjp|AKIA|filter|stats/);
    }
  });
});

describe('guessing by the dictionary', () => {
  it('130 is limited by the length of a query, as only what is written in it gets a pseudonym', () => {
    const guesses = Array.from({ length: 800 }, (_, at) => `"078-05-${1_000 + at}"`);
    expect(admit(`filter ssn in [${guesses.join(',')}]`)).toMatchObject({ ok: false });
    expect(admit(`filter ssn in [${guesses.slice(0, 600).join(',')}]`)).toMatchObject({ ok: true });
  });

  it('131 computes no pseudonym of what a query makes out of rows', () => {
    const rows = rowsOf([event('login of 078-05-1120 ssn', 1), event({ ssn: '078-05-1120' }, 2)]);
    const shown = /\[us-ssn:\w{12}\]/.exec(look('fields ssn | filter ispresent(ssn)', rows, standard) ?? '');
    expect(shown).not.toBeNull();
    const made = look('fields concat("078", "-05-", "1120") as x | display x', rows, standard);
    expect(made).toContain(':…]');
    expect(made).not.toMatch(/\[[\w-]+:\w{12}\]/);
  });

  it('132 keeps a regular expression from meeting the letters of a pseudonym', () => {
    const rows = rowsOf([event({ id: key }, 1)]);
    const answer = look(`fields regexReplace("aws key id", "${key}", "#") as x | display x`, rows, standard);
    expect(answer).toContain('aws key id');
  });
});
