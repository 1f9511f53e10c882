/** The time of a running stack: the machine's, or, in tests, the machine's plus what has been skipped. */
export class Clock {
  /** Shared with the functions' threads, so that all of the stack lives at one time. */
  readonly aheadMs: Float64Array<SharedArrayBuffer> = new Float64Array(new SharedArrayBuffer(8));

  readonly now = (): number => Date.now() + (this.aheadMs[0] ?? 0);

  advance(milliseconds: number): void {
    this.aheadMs[0] = (this.aheadMs[0] ?? 0) + milliseconds;
  }
}

/** How soon a sleeper notices that the clock was advanced. It also keeps clear of `setTimeout`'s 24.8-day limit. */
const LONGEST_NAP_MS = 250;

/** Resolves once `now()` has reached `at`, or with `aborted` as soon as the signal says so. */
export async function sleepUntil(
  at: number,
  now: () => number,
  signal: AbortSignal,
): Promise<'reached' | 'aborted'> {
  while (now() < at) {
    if (signal.aborted) return 'aborted';
    await nap(Math.min(at - now(), LONGEST_NAP_MS), signal);
  }
  return signal.aborted ? 'aborted' : 'reached';
}

function nap(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', wake);
      resolve();
    };
    const timer = setTimeout(wake, milliseconds).unref();
    signal.addEventListener('abort', wake);
  });
}
