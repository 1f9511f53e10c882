import { describe, expect, it } from 'vitest';
import { redactQuery } from '../../../../core/audit/redacted-query.ts';
import { redactorFor } from '../../../../core/audit/redacted-text.ts';
import { probesOf } from '../../../../core/audit/watch/probes.ts';
import { admit } from '../../../../core/insights/firewall.ts';
import { redactionSettings } from '../../../../core/policy/redaction.ts';
import { inMemory } from '../../../support/in-memory.ts';

/** What the attacker looks for, and wants nobody to read. */
const search = 'filter @message like "ali" | stats count(*) as n';
const quoted = search.replaceAll('"', "'");

async function redactor() {
  const { base } = inMemory();
  return redactorFor(
    await base.keys.ofGrant('req-1'),
    redactionSettings(base.config, { redaction: 'strict' }),
  );
}

describe('text that only looks like a secret hides no query from auditors and watch', () => {
  it.each([
    [
      'E1 a key that begins and ends in comments',
      `# -----BEGIN RSA PRIVATE KEY-----\n${search}\n# -----END RSA PRIVATE KEY-----`,
    ],
    ['E2 a password in a comment, whose value would be the command', `# "password": [\n${quoted}\n# ]`],
    ['E2 the same within a command', `filter @message like # password:\n "ali" | stats count(*) as n`],
    ['E2 before the operator', `filter @message # password:\n like "ali" | stats count(*) as n`],
    ['E3 a header in a string', `fields 'Authorization: Digest ' as x, @message like "ali" as y`],
    [
      'E3 JSON that begins in one string and ends in another',
      `fields '{"password":"' as x | ${quoted} | filter @message like '"}'`,
    ],
    [
      'E3 a quote in one string that another one closes',
      `fields 'password="' as x | filter @message like "ali" or @message like '"'`,
    ],
    [
      'E3 a name in backticks',
      `fields level as \`-----BEGIN RSA PRIVATE KEY-----\` | filter @message like "ali" | stats count(*) as \`-----END RSA PRIVATE KEY-----\``,
    ],
    [
      'E4 a function compared with a field called password',
      `filter password != concat("a", "b") and @message like "ali"`,
    ],
    [
      'E4 a regular expression',
      `filter @message like /password="/ or @message like "ali" or @message like '"'`,
    ],
  ])('%s', async (_, text) => {
    const mine = await redactor();
    expect(admit(text).ok).toBe(true);
    const evidence = redactQuery(mine, text);
    expect(evidence).toMatch(/like ["']ali["']|like # .*\n ["']ali["']/);
    expect(probesOf(evidence, [])?.map(({ value }) => value)).toContain('ali');
  });

  it.each([
    `# -----BEGIN RSA PRIVATE KEY-----\n${search}\n# -----END RSA PRIVATE KEY-----`,
    `fields '{"password":"' as x | ${quoted} | filter @message like '"}'`,
  ])('which it would if it were redacted as a whole: %s', async (text) => {
    expect((await redactor()).redact(text).text).not.toContain('ali');
  });
});

describe('what is a secret stays hidden in the text of a query', () => {
  it.each([
    ['an address', 'filter user = "bob@example.com"', 'bob@'],
    ['the value of a field called password', 'filter password = "hunter2hunter2"', 'hunter2'],
    ['one in a list', 'filter password in ["first-of-them", "hunter2hunter2"]', 'hunter2'],
    ['one without quotes', 'filter password = hunter2hunter2', 'hunter2hunter2'],
    ['a regular expression', 'filter password like /hunter2hunter2/', 'hunter2'],
    ['a card as a number', 'filter card = 4111111111111111', '4111111111111111'],
    ['a card with dashes', 'filter card = 4111-1111-1111-1111', '4111-1111'],
    ['a comment', 'fields @message # for bob@example.com', 'bob@'],
    ['a comment behind', 'fields @message\n# password=hunter2hunter2', 'hunter2'],
    ['a name in backticks', 'fields `bob@example.com`', 'bob@'],
    ['a text that is no query', 'password=hunter2hunter2 |', 'hunter2'],
  ])('%s', async (_, text, secret) => {
    expect(redactQuery(await redactor(), text)).not.toContain(secret);
  });

  it.each([
    'fields @timestamp, @message | filter level = "ERROR" and status >= 500 | sort @timestamp desc | limit 20',
    'filter @message like /time(d )?out/ # why\n| stats count(*) by bin(5m)',
    'fields a / b as c | parse @message /took (?<ms>\\d+) ms/ | filter ms - 5 > -3',
  ])('what holds none stays as it was written: %s', async (text) => {
    expect(redactQuery(await redactor(), text)).toBe(text);
  });
});
