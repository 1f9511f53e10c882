import { describe, expect, it } from 'vitest';
import { discover } from '../../../core/insights/discover.ts';
import { execute } from '../../../core/insights/execute.ts';
import { queryFrom } from './trees.ts';

const event = {
  timestamp: 1_642_195_111_000,
  ingestionTime: 1_642_195_112_000,
  message:
    '{"a":"Bob","n":"7.5","list":"[1,2]","ip":"10.1.2.3","six":"2001:db8::1","hex":"0xff","none":null}',
  logStream: 's',
  log: '1:g',
};
const times = { now: 1_700_000_000_000, from: 1_000, to: 5_000 };

function computed(expression: string): string | undefined {
  const [row] = execute(queryFrom(`display ${expression} as r`), [discover(event, 'p')], times);
  return row?.get('r');
}

describe('functions', () => {
  it.each([
    ['1 + 2 * 3 ^ 2', '19'],
    ['(1 + 2) * 3', '9'],
    ['7 / 0', undefined],
    ['7 % 4 - -1', '4'],
    ['a + 1', undefined],
    ['n * 2', '15'],
    ['-(n)', '-7.5'],
    ['(a = "Bob") * 2', '2'],
    ['abs(-3)', '3'],
    ['ceil(n)', '8'],
    ['floor(n)', '7'],
    ['round(2.345, 2)', '2.35'],
    ['round(-2.5)', '-3'],
    ['greatest(1, n, nothing)', '7.5'],
    ['least(1, n)', '1'],
    ['sqrt(9)', '3'],
    ['sqrt(-1)', undefined],
    ['log(1)', '0'],
    ['toInt(n)', '7'],
    ['round(haversine(0, 0, 0, 1))', '111'],
    ['isNumeric(n)', '1'],
    ['concat(a, "-", nothing, 1)', 'Bob-1'],
    ['substr(a, 1)', 'ob'],
    ['substr(a, 9, 2)', ''],
    ['strcontains(a, "bo")', '0'],
    ['strcontains(a, "bo", 1)', '1'],
    ['startsWith(a, "Bo")', '1'],
    ['endsWith(nothing, "b")', '0'],
    ['split("a,b", ",")', '["a","b"]'],
    ['regexReplace(a, "[a-z]+", "$1")', 'B$1'],
    ['replace(a, "o", "oo")', 'Boob'],
    ['base64Decode(base64Encode(a))', 'Bob'],
    ['base64Decode("*")', undefined],
    ['urlDecode(urlEncode("a b/"))', 'a b/'],
    ['urlDecode("%zz")', undefined],
    ['hexToAscii("426f62")', 'Bob'],
    ['hexToDec(hex)', '255'],
    ['decToHex(255)', 'ff'],
    ['md5("")', 'd41d8cd98f00b204e9800998ecf8427e'],
    ['md5("The quick brown fox jumps over the lazy dog")', '9e107d9d372bb6826bd81d3542a419d6'],
    ['sha256("abc")', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['coalesce(nothing, none, a)', 'Bob'],
    ['case(n > 9, "big", n > 5, "middle", "small")', 'middle'],
    ['case(n > 9, "big")', undefined],
    ['if(nothing, 1, 2)', '2'],
    ['isblank(nothing)', '1'],
    ['ispresent(none)', '0'],
    ['jsonArraySize(list)', '2'],
    ['jsonStringify(jsonParse(list))', '[1,2]'],
    ['jsonArrayContains(list, 2)', '1'],
    ['isIpInSubnet(ip, "10.0.0.0/8")', '1'],
    ['isIpInSubnet(ip, concat("10.0.0.0/", "33"))', '0'],
    ['isIpv6InSubnet(six, "2001:db8::/32")', '1'],
    ['isIpv4InSubnet(six, concat("2001:db8::", "/32"))', '0'],
    ['isValidIpV6("1:2:3")', '0'],
    ['isValidIp("01.2.3.4")', '0'],
    ['isPrivateIP(ip)', '1'],
    ['isPublicIP("8.8.8.8")', '1'],
    ['isReservedIP("127.0.0.1")', '1'],
    ['ipv4ToNumber("1.2.3.4")', '16909060'],
    ['bin(5m)', '2022-01-14 21:15:00.000'],
    ['bin(@timestamp, 1h)', '2022-01-14 21:00:00.000'],
    ['bin(300s)', '2022-01-14 21:18:00.000'],
    ['fromMillis(0)', '1970-01-01 00:00:00.000'],
    ['fromMillis(99999999999999999)', undefined],
    ['now()', '1700000000'],
    ['queryTimeRange()', '4000'],
    ['messageSize()', String(event.message.length)],
    ['parseDate("14/Jan/2022:21:18:31 +0100", "dd/MMM/yyyy:HH:mm:ss Z")', '1642191511000'],
    ['parseDate("2022-01-14T21:18:31.000", "yyyy-MM-dd\'T\'HH:mm:ss.SSS")', '1642195111000'],
    ['parseDate("2022", concat("QQ"))', undefined],
    ['formatDate(@timestamp, "EEE d MMM yyyy, hh:mm a")', 'Fri 14 Jan 2022, 09:18 PM'],
  ])('computes %s', (expression, expected) => {
    expect(computed(expression)).toBe(expected);
  });
});

describe('commands', () => {
  const at = (seconds: number, message: string) => ({
    ...event,
    timestamp: event.timestamp + seconds * 1_000,
    message,
  });
  const run = (query: string, ...messages: string[]) =>
    execute(
      queryFrom(query),
      messages.map((message, index) => discover(at(index * 60, message), String(index))),
      times,
    ).map((row) => Object.fromEntries(row));

  it.each([
    ['dedup k', ['{"k":1}', '{"k":1}', '{}'], 'dedup k | limit 9', 2],
    ['rows without the key', ['{}', '{}'], 'dedup k', 2],
    ['an empty list', ['{"l":"[]"}'], 'fields jsonParse(l) as m | unnest m into x', 0],
    ['what is no list', ['{"l":"a"}'], 'unnest l into x', 1],
    ['each match', ['a1 b2 c3'], 'parse @message /(?<x>[a-z])\\d/ multi', 3],
    ['a pattern', ['user 1 in', 'user 2 in', 'bye'], 'pattern @message', 2],
    ['sessions', ['a', 'a', 'b'], 'sessionize @message | stats count(*) by session_id', 2],
    ['the most frequent', ['{"k":1}', '{"k":1}', '{"k":2}'], 'count_frequent k', 2],
    ['outliers', ['{"n":1}', '{"n":1}', '{"n":1}', '{"n":900}'], 'outlier action=remove n', 3],
  ])('gives the rows of %s', (_name, messages, query, count) => {
    expect(run(query, ...messages)).toHaveLength(count);
  });

  it('fills what is missing', () => {
    const series = 'stats count(*) as n by bin(1m) as t | filter n > 0 | fillmissing with 0 for n';
    expect(run(series, 'a', 'b')).toHaveLength(2);
    expect(run('filldown k | sort @timestamp asc | display k', '{}', '{"k":1}', '{}')).toHaveLength(3);
  });

  it('computes with aggregates and with the names of those before', () => {
    const [row] = run(
      'stats max(n) as high, min(n) as low, high - low as range, round(avg(n), 1) as mean',
      '{"n":1}',
      '{"n":4}',
    );
    expect(row).toEqual({ high: '4', low: '1', range: '3', mean: '2.5' });
  });

  it('takes time in proportion to the text for a regular expression that others fail on', () => {
    const startedMs = performance.now();
    run('filter @message like /(a+)+(a+)+(a+)+$/ | limit 1', `${'a'.repeat(20_000)}!`);
    expect(performance.now() - startedMs).toBeLessThan(2_000);
  });
});
