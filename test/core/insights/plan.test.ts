import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { execute, type Row } from '../../../core/insights/execute.ts';
import { admit } from '../../../core/insights/firewall.ts';
import { redactLiterals } from '../../../core/insights/literals.ts';
import { parse } from '../../../core/insights/parse.ts';
import { type PlanOptions, plan } from '../../../core/insights/plan.ts';
import { print } from '../../../core/insights/print.ts';
import type { Query } from '../../../core/insights/syntax.ts';
import { commandColumns } from '../../../core/insights/walk.ts';
import { plainFields, query, rows } from './generators.ts';
import { queryFrom } from './trees.ts';

const standard: PlanOptions = {
  level: 'standard',
  plainFields: ['level', 'duration'],
  pseudonymTypes: ['email'],
};
const strict: PlanOptions = { ...standard, level: 'strict' };

function planned(text: string, options: PlanOptions = standard) {
  const { pushdown, residual, pushdownLimit } = plan(queryFrom(text), options);
  return { pushdown, residual: print(residual), pushdownLimit };
}

/** Replaces addresses by pseudonyms made of their own letters, so that pieces of the two can be confused. */
function redact(text: string): string {
  return text.replace(/([a-z]+)@example\.com/gi, (_address, name: string) => {
    const id = name.replace(/[A-Z]/g, (letter) => `1${letter.toLowerCase()}`).replaceAll('o', '0');
    return `[email:${id.padEnd(12, 'z').slice(0, 12)}]`;
  });
}

/** Gives addresses that differ in case the same pseudonym. */
function redactIgnoringCase(text: string): string {
  return redact(text.replace(/[a-z]+@example\.com/gi, (address) => address.toLowerCase()));
}

function redactRow(row: Row, redactText: (text: string) => string): Row {
  return new Map(Array.from(row, ([name, value]) => [name, redactText(value)]));
}

