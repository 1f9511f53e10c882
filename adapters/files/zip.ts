import { createReadStream, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { ZipWriter } from '@zip.js/zip.js';
import { filesBelow } from './files-below.ts';

/** Archives a folder under its own name, with the times of its files. The bytes are written as they come. */
export async function zipFolder(
  folder: string,
  { name = basename(folder), write }: { name?: string; write: (bytes: Uint8Array) => Promise<void> },
): Promise<void> {
  const zip = new ZipWriter(new WritableStream({ write }), { useWebWorkers: false });
  for (const path of filesBelow(folder)) {
    const file = join(folder, path);
    const bytes = Readable.toWeb(createReadStream(file));
    await zip.add(`${name}/${path}`, bytes as ReadableStream<Uint8Array>, {
      lastModDate: statSync(file).mtime,
    });
  }
  await zip.close();
}
