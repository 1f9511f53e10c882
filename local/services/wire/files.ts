import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes a file so that a reader, or the next start after a crash, sees all of it or none. Synchronous on purpose:
 * the services of the stand-in decide and write within one turn of the event loop, which makes each write atomic.
 */
export function writeAtomically(path: string, content: string | Buffer): void {
  const temporary = `${path}.tmp`;
  writeFileSync(temporary, content);
  renameSync(temporary, path);
}

/** Every `*.json` of a folder, parsed; the folder is made when missing. */
export function loadJsonFiles<T>(folder: string): T[] {
  mkdirSync(folder, { recursive: true });
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as T);
}

/** A name as a file name: everything but plain characters percent-encoded, so that no name leaves its folder. */
export function fileName(name: string): string {
  return encodeURIComponent(name).replaceAll('.', '%2E').replaceAll('*', '%2A');
}
