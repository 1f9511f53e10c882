import { parse } from '../../../core/insights/parse.ts';
import { isRunnable } from '../../../core/insights/runnable.ts';
import type { Query } from '../../../core/insights/syntax.ts';

/** The tree of a query that is known to be right. */
export function queryFrom(text: string): Query {
  const parsed = parse(text);
  if (!parsed.ok) throw new Error(parsed.errors.map((error) => error.message).join('\n'));
  if (!isRunnable(parsed.query)) throw new Error(`${text} has a command that is not allowed`);
  return parsed.query;
}

/** A tree as plain data without places. */
export function withoutSpans(tree: object): unknown {
  return JSON.parse(JSON.stringify(tree, (key, value: unknown) => (key === 'span' ? undefined : value)));
}
