import { describe, expect, it } from 'vitest';
import { type Glass, look, redactedRows, rowsOf } from '../fuzz/glass.ts';
import { blind, event } from './support.ts';

/**
 * One less than an answer is computed on, so that one row more makes the difference. Their stream stands between those that
 * are named after secrets.
 */
const common = Array.from({ length: 9_999 }, (_, at) =>
  event({ level: 'INFO', duration: 1, password: 'none', pin: 0, note: 'Hub Xkcd INFO common' }, at, 'app/m'),
);

interface Secrets {
  readonly password: string;
  readonly pin: number;
  readonly card: string;
  readonly mail: string;
}

const guessed: Secrets = {
  password: 'Hunter2Xk',
  pin: 7391,
  card: '4539578763621486',
  mail: 'hgjpmrst@zqkvwnxyt.example',
};
const others: Secrets = {
  password: 'Qwzrty7MvLonger',
  pin: 2846,
  card: '4916338506082832',
  mail: 'wvnmk@tgrzb.example',
};

/** The same log with other secrets; so an answer that differs tells of them. */
const logsOf = (level: Glass['level'], few: boolean) =>
  [guessed, others].map(({ password, pin, card, mail }) => {
    const secret = { level: 'WARN', password, card: Number(card), text: `login of ${mail} failed` };
    const events = [
      ...(few ? common.slice(0, 20) : common),
      event({ ...secret, headers: [{ name: 'X-Api-Key', value: password }] }, 20_000, `app/${mail}/1`),
      event(`user=${mail} password=${password} Timeout`, 20_001, `app/${mail}/2`),
      event({ [mail]: `error of ${mail}`, mail }, 20_002),
    ];
    return { rows: rowsOf(few ? events : events.slice(0, -2)), pin, level };
  });

function isSame(query: string, level: Glass['level'], few = true): boolean {
  const glass = blind(level);
  const [a, b] = logsOf(level, few);
  if (a === undefined || b === undefined) throw new RangeError('There are two logs');
  expect(redactedRows(a.rows.slice(-3), glass)).toEqual(redactedRows(b.rows.slice(-3), glass));
  const answer = look(query, a.rows, glass);
  if (answer === undefined) throw new RangeError(`The query is refused: ${query}`);
  return answer === look(query, b.rows, glass);
}

describe('a guess that pushes a row out of an answer', () => {
  it.each([
    [64, 'filter duration >= 0 or @message like "Hunter2" | stats count(*) as n'],
    [65, 'filter @message like "INFO" or @message like "Hunter2" | stats count(*) as n'],
    [66, 'filter @message like /(INFO|Hunter2)/ | stats count(*) as n'],
    [67, 'filter headers.0.value in ["Hunter2Xk", "x"] or level = "INFO" | stats count(*) as n'],
    [68, 'filter duration = 1 or card = 4539578763621486 | stats count(*) as n'],
    [69, 'filter (@message like "login" and @message like "Hunter2") or level = "INFO" | limit 10000'],
    [70, 'filter @message like "Hu" | stats count(*) as n'],
    [71, 'filter @message like "Xk" | limit 10000'],
  ])('%i tells nothing: %s', (_number, query) => {
    expect(isSame(query, 'standard', false)).toBe(true);
  });
});

describe('two logs that look the same', () => {
  const queries: [number, string][] = [
    [72, 'filter password like "ERROR" or password like /Hunter/ | stats count(*) as n'],
    [73, `filter \`${guessed.mail}\` like "error" | stats count(*) as n`],
    [74, `filter ispresent(\`${guessed.mail}\`) | stats count(*) as n by \`${guessed.mail}\``],
    [75, 'fields messageSize() as s, strlen(text), strlen(password) | sort s'],
    [76, 'stats sum(messageSize()), max(strlen(@message)) by level'],
    [77, 'stats min(password), max(card), sortsFirst(text), avg(card), sum(card), stddev(card)'],
    [78, 'filter card >= 4500000000000000 and card < 4600000000000000'],
    [79, 'filter card in [4539578763621486, 04539578763621486, 4539578763621486.0]'],
    [80, 'filter card = 4.539578763621486e15 or -card < -4.6e15 or card % 10 = 6'],
    [81, 'filter card * 1 = 4539578763621486 or toNumber(card) > 0 or card ^ 1 > 0'],
    [82, 'stats count_distinct(password), count_distinct(card) by bin(1s)'],
    [83, 'stats count(*) as n by @logStream | sort @logStream | limit 1'],
    [84, 'stats count(*) as n by @logStream as s | sort s desc | limit 1'],
    [85, 'stats count(*) as n by substr(@logStream, 4, 2) | sort n'],
    [86, 'stats min(@logStream), max(@logStream), sum(strlen(@logStream))'],
    [87, 'filter @logStream like /app.h/ or @logStream > "app/m" | stats count(*) as n'],
    [88, 'sort @logStream | limit 1'],
    [89, 'filter @logStream != "app/hgj" and @logStream like "zqkv" | stats count(*)'],
    [90, 'pattern @message'],
    [91, 'pattern text | fields @regexString, @ratio, @sampleCount'],
    [92, 'fields jsonStringify(jsonParse(@message)) as level | stats count(*) by level'],
    [93, 'parse @message "password=* " as duration | sort duration | limit 1'],
    [94, 'parse @message "*" as level | filter level like "h" | stats max(level) by level'],
    [95, 'unnest password into level | stats count(*) by level | sort level'],
    [96, 'fields password as amount | filter amount >= "H" | stats sum(strlen(amount))'],
    [97, 'filldown password | filter level = "WARN" | sessionize password | dedup password'],
    [98, 'filter @message like /^.{9}hgjp/ or @message like /(?:h)(?:g)j/ or @message like /\\bhg[j]p/'],
    [99, 'filter @message like /(?i)HUNTER2/ or @message like "ｈunter2" or @message like /ſ|K/'],
    [100, 'filter strcontains(text, "HGJ", 1) or startsWith(password, "H") or endsWith(password, "k")'],
    [101, 'filter @message like "of [email:" or @message like "[email:0" | stats count(*) as n'],
    [102, 'outlier param=1 card | filter card like "4"'],
    [103, 'stats latest(mail), earliest(mail) by isNumeric(password), isempty(card)'],
    [104, 'stats count(*) as n by bin(1s), strlen(password) | fillmissing'],
    [105, 'filter @MESSAGE like "Hunter" or @Message = "Hunter2Xk" | stats count(*)'],
    [106, 'fields if(password > "M", 1, 0) as bit, case(card > 4600000000000000, "a", "b") as c'],
    [107, 'sort substr(password, 0, 1), card | limit 1'],
    [108, 'fields split(@message, "H") as parts | fields jsonArraySize(parts) as n | stats sum(n)'],
  ];
  it.each(queries)('%i give the same answer: %s', (_number, query) => {
    expect(isSame(query, 'strict')).toBe(true);
    expect(isSame(query, 'standard')).toBe(true);
  });
});
