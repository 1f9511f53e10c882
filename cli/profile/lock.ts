import { open, rm, stat } from 'node:fs/promises';
import type { Host } from '../host.ts';

const waitMs = 100;
/** Longer than a refresh may take; a lock this old was left behind by a process that died. */
const staleMs = 30_000;
/** Waits a little longer than until a lock is stale, then goes on without it. */
const attempts = 350;

/**
 * Does the work while no other process does. A refresh token works once: two processes that sent the same one would look
 * like theft to the provider, which then ends the whole sign-in.
 */
export async function withLock<T>(host: Host, file: string, work: () => Promise<T>): Promise<T> {
  const lock = `${file}.lock`;
  for (let attempt = 0; attempt < attempts && !(await take(lock)); attempt += 1) await host.sleep(waitMs);
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function take(lock: string): Promise<boolean> {
  try {
    await (await open(lock, 'wx', 0o600)).close();
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const { mtimeMs } = await stat(lock).catch(() => ({ mtimeMs: Date.now() }));
  if (Date.now() - mtimeMs > staleMs) await rm(lock, { force: true });
  return false;
}
