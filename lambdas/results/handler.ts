import { type Reading, readResults } from '../../core/query/read.ts';
import { done } from '../../core/refusal.ts';
import { apiHandler, type Operations } from '../api.ts';

/** The redaction Lambda: the only code that sees raw rows, and it hands out redacted ones only. */
export function resultsHandler(base: Reading, originSecret: () => Promise<string>) {
  const operations: Operations<'results'> = {
    async getResults({ person, cause, params, query }) {
      const page = await readResults(base, person, cause, params.id, params.handle, query.pageToken);
      return page.ok ? done({ id: params.handle, ...page.value }) : page;
    },
  };
  return apiHandler(base, originSecret, operations);
}
