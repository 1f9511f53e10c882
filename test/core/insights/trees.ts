import { readRunnable } from '../../../core/insights/firewall.ts';
import type { Query } from '../../../core/insights/syntax.ts';

/** The tree of a query that is known to be right. */
export function queryFrom(text: string): Query {
  const parsed = readRunnable(text);
  if (!parsed.ok) throw new Error(parsed.errors.map((error) => error.message).join('\n'));
  return parsed.query;
}

/** A tree as plain data without places. */
export function withoutSpans(tree: object): unknown {
  return JSON.parse(JSON.stringify(tree, (key, value: unknown) => (key === 'span' ? undefined : value)));
}
