import type { Evaluate } from '../compile.ts';
import { toText } from '../values.ts';
import type { WorkRow } from './row.ts';

/**
 * A key for the texts of several values that no other texts have: each stands behind its length. The key of a single value
 * is its text.
 */
export function groupKey(readers: readonly Evaluate[]): (row: WorkRow) => string | null {
  const [first] = readers;
  if (readers.length === 1 && first !== undefined) return (row) => toText(first(row));
  return (row) => {
    let key = '';
    for (let at = 0; at < readers.length; at += 1) {
      const text = toText(readers[at]?.(row) ?? null);
      key += text === null ? '-' : `${text.length}:${text}`;
    }
    return key;
  };
}
