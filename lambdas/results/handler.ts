import { type Reading, readResults } from '../../core/query/read.ts';
import { done } from '../../core/refusal.ts';
import { apiHandler, type Operations } from '../api.ts';

/** The redaction Lambda: the only code that sees raw rows, and it hands out redacted ones only. */
export function resultsHandler(base: Reading, originSecret: () => Promise<string>) {
  const operations: Operations<'results'> = {
    async getResults({ person, cause, params, query }) {
      const page = await readResults(base, person, cause, params.id, params.handle, query.pageToken);
      if (!page.ok) return page;
      const { unread, ...rest } = page.value;
      return done({ id: params.handle, ...rest, ...(unread && { unread: isoRange(unread) }) });
    },
  };
  return apiHandler(base, originSecret, operations);
}

function isoRange({ fromMs, toMs }: { fromMs: number; toMs: number }): { from: string; to: string } {
  return { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
}