describe('plan', () => {
  it.each([
    {
      rule: 'fetches time, log and the shown fields when a query says nothing else',
      text: 'filter level = "ERROR"',
      pushdown:
        'fields @timestamp, @log, @message | filter level = "ERROR" | sort @timestamp desc | limit 10000',
      residual: 'limit 10000',
      pushdownLimit: 10_000,
    },
    {
      rule: 'pushes plain sort and limit after plain filters',
      text: 'fields user | filter level != "INFO" | filter duration > 5 | sort duration desc | limit 20',
      pushdown:
        'fields @timestamp, @log, user, duration, @message | filter level != "INFO" | filter duration > 5 | sort duration desc, @timestamp desc | limit 20',
      residual: 'fields user | sort duration desc | limit 20',
      pushdownLimit: 20,
    },
    {
      rule: 'searches raw text only to narrow down, with slack',
      text: 'filter @message like /ERROR/ and level = "x" | limit 50',
      pushdown:
        'fields @timestamp, @log, @message | filter level = "x" | filter @message like /ERROR/ | sort @timestamp desc | limit 1000',
      residual: 'filter @message like /ERROR/ | limit 50',
      pushdownLimit: 1_000,
    },
    {
      rule: 'keeps everything under `not` for the redacted rows',
      text: 'filter not (@message like "ERROR") | limit 50',
      pushdown: 'fields @timestamp, @log, @message | sort @timestamp desc | limit 10000',
      residual: 'filter not (@message like "ERROR") | limit 50',
      pushdownLimit: 10_000,
    },
    {
      rule: 'pushes an alternative only if it can push each part of it',
      text: 'filter @message like "ERROR" or tolower(user) = "bob"',
      pushdown: 'fields @timestamp, @log, @message, user | sort @timestamp desc | limit 10000',
      residual: 'filter @message like "ERROR" or tolower(user) = "bob" | limit 10000',
      pushdownLimit: 10_000,
    },
    {
      rule: 'does not take a name given by the query for the plain field of that name',
      text: 'fields @message as level | filter level like "ERROR"',
      pushdown: 'fields @timestamp, @log, @message | sort @timestamp desc | limit 10000',
      residual: 'fields @message as level | filter level like "ERROR" | limit 10000',
      pushdownLimit: 10_000,
    },
    {
      rule: 'does not move a filter before a limit',
      text: 'limit 5 | filter level = "ERROR"',
      pushdown: 'fields @timestamp, @log, level, @message | sort @timestamp desc | limit 5',
      residual: 'limit 5 | filter level = "ERROR"',
      pushdownLimit: 5,
    },
    {
      rule: 'sorts by text only after redaction',
      text: 'fields user | sort user | limit 5',
      pushdown: 'fields @timestamp, @log, user, @message | sort @timestamp desc | limit 10000',
      residual: 'fields user | sort user asc | limit 5',
      pushdownLimit: 10_000,
    },
    {
      rule: 'pushes aggregates of plain fields whole',
      text: 'filter level = "x" | stats count(*) as n, avg(duration) by bin(5m) | sort n desc | limit 3',
      pushdown:
        'filter level = "x" | stats count(*) as c2, avg(duration) as c3 by bin(5m) as c1 | sort c2 desc | limit 3',
      residual: 'fields c1 as `bin(5m)`, c2 as n, c3 as `avg(duration)` | sort n desc | limit 3',
      pushdownLimit: 3,
    },
    {
      rule: 'aggregates by text only after redaction',
      text: 'filter level = "x" | stats count(*) as n by user',
      pushdown:
        'fields @timestamp, @log, user, @message | filter level = "x" | sort @timestamp desc | limit 10000',
      residual: 'stats count(*) as n by user',
      pushdownLimit: 10_000,
    },
    {
      rule: 'counts behind a text search only after redaction',
      text: 'filter @message like "Order 66" | stats count(*)',
      pushdown:
        'fields @timestamp, @log, @message | filter @message like "Order 66" | sort @timestamp desc | limit 10000',
      residual: 'filter @message like "Order 66" | stats count(*)',
      pushdownLimit: 10_000,
    },
    {
      rule: 'counts behind a public term on raw rows',
      text: 'filter @message like /(?i)(error|timeout)/ and level = "x" | stats count(*) by bin(5m)',
      pushdown:
        'filter @message like /(?i)(error|timeout)/ and level = "x" | stats count(*) as c2 by bin(5m) as c1 | limit 10000',
      residual: 'fields c1 as `bin(5m)`, c2 as `count(*)`',
      pushdownLimit: 10_000,
    },
    {
      rule: 'cuts text into pieces only after redaction',
      text: 'parse @message "user=*" as u | filter u = "bob" and level = "x" | stats count(*) by u',
      pushdown: 'fields @timestamp, @log, @message | filter level = "x" | sort @timestamp desc | limit 10000',
      residual: 'parse @message "user=*" as u | filter u = "bob" | stats count(*) by u',
      pushdownLimit: 10_000,
    },
    {
      rule: 'does not move a filter before a command that looks at other rows',
      text: 'dedup user | limit 5',
      pushdown: 'fields @timestamp, @log, user, @message | sort @timestamp desc | limit 10000',
      residual: 'dedup user | limit 5',
      pushdownLimit: 10_000,
    },
    {
      rule: 'fetches the message for a list, and the rest of a map from where it was made',
      text: 'fields jsonParse(@message) as m | unnest m.items into i | display i.sku, level | limit 3',
      pushdown: 'fields @timestamp, @log, @message, level | sort @timestamp desc | limit 10000',
      residual: 'fields jsonParse(@message) as m | unnest m.items into i | display i.sku, level | limit 3',
      pushdownLimit: 10_000,
    },
  ])('$rule', ({ text, pushdown, residual, pushdownLimit }) => {
    expect(planned(text)).toEqual({ pushdown, residual, pushdownLimit });
  });

  it.each([
    ['filter level = "x"', 'newest', false],
    ['filter level = "x" | limit 20', 'newest', true],
    ['filter @message like /ERROR/ | limit 20', 'newest', false],
    ['sort @timestamp asc | limit 20', 'oldest', true],
    ['sort duration desc | limit 20', 'sorted', true],
    ['sort user | limit 20', 'newest', false],
    ['stats count(*) by level', 'groups', false],
    ['stats count(*) by level | limit 5', 'groups', true],
  ])('knows which rows of `%s` come first, and whether others are missed', (text, order, isExact) => {
    expect(plan(queryFrom(text), standard)).toMatchObject({ order, isExact });
  });

  it('searches no raw text at level strict', () => {
    expect(planned('filter @message like "ERROR" and user = "bob" and level = "x"', strict).pushdown).toBe(
      'fields @timestamp, @log, @message, user | filter level = "x" | sort @timestamp desc | limit 10000',
    );
  });

  it('never takes @message for a plain field', () => {
    const { pushdown } = planned('filter @message != "x"', { ...standard, plainFields: ['@message'] });
    expect(pushdown).toBe('fields @timestamp, @log, @message | sort @timestamp desc | limit 10000');
  });

  it.each([
    'like "[email:7k2f9qx3m1bw]"',
    'like "x [em"',
    'like "1bw] x"',
    'like "7k2"',
    'like "email"',
    'like "mail:"',
    'like "count\\": "'.replace('\\', ''),
    'like /7k2|Timeout/',
    'like /(?i)EMAIL/',
    'like /\\[e/',
    'like /[a-z]+@/',
    'like /Timeout./',
    'like ""',
    'not like "Timeout"',
    '!= "Timeout"',
    '> "T"',
    '= "[email:7k2f9qx3m1bw]"',
    'in ["Timeout", "[email:7k2f9qx3m1bw]"]',
    'not in ["Timeout"]',
  ])('does not run `@message %s` on raw text', (test) => {
    const admission = admit(`filter @message ${test}`);
    const pushdown = admission.ok
      ? plan(admission.query, standard).pushdown
      : 'fields @timestamp, @log, @message | sort @timestamp desc | limit 10000';
    expect(pushdown).toBe('fields @timestamp, @log, @message | sort @timestamp desc | limit 10000');
  });

  it.each([
    'like "Timeout"',
    'like "timeout"',
    'like /(?i)(timeout|failed)/',
    'like "[ERROR]"',
    'like "bob@example.com"',
    '= "bob"',
    '= 5',
    'in ["a"]',
  ])('runs `@message %s` on raw text first, as it cannot meet a pseudonym', (test) => {
    expect(planned(`filter @message ${test}`).pushdown).toContain(`| filter @message ${test} | sort`);
  });

  it('takes any lower-case word for the type of a pseudonym while the types are not known', () => {
    const options: PlanOptions = { level: 'standard', plainFields: [] };
    expect(planned('filter @message like "timeout" | limit 5', options).pushdownLimit).toBe(10_000);
    expect(planned('filter @message like "Timeout" | limit 5', options).pushdownLimit).toBe(1_000);
  });

  it('searches raw text for no value that redaction changes, if it is told which', () => {
    const options = { ...standard, isSensitive: (text: string) => /[^@]@/.test(text) };
    expect(planned('filter @message like /bob@example\\.com/ | limit 5', options).pushdownLimit).toBe(10_000);
    expect(planned('filter user in ["a", "bob@example.com"] | limit 5', options).pushdownLimit).toBe(10_000);
    expect(planned('filter @message like "Timeout" | limit 5', options).pushdownLimit).toBe(1_000);
  });

  it.each([
    '@message like "Hunter" or duration > 0',
    '@message like "Hunter" or @message like "ERROR"',
    '(@message like "Hunter" and level = "x") or level = "y"',
    '@message like /Hunter|ERROR/',
    'user in ["none", "Hunter"]',
    'user = "Hunter" or level = "y"',
    'user = 1234 or level = "y"',
  ])('searches no guess raw beside something common: %s', (condition) => {
    expect(planned(`filter ${condition}`).pushdown).not.toMatch(/Hunter|1234/);
  });

  it.each(['@message like "Hu"', '@message like /(?i)HU/', 'user like "H"'])(
    'searches no short piece raw: %s',
    (condition) => {
      expect(planned(`filter ${condition}`).pushdown).not.toMatch(/filter/);
    },
  );

  it('searches public terms raw beside each other and beside plain fields', () => {
    const condition = '@message like /ERROR|Timeout/ or @message like "failed" or level = "x"';
    expect(planned(`filter ${condition}`).pushdown).toContain(`filter ${condition}`);
  });

  const telling = {
    ...standard,
    isSensitive: (text: string) => /[^@]@|^4111/.test(text),
    isSecretField: (name: string) => name === 'password',
  };
  it.each([
    'filter password like "Hunter"',
    'filter password = "Hunter"',
    'filter password like /ERROR/ | stats count(*)',
    'filter `bob@example.com` like "Timeout"',
    'filter `bob@example.com` like "ERROR" | stats count(*)',
    'filter user = 4111111111111111',
  ])('asks nothing raw of a field or for a value that is a secret: %s', (text) => {
    expect(planned(text, telling).pushdown).not.toMatch(/filter|stats/);
  });

  it.each([
    ['filter @logStream = "s1" | stats count(*) as n', 'filter @logStream = "s1" | stats count(*) as c1'],
    ['filter @logStream in ["s1", "s2"] | stats count(*) as n', 'filter @logStream in ["s1", "s2"] | stats'],
    ['stats count(*) as n by @logStream', 'stats count(*) as c2 by @logStream as c1'],
  ])('tells log streams apart as wholes: %s', (text, pushdown) => {
    for (const level of ['standard', 'strict'] as const)
      expect(planned(text, { ...telling, level }).pushdown).toContain(pushdown);
  });

  it.each([
    'stats count(*) as n by @logStream | sort @logStream | limit 1',
    'stats count(*) as n by @logStream as s | sort n, s | limit 1',
  ])('does not order log streams: %s', (text) => {
    expect(planned(text, telling).pushdown).toMatch(
      /stats count\(\*\) as c2 by @logStream as c1 \| limit 10000$/,
    );
  });

  it.each([
    'filter @logStream = "bob@example.com" | stats count(*)',
    'filter @logStream = "[email:7k2f9qx3m1bw]" | stats count(*)',
    'filter @logStream > "s" | stats count(*)',
    'filter @logStream like "10.0.0" | stats count(*)',
    'stats count(*) by substr(@logStream, 0, 2)',
    'stats min(@logStream)',
    'sort @logStream | limit 1',
    'fields user as @logStream2 | stats count(*) by @logStream2',
  ])('does not take log streams apart: %s', (text) => {
    expect(planned(text, { ...telling, level: 'strict' }).pushdown).not.toMatch(/filter|stats|sort @log/);
  });

  const options: PlanOptions = { level: 'standard', plainFields, pseudonymTypes: ['email'] };
  it.each([
    ['as they are', (text: string) => text, options],
    ['redacted', redact, options],
    ['redacted, at level strict', redact, { ...options, level: 'strict' as const }],
    ['redacted, with one pseudonym for several values', redactIgnoringCase, { ...options, isSensitive }],
  ])('gives with its residual what the whole query gives over rows %s', (_name, redactText, given) => {
    fc.assert(
      fc.property(query, rows, (tree, raw) => {
        fc.pre(parse(print(tree)).ok);
        fc.pre(keepsColumns(tree, redactText) && raw.every((row) => keepsPublicTerms(row, redactText)));
        const { pushdown, residual } = plan(tree, given);
        const fetched = execute(queryFrom(pushdown), raw, { now: 0 }).map((row) =>
          redactRow(row, redactText),
        );
        const answer = execute(redactLiterals(residual, redactText), fetched, { now: 0 });
        const redacted = raw.map((row) => redactRow(row, redactText));
        const whole = execute(redactLiterals(tree, redactText), redacted, { now: 0 });
        expect(answer.map(Object.fromEntries)).toEqual(whole.map(Object.fromEntries));
      }),
      { numRuns: 2_500 },
    );
  });
});

/** A column may be named as it was written or as its redacted literals read; whoever wrote it knows both. */
function keepsColumns(tree: Query, redactText: (text: string) => string): boolean {
  const names = ({ commands }: Query) => commands.flatMap(commandColumns).join('\n');
  return names(redactLiterals(tree, redactText)) === names(tree);
}

/** A public term inside a hidden value is counted with the others, on purpose. */
function keepsPublicTerms(row: Row, redactText: (text: string) => string): boolean {
  const terms = (text: string) => text.match(/error|timeout/gi)?.length;
  return [...row.values()].every((text) => terms(redactText(text)) === terms(text));
}

function isSensitive(text: string): boolean {
  return redactIgnoringCase(text) !== text;
}
