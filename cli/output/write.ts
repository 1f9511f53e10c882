import { once } from 'node:events';
import type { Output } from '../host.ts';

/** Waits where the reader is slower than we are, so that nothing piles up. */
export async function writeAll(output: Output, text: string): Promise<void> {
  const isFull = output.write(text) === false;
  if (isFull && output === process.stdout) await once(process.stdout, 'drain');
}
