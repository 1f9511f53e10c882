import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filesBelow } from '../../adapters/files/files-below.ts';

/** Writes the SHA-256 of every file of a folder into it, as `sha256sum --check` reads them. */
export async function writeSums(folder: string): Promise<void> {
  const lines: string[] = [];
  for (const path of filesBelow(folder)) lines.push(`${await sha256Of(join(folder, path))}  ${path}\n`);
  await writeFile(join(folder, 'SHA256SUMS'), lines.join(''), { flag: 'wx' });
}

/** In lower-case hexadecimal. */
export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest('hex');
}
