import { ApiError } from '../contract/client.ts';
import { CliError } from './errors.ts';
import type { Host } from './host.ts';

export type Polled<T> =
  | { outcome: 'finished' | 'timed-out'; value: T }
  | { outcome: 'interrupted'; value: T | undefined };

export interface Polling<T> {
  read: () => Promise<T>;
  finished: (value: T) => boolean;
  /** Pause after the nth reading, counted from 0. */
  pauseMs: (reading: number) => number;
  limitMs: number;
  signal?: AbortSignal;
}

/** Reads again and again until it is finished, interrupted, or the limit is reached. */
export async function poll<T>(host: Host, polling: Polling<T>): Promise<Polled<T>> {
  const { signal } = polling;
  const startedAt = host.now();
  let value: T | undefined;
  for (let reading = 0; ; reading += 1) {
    if (signal?.aborted) return { outcome: 'interrupted', value };
    const read = await unlessAborted(patiently(host, polling.read, signal), signal);
    if (read === aborted) return { outcome: 'interrupted', value };
    value = read;
    if (polling.finished(value)) return { outcome: 'finished', value };
    if (host.now() - startedAt >= polling.limitMs) return { outcome: 'timed-out', value };
    await host.sleep(polling.pauseMs(reading), signal);
  }
}

const attempts = 20;
const pauseMs = 1_000;

/** Repeats a call that may be repeated while the network or the server has a hiccup, 20 times at most. */
export async function patiently<T>(host: Host, call: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      if (attempt >= attempts || signal?.aborted || !isHiccup(error)) throw error;
    }
    await host.sleep(pauseMs, signal);
  }
}

/** No answer, or one that says to try again: 503, and what a gateway says of itself without a problem document. */
function isHiccup(error: unknown): boolean {
  if (error instanceof CliError) return error.code === 'unreachable';
  if (!(error instanceof ApiError)) return false;
  return error.status === 503 || (!error.problem && [429, 502, 504].includes(error.status));
}

const aborted = Symbol('aborted');

/** Does not let Ctrl-C wait for an answer that may take half a minute. */
async function unlessAborted<T>(work: Promise<T>, signal?: AbortSignal): Promise<T | typeof aborted> {
  if (!signal) return work;
  const { promise, resolve } = Promise.withResolvers<typeof aborted>();
  const listener = () => resolve(aborted);
  if (signal.aborted) listener();
  signal.addEventListener('abort', listener);
  // The loser of the race may still fail, with nobody listening.
  work.catch(() => undefined);
  try {
    return await Promise.race([promise, work]);
  } finally {
    signal.removeEventListener('abort', listener);
  }
}
