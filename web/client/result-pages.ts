import type { ResultPage } from './api.ts';

/** All pages of a query read so far, as one. */
export interface Results {
  columns: readonly string[];
  rows: readonly Record<string, string>[];
  redactions: Record<string, number>;
  notice?: string | undefined;
  unread?: { from: string; to: string } | undefined;
  hints: readonly string[];
  nextPageToken?: string | undefined;
}

/** Adds a page below what is there. */
export function addPage(results: Results | undefined, page: ResultPage): Results {
  const redactions = { ...results?.redactions };
  for (const [type, count] of Object.entries(page.redactions)) {
    redactions[type] = (redactions[type] ?? 0) + count;
  }
  return {
    columns: [...new Set([...(results?.columns ?? []), ...page.columns])],
    rows: [...(results?.rows ?? []), ...page.rows],
    redactions,
    notice: page.notice ?? results?.notice,
    unread: page.unread ?? results?.unread,
    hints: page.hints,
    nextPageToken: page.nextPageToken,
  };
}

/** `12 email, 3 ipv4`, the most frequent first; undefined when nothing was redacted. */
export function describeRedactions(redactions: Record<string, number>): string | undefined {
  const counted = Object.entries(redactions).filter(([, count]) => count > 0);
  if (counted.length === 0) return undefined;
  return counted
    .sort(([a, countA], [b, countB]) => countB - countA || a.localeCompare(b))
    .map(([type, count]) => `${count} ${type}`)
    .join(', ');
}
