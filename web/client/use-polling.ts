import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Answer } from './api.ts';
import type { Failure } from './failure.ts';

interface Polled<T> {
  /** The last good answer; it stays when a later look fails. */
  value: T | undefined;
  failure: Failure | undefined;
  /** Looks again at once. */
  refresh: () => void;
}

const longestWaitMs = 30_000;

/**
 * Looks again and again while the view is there and the tab is visible. Failures double the wait up to half a minute;
 * an ended session ends the polling. `load` and `waitMs` must keep their identity between renderings.
 */
export function usePolling<T>(load: () => Promise<Answer<T>>, waitMs: (value: T) => number): Polled<T> {
  const [state, setState] = useState<Pick<Polled<T>, 'value' | 'failure'>>({
    value: undefined,
    failure: undefined,
  });
  const look = useRef(() => {});

  useEffect(() => {
    let round = 0;
    let failures = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let gone = false;
    const run = async () => {
      clearTimeout(timer);
      round += 1;
      const mine = round;
      const answer = await load();
      // An answer that began before a newer one was asked for may show what is no longer so.
      if (gone || mine !== round) return;
      failures = answer.ok ? 0 : failures + 1;
      setState((previous) =>
        answer.ok
          ? { value: answer.value, failure: undefined }
          : { value: previous.value, failure: answer.failure },
      );
      if (!answer.ok && answer.failure.kind === 'session-ended') return;
      const wait = answer.ok
        ? waitMs(answer.value)
        : Math.min(longestWaitMs, 1_000 * 2 ** Math.min(failures, 5));
      if (!document.hidden) timer = setTimeout(run, wait);
    };
    const onVisible = () => {
      if (!document.hidden) void run();
    };
    look.current = () => void run();
    document.addEventListener('visibilitychange', onVisible);
    void run();
    return () => {
      gone = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, [load, waitMs]);

  return { ...state, refresh: useCallback(() => look.current(), []) };
}
