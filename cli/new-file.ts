import { existsSync } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { CliError } from './errors.ts';

/**
 * Writes a file that is there only when it is whole: until then it has `.part` behind its name. Only its owner may read it.
 * @throws {CliError} `usage` if there is a file already, or a part that was left behind when a command was cut off
 */
export async function writeNewFile<T>(
  file: string,
  fill: (write: (chunk: string | Uint8Array) => Promise<void>) => Promise<T>,
): Promise<T> {
  if (existsSync(file)) throw new CliError('usage', `there is a file ${file} already; name another`);
  const part = `${file}.part`;
  const handle = await create(part);
  try {
    const filled = await fill((chunk) => handle.appendFile(chunk));
    await handle.sync();
    await rename(part, file);
    return filled;
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

async function create(part: string): Promise<FileHandle> {
  try {
    return await open(part, 'wx', 0o600);
  } catch (error) {
    const isLeftBehind = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    throw new CliError(
      'usage',
      isLeftBehind
        ? `${part} is what a command left that was cut off; remove it`
        : `cannot write ${part}: ${error instanceof Error ? error.message : String(error)}`,
      error,
    );
  }
}
