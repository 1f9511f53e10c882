import type { Random } from '../../../../local/sample/random.ts';

const words = ['timeout', 'ERROR', 'refused', 'deadlock', 'OutOfMemory', 'retry', 'throttled'] as const;
const services = ['cart', 'payment', 'shipping'] as const;
const pseudonymAlphabet = '0123456789abcdefghjkmnpqrstvwxyz';

export const pseudonym = (random: Random, type = 'email'): string =>
  `[${type}:${random.text(pseudonymAlphabet, 12)}]`;

/** Queries of one piece of ordinary work. */
export function ordinaryQueries(random: Random): string[] {
  const word = random.pick(words);
  const customer = pseudonym(random);
  const kinds: (() => string)[] = [
    () => `fields @timestamp, @message | filter @message like /${word}/ | sort @timestamp desc | limit 20`,
    () => `filter @message like /${random.pick(words)}/ | stats count(*) as n by bin(5m)`,
    () => `filter level = "ERROR" | stats count(*) by service`,
    () => `filter status >= ${random.pick([400, 499, 500, 502])} | stats count(*) by status`,
    () =>
      `filter service = "${random.pick(services)}" and @message like "${word}" | limit ${random.integer(10, 200)}`,
    () => `filter @message like "${customer}" | sort @timestamp asc | limit 50`,
    () => `filter requestId = "${random.text('0123456789abcdef', 16)}" | fields @message`,
    () => `parse @message "took * ms" as took | stats pct(took, 95) by bin(1m)`,
    () => `filter host in ["web-01", "web-02", "web-03"] | fields @message, host`,
  ];
  return Array.from({ length: random.integer(3, 9) }, () => random.pick(kinds as [() => string])());
}
