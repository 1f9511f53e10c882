import type { Host } from '../host.ts';

export interface Progress {
  /** Draws how much is done, now and then. */
  show: (done: number, total: number) => void;
  /** Wipes it away, so that a line can be written. */
  clear: () => void;
}

const widthColumns = 30;
const redrawMs = 100;

/** A bar on the terminal's standard error; nothing at all where that is no terminal. */
export function progressBar({ stderr, now }: Pick<Host, 'stderr' | 'now'>, what: string): Progress {
  if (!stderr.isTTY) return { show: () => {}, clear: () => {} };
  let drawnAtMs: number | undefined;
  return {
    show(done, total) {
      if (drawnAtMs !== undefined && now() - drawnAtMs < redrawMs) return;
      drawnAtMs = now();
      const share = total > 0 ? Math.min(1, done / total) : 0;
      const full = Math.round(share * widthColumns);
      const bar = `${'█'.repeat(full)}${'░'.repeat(widthColumns - full)}`;
      stderr.write(`\r\x1b[K${bar} ${Math.floor(share * 100)} % ${done} of ${total} ${what}`);
    },
    clear() {
      if (drawnAtMs !== undefined) stderr.write('\r\x1b[K');
      drawnAtMs = undefined;
    },
  };
}
