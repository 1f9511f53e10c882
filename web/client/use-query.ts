import { useEffect, useRef, useState } from 'preact/hooks';
import type { Input } from '../../contract/client.ts';
import type { Call } from './api.ts';
import type { Failure } from './failure.ts';
import { type QueryParams, runQuery } from './query-run.ts';
import { addPage, type Results } from './result-pages.ts';

type QueryState =
  | { state: 'idle' }
  | { state: 'running'; query: string }
  | { state: 'stopped' }
  | { state: 'refused'; failure: Failure; query: string }
  | { state: 'complete'; params: QueryParams; results: Results };

/**
 * One query at a time. Leaving the view stops it: what nobody waits for should not go on scanning. Rows live in this
 * page's memory only and are never stored in the browser.
 */
export function useQuery(call: Call): {
  query: QueryState;
  run: (requestId: string, body: Input<'startQuery'>['body']) => Promise<void>;
  stop: () => void;
  more: () => ReturnType<typeof nextPage>;
} {
  const [query, setQuery] = useState<QueryState>({ state: 'idle' });
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  return {
    query,
    async run(requestId, body) {
      running.current?.abort();
      const controller = new AbortController();
      running.current = controller;
      setQuery({ state: 'running', query: body.query });
      const end = await runQuery(call, requestId, body, { signal: controller.signal, sleep });
      if (running.current !== controller) return;
      if (end.state === 'complete') {
        setQuery({ state: 'complete', params: end.params, results: addPage(undefined, end.page) });
      } else {
        setQuery(end.state === 'refused' ? { ...end, query: body.query } : end);
      }
    },
    stop: () => running.current?.abort(),
    async more() {
      const answer = await nextPage(call, query);
      // Another query may have been run while the page was on its way.
      if (answer.ok) setQuery((current) => (current === query ? answer.value : current));
      return answer;
    },
  };
}

async function nextPage(call: Call, query: QueryState) {
  if (query.state !== 'complete' || query.results.nextPageToken === undefined)
    return { ok: true, value: query } as const;
  const { params, results } = query;
  const answer = await call('getResults', { params, query: { pageToken: results.nextPageToken } });
  return answer.ok
    ? ({ ok: true, value: { ...query, results: addPage(results, answer.value) } } as const)
    : answer;
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
