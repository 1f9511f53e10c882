import { setTimeout as delay } from 'node:timers/promises';

/** What the command needs from the machine it runs on. */
export interface Host {
  env: Readonly<Record<string, string | undefined>>;
  /** Standard input as it arrives. */
  stdin: AsyncIterable<Uint8Array | string>;
  stdout: Output;
  stderr: Output;
  /** Milliseconds since the epoch. */
  now: () => number;
  /** Waits, and comes back early when the signal is aborted. */
  sleep: (durationMs: number, signal?: AbortSignal) => Promise<void>;
  openBrowser: (url: string) => Promise<void>;
  /** From now until `end`, the first Ctrl-C aborts the signal and the second ends the process. */
  catchInterrupt: () => Interrupt;
}

export interface Output {
  write: (text: string) => unknown;
  isTTY?: boolean | undefined;
  columns?: number | undefined;
}

interface Interrupt {
  signal: AbortSignal;
  end: () => void;
}

/** The exit status of a process that Ctrl-C ended: 128 and the number of SIGINT. */
export const interruptedStatus = 130;

/** The process itself. */
export function processHost(): Host {
  // `vitrine query … | head` closes the pipe early; that is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? 0 : 1);
  });
  return {
    env: process.env,
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    now: Date.now,
    sleep: async (durationMs, signal) => {
      await delay(durationMs, undefined, signal && { signal }).catch((error: unknown) => {
        if (!signal?.aborted) throw error;
      });
    },
    openBrowser: async (url) => {
      const { default: open } = await import('open');
      await open(url);
    },
    catchInterrupt,
  };
}

/** npx passes Ctrl-C on to a child that the terminal has told already: what comes this soon is the same key press. */
const samePressMs = 500;

function catchInterrupt(): Interrupt {
  const controller = new AbortController();
  let firstAt = 0;
  const listener = () => {
    if (!controller.signal.aborted) {
      firstAt = performance.now();
      controller.abort();
    } else if (performance.now() - firstAt > samePressMs) {
      process.exit(interruptedStatus);
    }
  };
  process.on('SIGINT', listener);
  return { signal: controller.signal, end: () => process.off('SIGINT', listener) };
}
