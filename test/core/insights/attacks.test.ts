import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { LogEvent } from '../../../core/insights/discover.ts';
import { admit } from '../../../core/insights/firewall.ts';
import { createPseudonymize } from '../../../core/redact/pseudonym.ts';
import { piecesOf } from './fuzz/exfiltration.ts';
import { glass, look, rowsOf } from './fuzz/glass.ts';

/** The attempts that docs/threat-model.md tells of, by their number there. */

const secrets = ['zqkvwnxyt@hgjpmrst.example', 'AKIAGMKV5GNK6RSQNNX7'];
const [mail, accessKey] = secrets;
const message = (text: string, at: number): LogEvent => ({
  timestamp: 1_795_000_000_000 + at,
  ingestionTime: 1_795_000_000_000,
  message: text,
  logStream: 's',
  log: '1:app',
});
const rows = rowsOf([
  message(`login of ${mail} failed`, 1),
  message(`{"level":"ERROR","user":"${mail}","credentials":{"id":"${accessKey}"}}`, 2),
  message(`user=${mail} key=${accessKey}`, 3),
  message(`{"${mail}":1}`, 4),
  message('an ordinary line', 5),
]);
const pieces = piecesOf(secrets);
const standard = glass(
  'standard',
  createPseudonymize((text) => createHash('sha256').update(text).digest()),
);
const rowsShown = (query: string): unknown[] =>
  JSON.parse(look(query, rows, standard) ?? '{"rows":["refused"]}').rows;

describe('an engineer who wants more than the glass shows', () => {
  it.each([
    [1, 'SOURCE "/other" | fields @message'],
    [2, 'fields @message | # \n SOURCE "/other"'],
    [3, 'filter @message like "x\\" | SOURCE \'/other\' | fields \\"y"'],
    [4, 'filter a in (SOURCE "/other" | fields a)'],
    [5, 'stats count(*) by if(a in (fields b), 1, 2)'],
    [6, 'stats count(*) by bin(1h) offset 30d'],
    [7, 'fields @message | ｕｎｍａｓｋ'],
    [8, 'fields unmask(@message)'],
    [9, 'fields @ptr'],
    [10, 'fields "1:/granted" as @log | display @log'],
    [11, 'parse @message "*" as @timestamp'],
    [12, 'unnest users into @message'],
    [13, 'fields @message #\u2028| unmask'],
    [14, 'filter @message like /a/b/ | unmask'],
    [15, 'search "x" | head 5'],
    [16, 'expand @message'],
  ])('%i is refused: %s', (_number, query) => {
    expect(admit(query)).toMatchObject({ ok: false });
  });

  it.each([
    [17, 'fields substr(@message, 9, 1) as a, substr(@message, 10, 1) as b, substr(@message, 11, 4) as c'],
    [18, 'parse @message /(?<x>[a-z]+)@/ | stats count(*) by x'],
    [19, 'fields split(@message, "q") as x, jsonStringify(split(@message, "")) as y'],
    [20, 'fields md5(user), sha256(user), base64Encode(user), urlEncode(user)'],
    [21, 'fields regexReplace(@message, "(.)", "$1-")'],
    [22, 'fields jsonParse(@message) as m | display m.user, m.credentials.id'],
    [23, 'parse @message logfmt as l | display l.user, l.key'],
    [24, 'stats sortsFirst(user), sortsLast(user), min(user), max(user), latest(user) by strlen(user)'],
    [25, 'pattern @message'],
    [26, 'sort user | dedup user'],
    [27, 'fields toupper(user), replace(user, "@", "#"), concat(user, "x")'],
    [28, 'filter strcontains(@message, "zqkv") | fields @message'],
    [29, 'fields hexToDec(replace(user, "z", "1")), toNumber(user), decToHex(user)'],
    [30, 'filldown user | sessionize user | count_frequent user'],
  ])('%i shows no piece of a secret: %s', (_number, query) => {
    const answer = look(query, rows, standard);
    expect(answer).toBeDefined();
    expect(pieces.filter((piece) => answer?.includes(piece))).toEqual([]);
  });

  it.each([
    [31, 'filter @message like "zqkv" | stats count(*) as n'],
    [32, 'filter @message like /zqkv.*hgj/ | fields @timestamp'],
    [33, 'filter user = "zqkvwnxyt" or user >= "zq" and user < "zr" | fields @timestamp'],
    [34, 'filter substr(user, 0, 1) = "z" | fields @timestamp'],
    [35, 'filter @message =~ /(?i)akiag/ | stats count(*) as n by bin(1m)'],
    [36, `fields ispresent(\`${mail}\`) as hit | filter hit = 1 | fields hit`],
  ])('%i tells nothing by which rows come: %s', (_number, query) => {
    expect(rowsShown(query)).toEqual([]);
  });

  it('37 finds a whole known value, which is meant to be', () => {
    expect(rowsShown(`filter @message like "${mail}" | fields @timestamp`)).not.toEqual([]);
  });
});
